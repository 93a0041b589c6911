package app_test

import (
	"io"
	"log/slog"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

var discard = slog.New(slog.DiscardHandler)

// way is the network between the bot and its database, which can be cut.
type way struct {
	t       *testing.T
	url     string // of the database, by this way
	address string
	server  net.Addr

	mu       sync.Mutex
	listener net.Listener
	conns    []net.Conn
	left     int           // replies of the database until the way is cut, 0 for no such plan
	cut      chan struct{} // closed when that has come
}

// newWay opens a way to a database.
func newWay(t *testing.T, databaseURL string) *way {
	t.Helper()
	u, err := url.Parse(databaseURL)
	require.NoError(t, err)
	w := &way{t: t, address: freePort(t)}
	w.server = &net.UnixAddr{Net: "unix", Name: u.Query().Get("host") + "/.s.PGSQL." + u.Query().Get("port")}
	if u.Host != "" {
		w.server, err = net.ResolveTCPAddr("tcp", u.Host)
		require.NoError(t, err)
	}
	u.Host, u.RawQuery = w.address, "sslmode=disable"
	w.url = u.String()
	w.open()
	t.Cleanup(w.close)
	return w
}

func (w *way) open() {
	w.t.Helper()
	listener, err := new(net.ListenConfig).Listen(w.t.Context(), "tcp", w.address)
	require.NoError(w.t, err)
	w.mu.Lock()
	w.listener = listener
	w.mu.Unlock()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(w.server.Network(), w.server.String())
			if err != nil {
				client.Close()
				continue
			}
			w.mu.Lock()
			w.conns = append(w.conns, client, server)
			w.mu.Unlock()
			go pipe(client, replies{server, w})
			go pipe(server, client)
		}
	}()
}

func pipe(to, from net.Conn) {
	_, _ = io.Copy(to, from) // cut by either side or by close
	to.Close()
	from.Close()
}

// cutAfter plans to cut the way in place of some reply of the database, counted from now. It returns what is closed then.
func (w *way) cutAfter(replies int) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.cut = replies, make(chan struct{})
	return w.cut
}

// replies is the side of the database.
type replies struct {
	net.Conn
	way *way
}

func (r replies) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	if n > 0 && r.way.due() {
		r.way.close()
		close(r.way.cut)
		return 0, net.ErrClosed
	}
	return n, err
}

// due tells whether the reply that has come is the one not to get through.
func (w *way) due() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.left == 0 {
		return false
	}
	w.left--
	return w.left == 0
}

// close cuts the way: what is open breaks, and nothing new gets through.
func (w *way) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listener.Close()
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}
