package play

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"sync"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

//go:embed static
var static embed.FS

// Page is the web page over an emulator. It is an http.Handler to be mounted at «/», beside metrics and health.
type Page struct {
	server  *botapi.Server
	people  []Person
	members []int64 // of the managers' group
	logger  *slog.Logger
	handler http.Handler
	version string // of the static files, so that a browser keeps them until the program changes

	done  chan struct{} // closed at Close: streams stop
	close func()
}

// New makes the page and gives the people their accounts in the emulator. Accounts that the emulator kept from an
// earlier run stay as they are.
func New(server *botapi.Server, people []Person, logger *slog.Logger) *Page {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	p := &Page{server: server, people: slices.Clone(people), logger: logger, version: staticVersion(), done: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.done) })
	p.register()

	p.openGroup()

	mux := http.NewServeMux()
	mux.Handle("GET /{$}", p.cached(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, static, "static/index.html")
	}))
	mux.Handle("GET /favicon.ico", p.cached(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, static, "static/favicon.svg")
	}))
	mux.Handle("GET /static/{file}", p.cached(http.FileServerFS(static).ServeHTTP))
	mux.HandleFunc("GET /play/events", p.serveEvents)
	mux.HandleFunc("GET /play/files/{id}", p.serveFile)
	mux.HandleFunc("POST /play/people/{person}/{action}", p.serveAction)
	mux.HandleFunc("POST /play/faults", p.serveFault)
	p.handler = guard(mux)
	return p
}

// register opens the accounts that the emulator does not have yet.
func (p *Page) register() {
	known := p.server.Chats()
	for _, person := range p.people {
		if slices.ContainsFunc(known, func(c botapi.Chat) bool { return c.ID == person.ID }) {
			continue
		}
		p.server.AddUser(person.ID, botapi.Profile{
			FirstName: person.FirstName, LastName: person.LastName, Username: person.Username,
			Phone: person.Phone, Language: person.Language,
		})
	}
}

// ServeHTTP shows the page and does what its buttons ask.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// Close ends the streams of open pages, which a graceful shutdown of the HTTP server would otherwise wait for; register
// it with http.Server.RegisterOnShutdown.
func (p *Page) Close() { p.close() }

// cached lets the browser keep a static file and ask each time whether it is still the one.
func (p *Page) cached(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) == ".ogg" { // known to some machines' tables of types only
			w.Header().Set("Content-Type", "audio/ogg")
		}
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", p.version)
		next(w, r)
	})
}

// staticVersion is a hash over all files of the page: the modules import each other and must change together.
func staticVersion() string {
	sum := sha256.New()
	err := fs.WalkDir(static, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := static.ReadFile(name)
		sum.Write(data)
		return err
	})
	if err != nil {
		panic("read the embedded files: " + err.Error()) // they are part of the program: this cannot happen
	}
	return `"` + hex.EncodeToString(sum.Sum(nil)[:8]) + `"`
}
