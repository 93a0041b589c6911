package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// Question is a question with the articles that answer it.
type Question struct {
	Text  string
	Right []string // ids of the articles that are right; empty: the knowledge base holds no answer
	Kind  string   // what sort of question it is, empty when nobody said
	Line  int      // in its file, from 1

	// Labels are the other keys of the line that hold text or truth, such as "hard".
	Labels map[string]string
}

// Answerable tells whether the knowledge base holds an answer.
func (q *Question) Answerable() bool { return len(q.Right) > 0 }

// IsRight tells whether an article answers the question.
func (q *Question) IsRight(id string) bool { return slices.Contains(q.Right, id) }

// sampleLine shows what a line of labelled questions looks like.
const sampleLine = `{"q": "how long does delivery take", "id": "delivery/time"}`

// ReadFile reads labelled questions from a file of JSON lines. A file that holds none is an error: it is the wrong one.
func ReadFile(name string) ([]Question, error) {
	f, err := os.Open(name) //nolint:gosec // the person who runs the command chooses the file
	if err != nil {
		return nil, fmt.Errorf("read labelled questions: %w", err)
	}
	defer f.Close()
	questions, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(questions) == 0 {
		return nil, fmt.Errorf("%s holds no questions: write lines such as %s", name, sampleLine)
	}
	return questions, nil
}

// WithoutArticle returns the questions whose labels name no article of the base. Whatever is found, they count as missed.
func WithoutArticle(base *kb.Base, questions []Question) []Question {
	var lost []Question
	for _, q := range questions {
		if q.Answerable() && !slices.ContainsFunc(q.Right, func(id string) bool { return base.Article(id) != nil }) {
			lost = append(lost, q)
		}
	}
	return lost
}

// Read reads labelled questions, one JSON object a line: {"q": text, "id": article id, a list of ids, or null where
// the knowledge base has no answer}; "also" holds further right ids. Empty lines are errors too, since a line's number
// is the question's number in a run.
func Read(r io.Reader) ([]Question, error) {
	var questions []Question
	in := bufio.NewReader(r)
	for line := 1; ; line++ {
		data, err := in.ReadBytes('\n')
		end := errors.Is(err, io.EOF)
		if end && len(data) == 0 {
			return questions, nil
		}
		if err != nil && !end {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		q, err := parse(data)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		q.Line = line
		questions = append(questions, q)
	}
}

func parse(data []byte) (Question, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	if len(data) == 0 {
		return Question{}, errors.New("it is empty: each line holds a question")
	}
	var keys map[string]json.RawMessage
	if json.Unmarshal(data, &keys) != nil {
		return Question{}, errors.New("not a JSON object such as " + sampleLine)
	}
	var q Question
	if err := json.Unmarshal(keys["q"], &q.Text); err != nil || strings.TrimSpace(q.Text) == "" {
		return Question{}, errors.New(`"q" must be the text of the question, as in ` + sampleLine)
	}
	id, ok := keys["id"]
	if !ok {
		return Question{}, errors.New(`"id" is missing: give an article's id, a list of ids, or null for "no answer"`)
	}
	var err error
	if q.Right, err = ids("id", id); err != nil {
		return Question{}, err
	}
	also, err := ids("also", keys["also"])
	if err != nil {
		return Question{}, err
	}
	if len(q.Right) == 0 && len(also) > 0 {
		return Question{}, errors.New(`"also" names right articles, but "id" says that there are none`)
	}
	for _, id := range also {
		if !q.IsRight(id) {
			q.Right = append(q.Right, id)
		}
	}
	q.Labels = labels(keys)
	q.Kind = q.Labels["kind"]
	return q, nil
}

// ids reads one id, a list of them, or null.
func ids(key string, raw json.RawMessage) ([]string, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var one string
	if json.Unmarshal(raw, &one) == nil && one != "" {
		return []string{one}, nil
	}
	var many []string
	if err := json.Unmarshal(raw, &many); err != nil || slices.Contains(many, "") {
		return nil, fmt.Errorf("%q must be an article's id, a list of ids, or null", key)
	}
	return many, nil
}

func labels(keys map[string]json.RawMessage) map[string]string {
	var of map[string]string
	for key, raw := range keys {
		if key == "q" || key == "id" || key == "also" {
			continue
		}
		var value any
		if json.Unmarshal(raw, &value) != nil {
			continue
		}
		switch value.(type) {
		case string, bool:
			if of == nil {
				of = map[string]string{}
			}
			of[key] = fmt.Sprint(value)
		}
	}
	return of
}
