package kb

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// "all:" takes the _index.md files along, which embedding leaves out otherwise.
//
//go:embed all:articles synonyms.md
var embedded embed.FS

// Embedded returns the company's own knowledge base, the one that the binary carries.
func Embedded() fs.FS {
	return embeddedBase{embedded}
}

// embeddedBase shows the folder of articles as its root, with the synonyms that lie beside it.
type embeddedBase struct {
	files fs.FS
}

func (e embeddedBase) Open(name string) (fs.File, error) {
	switch name {
	case synonymsFile:
		return e.files.Open(name)
	case ".":
		return e.files.Open("articles")
	}
	return e.files.Open("articles/" + name)
}

// CopyEmbedded makes a folder of Markdown of the embedded articles, which can be edited and written to. The folder must not
// exist; it is there only when all of it is.
func CopyEmbedded(dir string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("copy the embedded articles: %w", err)
		}
	}()
	partial, err := os.MkdirTemp(filepath.Dir(dir), "articles")
	if err != nil {
		return err
	}
	defer os.RemoveAll(partial) // after success it is no more
	base := Embedded()
	if err := os.CopyFS(partial, base); err != nil {
		return err
	}
	synonyms, err := fs.ReadFile(base, synonymsFile)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(partial, synonymsFile), synonyms, 0o644); err != nil { //nolint:gosec // authors share the folder
		return err
	}
	return os.Rename(partial, dir)
}
