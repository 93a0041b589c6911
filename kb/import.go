package kb

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Format is a form in which knowledge comes from elsewhere.
type Format string

// The formats that Import reads.
const (
	FormatJSONL    Format = "jsonl"
	FormatCSV      Format = "csv"
	FormatMarkdown Format = "md"
)

// Import reads articles from another tool's file; name is what problems call it, and id the id of a Markdown page
// and the folder of table rows that have no id of their own. Each id can be a path in a knowledge base.
func Import(r io.Reader, format Format, name, id string) ([]Article, []Problem, error) {
	var (
		articles []Article
		found    []Problem
	)
	switch format {
	case FormatJSONL:
		base, problems, err := ReadJSONL(r, name)
		if err != nil {
			return nil, problems, fmt.Errorf("import %s: %w", name, err)
		}
		articles, found = base.Articles, problems
	case FormatCSV, FormatMarkdown:
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, nil, fmt.Errorf("import %s: %w", name, err)
		}
		if format == FormatCSV {
			articles, found, err = importCSV(data, name, id)
			if err != nil {
				return nil, found, fmt.Errorf("import %s: %w", name, err)
			}
		} else {
			p := parsePage(name, id, data)
			articles, found = p.articles, p.problems
		}
	default:
		return nil, nil, fmt.Errorf("import %s: the format %q is none of jsonl, csv, md", name, string(format))
	}
	ps := &problems{list: found}
	var usable []Article
	for _, a := range articles {
		if !fs.ValidPath(a.ID) || a.ID == "." {
			ps.errorf(name, a.Line, "the id %q cannot be a path in a knowledge base", a.ID)
			continue
		}
		usable = append(usable, a)
	}
	return usable, ps.sorted(), nil
}

// columns are the headers of a table as people write them, in the words of our own keys.
var columns = map[string]string{
	"id": "id", "код": "id",
	"question": "question", "вопрос": "question", "title": "question", "заголовок": "question",
	"answer": "answer", "ответ": "answer", "text": "answer", "текст": "answer",
	"also": "also", "alt_questions": "also", "другие формулировки": "also", "формулировки": "also", "синонимы": "also",
	"tags": "tags", "теги": "tags", "метки": "tags",
	"topic": "topic", "category": "topic", "тема": "topic", "категория": "topic", "раздел": "topic",
}

// importCSV reads a table with a header line. Excel in Russia saves semicolons and Windows-1251; both are understood.
func importCSV(data []byte, name, folder string) ([]Article, []Problem, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		decoded, err := charmap.Windows1251.NewDecoder().Bytes(data)
		if err != nil {
			return nil, nil, fmt.Errorf("the text is neither UTF-8 nor Windows-1251: %w", err)
		}
		data = decoded
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = separator(data)
	in.FieldsPerRecord = -1
	in.LazyQuotes = true
	header, err := in.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("no header line with the columns question and answer: %w", err)
	}
	at := make(map[string]int, len(header))
	for i, h := range header {
		if key, known := columns[strings.ToLower(oneLine(h))]; known {
			if _, twice := at[key]; !twice {
				at[key] = i
			}
		}
	}
	for _, needed := range []string{"question", "answer"} {
		if _, ok := at[needed]; !ok {
			return nil, nil, fmt.Errorf("the header line has no column %q", needed)
		}
	}
	ps := &problems{}
	var articles []Article
	used := make(map[string]bool)
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return articles, ps.sorted(), nil
		}
		if err != nil {
			return nil, ps.sorted(), fmt.Errorf("read the table: %w", err)
		}
		line, _ := in.FieldPos(0)
		cell := func(key string) string {
			if i, ok := at[key]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		a := Article{
			ID: cell("id"), Topic: folder, Kind: KindFAQ, File: name, Line: line,
			Question: oneLine(cell("question")), Answer: hardBreaks(cell("answer")),
			Also: oneLines(splitCell(cell("also"), "|;\n")), Tags: oneLines(splitCell(cell("tags"), ",|;\n")),
		}
		if topic := cell("topic"); topic != "" {
			a.Topic = slug(topic)
		}
		switch {
		case a.Question == "" && a.Answer == "":
			continue // an empty row
		case a.Question == "":
			ps.errorf(name, line, "no question")
			continue
		case visibleLength(a.Answer) == 0:
			ps.errorf(name, line, "the answer is empty")
			continue
		case a.ID != "" && used[a.ID]:
			ps.errorf(name, line, "the id %s stands in the table twice", a.ID)
			continue
		case a.ID == "":
			a.ID = freeID(used, a)
		}
		used[a.ID] = true
		articles = append(articles, a)
	}
}

// freeID makes an id of the topic and the question.
func freeID(used map[string]bool, a Article) string {
	prefix := ""
	if a.Topic != "" {
		prefix = a.Topic + "/"
	}
	taken := make(map[string]bool)
	for {
		if id := prefix + uniqueSlug(taken, a.Question); !used[id] {
			return id
		}
	}
}

// separator guesses what parts the cells from the header line.
func separator(data []byte) rune {
	header, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := bytes.Count(header, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

// hardBreaks makes Markdown of a cell's plain text: who breaks a line in a table means it, while in Markdown two
// spaces say so.
func hardBreaks(cell string) string {
	lines := strings.Split(strings.ReplaceAll(cell, "\r\n", "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimRight(line, " \t")
		if i+1 < len(lines) && line != "" && strings.TrimSpace(lines[i+1]) != "" {
			line += "  "
		}
		lines[i] = line
	}
	return trimAnswer(strings.Join(lines, "\n"))
}

func splitCell(cell, separators string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(separators, r) })
}
