package play

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

//go:embed static
var static embed.FS

// Page is the web page over an emulator. It is an http.Handler to be mounted at «/», beside metrics and health.
type Page struct {
	server  *botapi.Server
	people  []Person
	logger  *slog.Logger
	handler http.Handler
	version string // of the static files, so that a browser keeps them until the program changes

	ctx   context.Context // ends at Close: streams stop
	close context.CancelFunc
}

// New makes the page and gives the people their accounts in the emulator. Accounts that the emulator kept from an
// earlier run stay as they are.
func New(server *botapi.Server, people []Person, logger *slog.Logger) *Page {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	p := &Page{server: server, people: slices.Clone(people), logger: logger, version: staticVersion()}
	p.ctx, p.close = context.WithCancel(context.Background())
	p.register()

	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { p.serveStatic(w, r, "index.html") })
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) { p.serveStatic(w, r, "favicon.svg") })
	mux.HandleFunc("GET /static/{file}", func(w http.ResponseWriter, r *http.Request) { p.serveStatic(w, r, r.PathValue("file")) })
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

func (p *Page) serveStatic(w http.ResponseWriter, r *http.Request, name string) {
	if path.Ext(name) == ".ogg" { // known to some machines' tables of types only
		w.Header().Set("Content-Type", "audio/ogg")
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", p.version)
	http.ServeFileFS(w, r, static, "static/"+name)
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
