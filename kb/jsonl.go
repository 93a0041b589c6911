package kb

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// record is what other programs know of an article as one line of JSON.
type record struct {
	ID       string   `json:"id"`
	Topic    string   `json:"topic,omitempty"`
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Also     []string `json:"alt_questions"`
	Tags     []string `json:"tags"`
}

// ReadJSONL reads a knowledge base of one JSON object a line; name is what problems call it. An id and an answer are
// required; without a question an article is found by its answer. The keys of the front matter may stand beside them, under
// their own names. Lines that cannot be served are left out and told as problems; the error is the reader's own.
func ReadJSONL(r io.Reader, name string) (*Base, []Problem, error) {
	ps := &problems{}
	var articles []Article
	lineOfID, broken := make(map[string]int), 0
	in := bufio.NewReader(r)
	for line := 1; ; line++ {
		data, err := in.ReadBytes('\n')
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return nil, ps.sorted(), fmt.Errorf("read line %d: %w", line, err)
		}
		if line == 1 {
			data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			if a, ok := parseRecord(data, name, line, ps); !ok {
				broken++
			} else if first, taken := lineOfID[a.ID]; taken {
				ps.errorf(name, line, "the id %s is taken by line %d", a.ID, first)
				broken++
			} else {
				lineOfID[a.ID] = line
				articles = append(articles, a)
			}
		}
		if last {
			base := NewBase(articles, nil, nil)
			base.broken = map[string]int{name: broken}
			return base, ps.sorted(), nil
		}
	}
}

func parseRecord(data []byte, name string, line int, ps *problems) (Article, bool) {
	var r struct {
		record
		furtherKeys
	}
	if err := json.Unmarshal(data, &r); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field != "" {
			key := kind.Field[strings.LastIndexByte(kind.Field, '.')+1:] // without our names for its parts
			ps.errorf(name, line, "%s: expected %s, not %s", key, jsonType(kind), kind.Value)
		} else {
			ps.errorf(name, line, "this is no JSON object: %v", err)
		}
		return Article{}, false
	}
	a := Article{
		ID: strings.TrimSpace(r.ID), Topic: strings.Trim(r.Topic, " /"), Kind: KindFAQ,
		Question: oneLine(r.Question), Also: oneLines(r.Also), Tags: oneLines(r.Tags),
		Answer: trimAnswer(strings.ReplaceAll(r.Answer, "\r\n", "\n")),
		File:   name, Line: line,
	}
	if !r.fill(&a, ps) {
		return Article{}, false
	}
	switch {
	case a.ID == "":
		ps.errorf(name, line, "no id")
	case visibleLength(a.Answer) == 0:
		ps.errorf(name, line, "the answer is empty")
	case hasZeroByte(&a):
		ps.errorf(name, line, "a zero byte in the text")
	case a.Question == "" && len(a.Also) > 0:
		ps.warnf(name, line, "no question: the first of alt_questions stands for it")
		a.Question, a.Also = a.Also[0], a.Also[1:]
		return a, true
	default:
		return a, true
	}
	return Article{}, false
}

// jsonType names the wanted type in JSON's words.
func jsonType(err *json.UnmarshalTypeError) string {
	if err.Type.Kind().String() == "slice" {
		return "a list"
	}
	return "a text"
}

// oneLine makes one line of a phrase: line breaks and runs of spaces become single spaces.
func oneLine(phrase string) string {
	return strings.Join(strings.Fields(phrase), " ")
}

func oneLines(phrases []string) []string {
	var all []string
	for _, p := range phrases {
		if p = oneLine(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// hasZeroByte tells whether a text of the article holds what Postgres stores in no text.
func hasZeroByte(a *Article) bool {
	texts := slices.Concat([]string{a.Question, a.Answer}, a.Also, a.Tags, a.Related, a.Tests)
	for _, v := range a.Variants {
		texts = append(texts, v.Answer)
	}
	if p := a.Product; p != nil {
		texts = append(texts, p.Price, p.SKU)
	}
	if s := a.Service; s != nil {
		texts = append(texts, s.Schedule)
	}
	return slices.ContainsFunc(texts, func(text string) bool { return strings.ContainsRune(text, 0) })
}

// WriteJSONL writes the articles as one JSON object a line, in the form that ReadJSONL reads: all of an article but its
// place in a file. What a program does not know it can leave aside, the keys of the front matter come last.
func WriteJSONL(w io.Writer, articles []Article) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for i := range articles {
		a := &articles[i]
		r := struct {
			record
			written
		}{
			record{ID: a.ID, Topic: a.Topic, Question: a.Question, Answer: a.Answer, Also: a.Also, Tags: a.Tags},
			frontMatterOf(a),
		}
		// Lists are written even when empty: readers in other languages expect the keys.
		if r.record.Also == nil {
			r.record.Also = []string{}
		}
		if r.record.Tags == nil {
			r.record.Tags = []string{}
		}
		if err := out.Encode(r); err != nil {
			return fmt.Errorf("write article %s: %w", a.ID, err)
		}
	}
	return nil
}
