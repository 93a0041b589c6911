package kb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	indexFile    = "_index.md"
	synonymsFile = "synonyms.md"

	// maxDepth of folders ends the walk where links make a ring.
	maxDepth = 16
)

// Load reads the knowledge base that fsys holds. What is wrong with single files is told as problems; their articles
// are left out of the base.
func Load(fsys fs.FS) (*Base, []Problem) {
	return loadFolder(fsys, ".", "")
}

// LoadPath reads a folder of Markdown or a ".jsonl" file; an empty path means the embedded articles. The error says
// that nothing can be served from there.
func LoadPath(name string) (*Base, []Problem, error) {
	base, found, err := read(name)
	if err != nil {
		return nil, found, err
	}
	if len(base.Articles) == 0 {
		return nil, found, errEmpty(name, found)
	}
	return base, found, nil
}

// errEmpty tells an empty folder from one whose every article is broken.
func errEmpty(name string, found []Problem) error {
	if name == "" {
		name = "(the embedded one)"
	}
	for _, p := range found {
		if p.Severity == Error {
			return fmt.Errorf("knowledge base %s: no article can be served: mend the files, the first problem is %s", name, p)
		}
	}
	return fmt.Errorf("knowledge base %s holds no articles: put Markdown files with a question and an answer there, or name another folder", name)
}

// read reads a knowledge base that may turn out to have no articles.
func read(name string) (*Base, []Problem, error) {
	if name == "" {
		base, found := Load(Embedded())
		return base, found, nil
	}
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("knowledge base %s does not exist: name a folder of Markdown files or a .jsonl file", name)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open knowledge base: %w", err)
	}
	switch {
	case info.IsDir():
		full, err := filepath.Abs(name)
		if err != nil {
			return nil, nil, fmt.Errorf("open knowledge base %s: %w", name, err)
		}
		// The parent is opened, since synonyms.md may lie beside the folder.
		root := filepath.Base(full)
		if full == filepath.Dir(full) {
			root = "."
		}
		base, found := loadFolder(os.DirFS(filepath.Dir(full)), root, filepath.ToSlash(filepath.Clean(name)))
		return base, found, nil
	case strings.EqualFold(filepath.Ext(name), ".jsonl"):
		file, err := os.Open(name)
		if err != nil {
			return nil, nil, fmt.Errorf("open knowledge base: %w", err)
		}
		defer file.Close()
		base, found, err := ReadJSONL(file, name)
		if err != nil {
			return nil, found, fmt.Errorf("knowledge base %s: %w", name, err)
		}
		return base, found, nil
	}
	return nil, nil, fmt.Errorf("knowledge base %s is neither a folder of Markdown files nor a .jsonl file", name)
}

// folderLoader gathers what a walk through a folder finds.
type folderLoader struct {
	problems
	fsys     fs.FS
	root     string // the knowledge base's folder in fsys
	shown    string // the same folder as problems name it, empty for none
	articles []Article
	topics   []Topic
	places   map[place]int
	broken   map[string]int // articles that are left out, by their file
}

func loadFolder(fsys fs.FS, root, shown string) (*Base, []Problem) {
	l := &folderLoader{fsys: fsys, root: root, shown: shown, places: make(map[place]int), broken: make(map[string]int)}
	l.walk("", 0)
	l.checkIDs()
	base := NewBase(l.articles, l.topics, l.synonyms())
	base.places, base.broken = l.places, l.broken
	held := make(map[string]bool, len(base.Topics))
	for _, t := range base.Topics {
		held[t.ID] = true
	}
	for _, t := range l.topics {
		if !held[t.ID] && t.ID != "" {
			l.warnf(l.show(path.Join(t.ID, indexFile)), 1, "the topic has no articles and is not shown")
		}
	}
	return base, l.sorted()
}

// show returns the path of a file as the person who named the folder would write it.
func (l *folderLoader) show(rel string) string {
	if p := path.Join(l.shown, rel); p != "" {
		return p
	}
	return "."
}

