package markup

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// table writes a table as lines, since no phone shows its columns side by side. Two columns become "cell — cell" under
// their titles; of more, each row is its first cell in bold and a line "title: cell" for each of the others.
func (b *builder) table(t *east.Table) {
	var titles []ast.Node
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		cells := cellsOf(row)
		_, header := row.(*east.TableHeader)
		switch {
		case header && len(cells) > 2:
			titles = cells
			continue
		case header:
			b.within(tag{name: "b"}, func() { b.pair(cells) })
			b.newLines(1)
		case len(titles) > 0:
			b.record(titles, cells)
			b.newLines(2)
		default:
			b.pair(cells)
			b.newLines(1)
		}
	}
}

func cellsOf(row ast.Node) []ast.Node {
	var cells []ast.Node
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		cells = append(cells, c)
	}
	return cells
}

// pair writes the cells that are not empty with a dash between them.
func (b *builder) pair(cells []ast.Node) {
	written := false
	for _, c := range cells {
		if c.FirstChild() == nil {
			continue
		}
		if written {
			b.write(" — ")
		}
		b.inlines(c)
		written = true
	}
}

func (b *builder) record(titles, cells []ast.Node) {
	for i, c := range cells {
		if c.FirstChild() == nil {
			continue
		}
		switch {
		case i == 0:
			b.within(tag{name: "b"}, func() { b.inlines(c) })
		case i < len(titles) && titles[i].FirstChild() != nil:
			b.inlines(titles[i])
			b.write(": ")
			b.inlines(c)
		default:
			b.inlines(c)
		}
		b.newLines(1)
	}
}
