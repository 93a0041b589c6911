package kb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// ErrNoFolder says that a knowledge base is no folder of Markdown files, so that nothing can be written to it.
var ErrNoFolder = errors.New("the knowledge base is no folder of Markdown files")

// Folder is a knowledge base on disk that is written to, one change at a time. Where the folder belongs to a Git
// repository each change is committed; whoever watches the folder sees it at once.
type Folder struct {
	dir string
	log *slog.Logger
	mu  sync.Mutex
}

// OpenFolder returns the folder of a knowledge base as LoadPath is given it. The embedded articles and JSON lines are
// ErrNoFolder.
func OpenFolder(name string, log *slog.Logger) (*Folder, error) {
	if name == "" {
		return nil, fmt.Errorf("%w: the embedded articles are part of the program", ErrNoFolder)
	}
	dir, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("open the knowledge base %s to write: %w", name, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open the knowledge base to write: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%w: %s is a file", ErrNoFolder, name)
	}
	return &Folder{dir: dir, log: log}, nil
}

// Signature says whose change it is, and in a line why, for the history in Git.
type Signature struct {
	Name string
	Why  string
}

// AddPhrasing adds one of the other phrasings to an article's file, see the function AddPhrasing.
func (f *Folder) AddPhrasing(ctx context.Context, a *Article, phrase string, by Signature) error {
	id, _, section := strings.Cut(a.ID, "#")
	if section {
		return fmt.Errorf("article %s: %w", a.ID, ErrSections)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	// The file itself is written, not a link to it: the link would be lost.
	name, err := filepath.EvalSymlinks(filepath.Join(f.dir, filepath.FromSlash(id)+path.Ext(a.File)))
	if err != nil {
		return fmt.Errorf("article %s: %w", a.ID, err)
	}
	repo := repositoryOf(name)
	unfit := repo.fit(ctx, name)
	changed, err := rewrite(name, func(file []byte) ([]byte, error) { return AddPhrasing(file, phrase) })
	if err != nil {
		return fmt.Errorf("article %s: %w", a.ID, err)
	}
	if changed {
		f.commit(ctx, repo, unfit, name, "Add a phrasing to "+a.ID, by)
	}
	return nil
}

// AddArticle writes an article to a new file in the folder of its topic and returns it with the id that the file's name
// gives it. A file that holds this very article already is taken for it, so that who does not know whether a change came
// through may repeat it.
func (f *Folder) AddArticle(ctx context.Context, a Article, by Signature) (Article, error) {
	if a.Topic != "" && !fs.ValidPath(a.Topic) {
		return a, fmt.Errorf("new article: the topic %q cannot be a folder", a.Topic)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	folder := filepath.Join(f.dir, filepath.FromSlash(a.Topic))
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // authors share the folder
		return a, fmt.Errorf("new article: %w", err)
	}
	folder, err := filepath.EvalSymlinks(folder) // the repository is where the folder really lies
	if err != nil {
		return a, fmt.Errorf("new article: %w", err)
	}
	base := fileName(a.Question)
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		a.ID = path.Join(a.Topic, name)
		text, err := Write(a)
		if err != nil {
			return a, err
		}
		a.File, a.Line = filepath.Join(folder, name+".md"), 2
		repo := repositoryOf(a.File)
		unfit := repo.fit(ctx, a.File)
		err = create(a.File, text)
		if errors.Is(err, fs.ErrExist) {
			if there, err := os.ReadFile(a.File); err == nil && string(there) == string(text) {
				return a, nil
			}
			continue
		}
		if err != nil {
			return a, fmt.Errorf("new article %s: %w", a.ID, err)
		}
		f.commit(ctx, repo, unfit, a.File, "Add the article "+a.ID, by)
		return a, nil
	}
}

// commit records a change that is on disk already. The change counts whatever Git says of it: a commit can be made by
// hand later, while an edit that was taken back would be lost.
func (f *Folder) commit(ctx context.Context, repo *repository, unfit error, name, subject string, by Signature) {
	err := unfit
	if err == nil {
		err = repo.commit(ctx, name, subject, by)
	}
	if err != nil {
		f.log.WarnContext(ctx, "an article is written but not committed, commit it by hand", "file", name, "error", err)
	}
}
