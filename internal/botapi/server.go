package botapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the token that [New] expects when [Options] names none. It has the shape of a real one and opens
// nothing anywhere.
const DefaultToken = "1000000001:AAEmulatorEmulatorEmulatorEmulator0"

// Options configure a [Server]. The zero value is a lenient server without rate limits.
type Options struct {
	Token    string // the only token accepted; default [DefaultToken]
	Username string // the bot's @name; default faqbot_emulator_bot
	Name     string // the bot's shown name; default FAQ bot

	Strict  bool   // refuse unknown parameters and wrong types, which Telegram swallows silently
	Limits  Limits // rate limits; the zero value limits nothing
	LogSize int    // requests kept for [Server.Log], the oldest are dropped past it; default 200,000
	Seed    uint64 // of the dice that [Fault.Probability] throws

	// State names a file that keeps chats, people and unconfirmed updates from one run to the next; empty keeps
	// nothing. It is written every few seconds while something changes, and at [Server.Close].
	State string

	// WebhookRetry is the pause before a failed webhook delivery is repeated; it doubles up to a minute. Default 1 s.
	WebhookRetry time.Duration

	Logger *slog.Logger     // default: discard
	Now    func() time.Time // the clock; default time.Now
}

// Server is the emulated Telegram. All its methods may be called from many goroutines.
type Server struct {
	opts   Options
	bot    User
	logger *slog.Logger
	faults *Faults

	ctx    context.Context // ends at Close: webhook delivery and running polls stop
	cancel context.CancelFunc
	wg     sync.WaitGroup // the goroutines and the requests of this server

	mu        sync.Mutex // guards all that follows
	world     world
	updates   updateQueue
	webhook   webhook
	limiter   limiter
	recorder  recorder
	listeners map[*listener]struct{}
	http      *http.Server
	url       string
	changed   bool // since the state was saved
	closed    bool
}

// New makes a server. It starts to listen only with [Server.Start]; as an http.Handler it can be mounted anywhere.
func New(opts Options) (*Server, error) {
	if opts.Token == "" {
		opts.Token = DefaultToken
	}
	botID, err := strconv.ParseInt(strings.SplitN(opts.Token, ":", 2)[0], 10, 64)
	if err != nil || !strings.Contains(opts.Token, ":") {
		return nil, errors.New("the emulator's bot token must look like 123456789:secret")
	}
	if opts.Username == "" {
		opts.Username = "faqbot_emulator_bot"
	}
	if opts.Name == "" {
		opts.Name = "FAQ bot"
	}
	if opts.LogSize <= 0 {
		opts.LogSize = 200_000
	}
	if opts.WebhookRetry <= 0 {
		opts.WebhookRetry = time.Second
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &Server{
		opts:      opts,
		bot:       User{ID: botID, IsBot: true, FirstName: opts.Name, Username: opts.Username},
		logger:    opts.Logger,
		faults:    &Faults{dice: rand.New(rand.NewPCG(opts.Seed, 1))}, //nolint:gosec // a test repeats its faults by the seed
		world:     newWorld(),
		limiter:   newLimiter(opts.Limits),
		recorder:  recorder{limit: opts.LogSize},
		listeners: map[*listener]struct{}{},
	}
	s.updates.init(opts.Now())
	s.ctx, s.cancel = context.WithCancel(context.Background())
	if err := s.load(); err != nil {
		return nil, err
	}
	if opts.State != "" {
		s.wg.Go(s.saveNowAndThen)
	}
	return s, nil
}

// Start listens on a free port of the loopback interface; [Server.URL] tells which.
func (s *Server) Start() error {
	listener, err := new(net.ListenConfig).Listen(s.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for the Bot API emulator: %w", err)
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	s.mu.Lock()
	s.http = srv
	s.url = "http://" + listener.Addr().String()
	s.mu.Unlock()
	s.wg.Go(func() {
		if err := srv.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("Bot API emulator stopped serving", "error", err)
		}
	})
	return nil
}

// URL is the base address for the bot (its FAQBOT_TELEGRAM_API), once started.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url
}

// Token is the token that the bot has to use.
func (s *Server) Token() string { return s.opts.Token }

// Bot is the account of the bot.
func (s *Server) Bot() User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bot
}

// Close cuts running requests, ends deliveries and subscriptions, waits for every goroutine, and saves the state.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	srv := s.http
	s.mu.Unlock()

	s.cancel()
	var err error
	if srv != nil {
		err = srv.Close()
	}
	s.wg.Wait()
	s.mu.Lock()
	for l := range s.listeners {
		s.drop(l)
	}
	s.mu.Unlock()
	return errors.Join(err, s.Save())
}

// ServeHTTP answers /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, path)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, found := strings.Cut(path, "/")
	if !ok || !found {
		writeError(w, refuse(notFound))
		return
	}
	if err := s.checkToken(token); err != nil {
		writeError(w, err)
		return
	}
	s.serveMethod(w, r, name)
}

// checkToken tells malformed tokens from unknown ones, as Telegram does.
func (s *Server) checkToken(token string) *apiError {
	id, _, found := strings.Cut(token, ":")
	if n, err := strconv.ParseInt(id, 10, 64); !found || err != nil || n <= 0 || n >= 1<<54 || token[0] == '0' || len(token) > 80 {
		return refuse(invalidToken)
	}
	if token != s.opts.Token {
		return refuse(unauthorized)
	}
	return nil
}

// serveMethod runs one request through its faults, checks and handler, and records what became of it.
func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	entry := Request{Time: s.opts.Now(), HTTPMethod: r.Method}
	c, err := parseCall(w, r, name)
	entry.Method, entry.Params, entry.Files = c.method, c.params, c.fileNames()
	entry.Chat = c.chatID()

	if !s.enter() {
		writeError(w, refuse(restarting))
		return
	}
	defer s.wg.Done()
	fault := s.faults.pick(entry.Method, entry.Chat)
	entry.Fault = fault.name()
	if !fault.wait(r.Context(), s.ctx) || fault.Drop {
		entry.Cut = true
		s.record(entry)
		fault.strike()
		panic(http.ErrAbortHandler)
	}

	var result any
	if err == nil {
		err = fault.refusal()
	}
	if err == nil {
		result, err = s.run(r.Context(), c)
	}
	entry.Messages = c.affected
	entry.Code = http.StatusOK
	if err != nil {
		entry.Code, entry.Description = err.code, err.description
	}
	entry.Applied = err == nil
	entry.Cut = fault.LoseReply || r.Context().Err() != nil
	entry.Duration = s.opts.Now().Sub(entry.Time)
	s.record(entry)
	fault.strike()
	if fault.LoseReply {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, reply{OK: true, Result: result, Description: c.note})
}

// enter makes Close wait for the request that begins; false means that it came too late.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.wg.Add(1)
	return true
}

// run finds the method's handler, checks the parameters and calls it.
func (s *Server) run(ctx context.Context, c *call) (any, *apiError) {
	m, known := methods[strings.ToLower(c.method)]
	if !known {
		return nil, refuse(methodNotFound)
	}
	c.method = m.name
	if err := s.checkParams(c, m); err != nil {
		return nil, err
	}
	if m.waits != nil { // getUpdates, which holds the lock only while it looks
		return m.waits(s, ctx, c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.LoggedOut {
		return nil, refuse(loggedOut)
	}
	s.changed = true
	return m.handle(s, c)
}