func (l *folderLoader) walk(folder string, depth int) {
	if depth > maxDepth {
		l.errorf(l.show(folder), 1, "folders are nested deeper than %d", maxDepth)
		return
	}
	entries, err := fs.ReadDir(l.fsys, path.Join(l.root, folder))
	if err != nil {
		l.unreadable(folder, err)
		return
	}
	for _, e := range entries {
		name := e.Name()
		rel := path.Join(folder, name)
		if name == indexFile {
			l.index(folder, rel)
			continue
		}
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
			continue
		}
		// A link is followed: mounted configuration is nothing but links.
		info, err := fs.Stat(l.fsys, path.Join(l.root, rel))
		switch {
		case err != nil:
			if isMarkdown(name) || e.IsDir() {
				l.unreadable(rel, err)
			}
		case info.IsDir():
			l.walk(rel, depth+1)
		case isArticle(name):
			l.article(rel)
		}
	}
}

func isMarkdown(name string) bool {
	return strings.EqualFold(path.Ext(name), ".md")
}

func isArticle(name string) bool {
	return isMarkdown(name) && !strings.EqualFold(name, "README.md") && name != synonymsFile
}

// unreadable tells why a file or folder could not be read. One that has vanished since its folder was listed is not
// worth a word: the author deleted or renamed it just now.
func (l *folderLoader) unreadable(rel string, err error) {
	if errors.Is(err, fs.ErrNotExist) && rel != "" {
		return
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	l.errorf(l.show(rel), 1, "cannot be read: %v", err)
}

func (l *folderLoader) article(rel string) {
	data, err := fs.ReadFile(l.fsys, path.Join(l.root, rel))
	if err != nil {
		l.unreadable(rel, err)
		if !errors.Is(err, fs.ErrNotExist) {
			l.broken[l.show(rel)] = 1
		}
		return
	}
	p := parsePage(l.show(rel), rel[:len(rel)-len(path.Ext(rel))], data)
	l.articles = append(l.articles, p.articles...)
	l.list = append(l.list, p.problems...)
	if p.broken > 0 {
		l.broken[l.show(rel)] = p.broken
	}
	for at, line := range p.places {
		l.places[at] = line
	}
}

func (l *folderLoader) index(folder, rel string) {
	data, err := fs.ReadFile(l.fsys, path.Join(l.root, rel))
	if err != nil {
		l.unreadable(rel, err)
		return
	}
	topic := defaultTopic(folder)
	file := l.show(rel)
	if src, line, reason := normalise(data); reason != "" {
		l.errorf(file, line, "%s", reason)
	} else if front, _, _, err := splitFrontMatter(src); err != nil {
		l.errorf(file, 1, "%v", err)
	} else {
		readFrontMatter(file, front, &l.problems).topicFields(&topic)
	}
	l.topics = append(l.topics, topic)
}

// checkIDs leaves out articles whose id is taken, as by "a.md" beside "a.MD".
func (l *folderLoader) checkIDs() {
	first := make(map[string]*Article, len(l.articles))
	kept := l.articles[:0]
	for _, a := range l.articles {
		if other := first[a.ID]; other != nil {
			l.errorf(a.File, a.Line, "the id %s is taken by %s:%d", a.ID, other.File, other.Line)
			l.broken[a.File]++
			continue
		}
		kept = append(kept, a)
		first[a.ID] = &kept[len(kept)-1]
	}
	l.articles = kept
}

// synonyms reads synonyms.md from the folder, else from beside it.
func (l *folderLoader) synonyms() [][]string {
	for _, at := range []struct{ name, shown string }{
		{path.Join(l.root, synonymsFile), l.show(synonymsFile)},
		{path.Join(path.Dir(l.root), synonymsFile), path.Join(path.Dir(l.shown), synonymsFile)},
	} {
		data, err := fs.ReadFile(l.fsys, at.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			l.errorf(at.shown, 1, "cannot be read: %v", err)
			return nil
		}
		src, line, reason := normalise(data)
		if reason != "" {
			l.errorf(at.shown, line, "%s", reason)
			return nil
		}
		return parseSynonyms(src)
	}
	return nil
}
