package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

type kbCommand struct {
	Lint   kbLintCommand   `cmd:"" help:"Check a knowledge base: files, links, and that each test finds its article."`
	Import kbImportCommand `cmd:"" help:"Turn a JSONL, CSV or Markdown file into articles."`
	Export kbExportCommand `cmd:"" help:"Write the articles as JSON lines."`
}

type kbLintCommand struct {
	Folder string `arg:"" optional:"" name:"dir" help:"The knowledge base; it goes before --kb."`
	search `embed:""`
	JSON   bool `name:"json" help:"Print the problems as JSON."`
}

// Run prints every problem with its place and fails if one of them is an error.
func (c *kbLintCommand) Run(ctx context.Context, s streams) error {
	model, err := c.model()
	if err != nil {
		return err
	}
	base, problems, err := kb.LoadPath(cmp.Or(c.Folder, c.KB))
	if err != nil && len(problems) == 0 {
		return err
	}
	articles := 0
	if base != nil {
		articles = len(base.Articles)
		problems = append(problems, kb.Lint(base)...)
		missed, err := testProblems(ctx, base, model)
		if err != nil {
			return err
		}
		problems = append(problems, missed...)
		if len(missed) > 0 && len(base.Synonyms) == 0 {
			fmt.Fprintln(s.err, "tests fail here that count on synonyms, of which there are none: of exported articles copy synonyms.md into the folder too")
		}
	}
	slices.SortStableFunc(problems, func(a, b kb.Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
	if c.JSON {
		if err := printProblems(s.out, problems); err != nil {
			return err
		}
	} else {
		for _, p := range problems {
			fmt.Fprintln(s.out, p)
		}
		fmt.Fprintf(s.out, "articles: %d, problems: %d\n", articles, len(problems))
	}
	if kb.HasErrors(problems) {
		return errFailed
	}
	return nil
}

// testProblems are the articles' own tests that do not find them by the weights that the bot uses.
func testProblems(ctx context.Context, base *kb.Base, model *index.Model) ([]kb.Problem, error) {
	ix, err := index.Build(ctx, base, index.WithModel(model))
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	failures, _, err := eval.CheckTests(ctx, ix)
	if err != nil {
		return nil, err
	}
	problems := make([]kb.Problem, len(failures))
	for i, f := range failures {
		problems[i] = kb.Problem{File: f.File, Line: f.Line, Severity: kb.Error, Text: f.Text()}
	}
	return problems, nil
}

func printProblems(w io.Writer, problems []kb.Problem) error {
	type problem struct {
		File     string      `json:"file"`
		Line     int         `json:"line"`
		Severity kb.Severity `json:"severity"`
		Text     string      `json:"text"`
	}
	list := make([]problem, len(problems))
	for i, p := range problems {
		list[i] = problem(p)
	}
	return json.NewEncoder(w).Encode(list)
}

type kbImportCommand struct {
	File string `arg:"" help:"File with the extension .jsonl, .csv or .md."`
	KB   string `name:"kb" required:"" help:"Folder of Markdown that the articles are written to." placeholder:"DIR"`
}

// Run writes an article a file and never over an existing one.
func (c *kbImportCommand) Run(s streams) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	extension := filepath.Ext(c.File)
	name := strings.TrimSuffix(filepath.Base(c.File), extension)
	format := kb.Format(strings.ToLower(strings.TrimPrefix(extension, ".")))
	articles, problems, err := kb.Import(file, format, c.File, name)
	for _, p := range problems {
		fmt.Fprintln(s.err, p)
	}
	if err != nil {
		return err
	}
	giveFiles(articles)
	written := 0
	for _, a := range articles {
		if err := writeArticle(c.KB, a); err != nil {
			return fmt.Errorf("%w (%d of %d articles are written)", err, written, len(articles))
		}
		written++
	}
	fmt.Fprintf(s.out, "articles written to %s: %d\n", c.KB, written)
	if kb.HasErrors(problems) {
		return errFailed
	}
	return nil
}

// giveFiles gives the sections of a page ids that files can have, in a folder named like the page, and lets the articles
// that are related to them follow.
func giveFiles(articles []kb.Article) {
	ids := make(map[string]string, len(articles))
	for i := range articles {
		a := &articles[i]
		id := strings.ReplaceAll(a.ID, "#", "/")
		ids[a.ID], a.ID = id, id
	}
	for i := range articles {
		for k, id := range articles[i].Related {
			articles[i].Related[k] = cmp.Or(ids[id], id)
		}
	}
}

func writeArticle(folder string, a kb.Article) error {
	text, err := kb.Write(a)
	if err != nil {
		return fmt.Errorf("article %s: %w", a.ID, err)
	}
	name := filepath.Join(folder, filepath.FromSlash(a.ID)+".md")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // authors share the folder
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // likewise
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already: move it away, or import to another folder", name)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

type kbExportCommand struct {
	source `embed:""`
}

// Run writes the form that Import and --kb read.
func (c *kbExportCommand) Run(s streams) error {
	base, err := c.load(s)
	if err != nil {
		return err
	}
	if len(base.Synonyms) > 0 {
		fmt.Fprintln(s.err, "left out, since JSON lines have no place for them: synonyms. Copy synonyms.md into the folder that you import to")
	}
	return kb.WriteJSONL(s.out, base.Articles)
}
