package kb

import (
	"embed"
	"io/fs"
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
