package kb

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// quiet is how long a folder must lie still before it is read: editors save in several steps.
	quiet = 150 * time.Millisecond

	// patience is how long a folder that never lies still is waited for.
	patience = time.Second

	// pollEvery is how often the folder is compared with its last state, for what no notification tells: network
	// disks, links that point elsewhere, a folder that is created again. An edit is live within two seconds.
	pollEvery = time.Second

	// pollShare keeps the cost of comparing very large folders at one part in so many of a core.
	pollShare = 50
)

// Watch follows a knowledge base on disk until ctx ends and calls onChange, always from this goroutine, with each new
// state. first and problems are the state that the caller has already, of which it is not told again. An article that gets broken stays as it was last, as does the
// whole base when its folder vanishes or holds no articles any more; the problems say so.
func Watch(ctx context.Context, name string, first *Base, problems []Problem, log *slog.Logger, onChange func(*Base, []Problem)) {
	if name == "" {
		<-ctx.Done() // the embedded articles never change
		return
	}
	w := &watcher{name: name, path: name, last: first, problems: problems, log: log, onChange: onChange}
	if full, err := filepath.Abs(name); err == nil {
		w.path = full
	}
	w.notify, w.events, w.errors = w.startNotify()
	if w.notify != nil {
		defer w.notify.Close()
	}
	w.run(ctx)
}

type watcher struct {
	name     string // as the caller named it
	path     string // the same, absolute
	last     *Base
	problems []Problem
	seen     fingerprint
	log      *slog.Logger
	onChange func(*Base, []Problem)

	notify *fsnotify.Watcher // nil where the system has none to give; then the poll does it all
	events <-chan fsnotify.Event
	errors <-chan error
}

func (w *watcher) startNotify() (*fsnotify.Watcher, <-chan fsnotify.Event, <-chan error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		w.log.Warn("no notifications of file changes; the knowledge base is polled", "error", err)
		return nil, nil, nil
	}
	return notify, notify.Events, notify.Errors
}

func (w *watcher) run(ctx context.Context) {
	// What changed between the caller's reading and now is found by reading once more.
	due := time.NewTimer(0)
	defer due.Stop()
	poll := time.NewTimer(pollEvery)
	defer poll.Stop()
	var noticed time.Time // the first change that is not read yet
	for {
		select {
		case <-ctx.Done():
			return
		case e, open := <-w.events:
			switch {
			case !open:
				w.events = nil
			case e.Op == fsnotify.Chmod || !w.ours(e.Name):
			case noticed.IsZero():
				noticed = time.Now()
				due.Reset(quiet)
			case time.Since(noticed) < patience:
				due.Reset(quiet)
			}
		case err, open := <-w.errors:
			if !open {
				w.errors = nil
			} else {
				// Lost events are harmless: the folder is read as a whole.
				w.log.Warn("watching the knowledge base", "error", err)
				due.Reset(quiet)
			}
		case <-due.C:
			noticed = time.Time{}
			w.reload()
		case <-poll.C:
			began := time.Now()
			if now := w.scan(); !reflect.DeepEqual(now, w.seen) {
				w.reload()
			}
			poll.Reset(max(pollEvery, pollShare*time.Since(began)))
		}
	}
}

// reload reads the knowledge base and tells the caller if anything is different.
func (w *watcher) reload() {
	// The state of the files is taken before they are read: what changes in between is read again.
	w.seen = w.scan()
	next, found, err := read(w.name)
	if err == nil {
		next, found = keepLastGood(w.last, next, found)
		if len(next.Articles) == 0 {
			err = errEmpty(w.name, found)
		}
	}
	if err != nil {
		found = append(found, Problem{File: w.name, Line: 1, Severity: Error, Text: err.Error() + lastGoodStays})
		next = w.last.asLastGood()
	}
	if sameBase(next, w.last) && slices.Equal(found, w.problems) {
		return
	}
	w.last, w.problems = next, found
	w.onChange(next, found)
}

func sameBase(a, b *Base) bool {
	return a == b || a != nil && b != nil && reflect.DeepEqual(a.Articles, b.Articles) &&
		reflect.DeepEqual(a.Topics, b.Topics) && reflect.DeepEqual(a.Synonyms, b.Synonyms)
}

// fingerprint is what tells without reading whether files have changed.
type fingerprint map[string]fileState

type fileState struct {
	size     int64
	modified time.Time
}

// scan takes the fingerprint of the knowledge base and asks for notifications of every folder it meets.
func (w *watcher) scan() fingerprint {
	seen := make(fingerprint)
	w.watch(filepath.Dir(w.path)) // synonyms.md, and the folder itself being replaced
	w.scanInto(seen, w.synonyms(), 0)
	w.scanInto(seen, w.path, 0)
	return seen
}

// synonyms returns where the synonyms lie that are beside the folder.
func (w *watcher) synonyms() string {
	return filepath.Join(filepath.Dir(w.path), synonymsFile)
}

// ours tells the knowledge base's own files from their neighbours in the folder above.
func (w *watcher) ours(name string) bool {
	return name == w.path || name == w.synonyms() || strings.HasPrefix(name, w.path+string(filepath.Separator))
}

func (w *watcher) scanInto(seen fingerprint, name string, depth int) {
	info, err := os.Stat(name) // follows links
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			seen[name] = fileState{size: -1}
		}
		return
	}
	if !info.IsDir() {
		seen[name] = fileState{size: info.Size(), modified: info.ModTime()}
		return
	}
	w.watch(name)
	entries, err := os.ReadDir(name)
	if err != nil || depth > maxDepth {
		seen[name] = fileState{size: -1}
		return
	}
	for _, e := range entries {
		if skipped := strings.HasPrefix(e.Name(), "."); !skipped && (e.Name() == indexFile || e.Name()[0] != '_') {
			w.scanInto(seen, filepath.Join(name, e.Name()), depth+1)
		}
	}
}

// watch asks for notifications of a folder; asking again costs nothing. A refusal leaves it to the poll.
func (w *watcher) watch(folder string) {
	if w.notify == nil {
		return
	}
	if err := w.notify.Add(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.log.Debug("no notifications of a folder", "folder", folder, "error", err)
	}
}
