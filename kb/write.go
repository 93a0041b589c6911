package kb

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// written is the front matter of a new file, in the order in which authors read it. As JSON it is what comes after the
// keys that other programs know.
type written struct {
	Question   string           `yaml:"question"              json:"-"`
	Also       []string         `yaml:"also,omitempty"        json:"-"`
	Tags       []string         `yaml:"tags,omitempty"        json:"-"`
	Related    []string         `yaml:"related,omitempty"     json:"related,omitempty"`
	ValidUntil string           `yaml:"valid_until,omitempty" json:"valid_until,omitempty"`
	Kind       Kind             `yaml:"kind,omitempty"        json:"kind,omitempty"`
	Price      string           `yaml:"price,omitempty"       json:"price,omitempty"`
	SKU        string           `yaml:"sku,omitempty"         json:"sku,omitempty"`
	Stock      *int             `yaml:"stock,omitempty"       json:"stock,omitempty"`
	Duration   string           `yaml:"duration,omitempty"    json:"duration,omitempty"`
	Schedule   string           `yaml:"schedule,omitempty"    json:"schedule,omitempty"`
	Capacity   int              `yaml:"capacity,omitempty"    json:"capacity,omitempty"`
	Tests      []string         `yaml:"tests,omitempty"       json:"tests,omitempty"`
	Variants   []writtenVariant `yaml:"variants,omitempty"    json:"variants,omitempty"`
}

type writtenVariant struct {
	When   map[string]string `yaml:"when"   json:"when"`
	Answer string            `yaml:"answer" json:"answer"`
}

func frontMatterOf(a *Article) written {
	w := written{
		Question: a.Question, Also: a.Also, Tags: a.Tags, Related: a.Related, Tests: a.Tests,
	}
	if a.Kind != KindFAQ {
		w.Kind = a.Kind
	}
	if !a.ValidUntil.IsZero() {
		w.ValidUntil = a.ValidUntil.Format(dateLayout)
	}
	if p := a.Product; p != nil {
		w.Price, w.SKU, w.Stock = p.Price, p.SKU, p.Stock
	}
	if s := a.Service; s != nil {
		w.Duration, w.Schedule, w.Capacity = writeDuration(s.Duration), s.Schedule, s.Capacity
	}
	for _, v := range a.Variants {
		w.Variants = append(w.Variants, writtenVariant(v))
	}
	return w
}

// Write returns the Markdown file of an article. It is checked to read back as the same article, so that no half of
// one is ever saved.
func Write(a Article) ([]byte, error) {
	front, err := marshalFront(&a)
	if err != nil {
		return nil, fmt.Errorf("write article %s: %w", a.ID, err)
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	b.Write(front)
	b.WriteString("---\n")
	b.WriteString(strings.Trim(a.Answer, "\n"))
	b.WriteString("\n")
	if err := readsBack(a, b.Bytes(), front); err != nil {
		return nil, fmt.Errorf("write article %s: %w", a.ID, err)
	}
	return b.Bytes(), nil
}

func marshalFront(a *Article) ([]byte, error) {
	return yaml.MarshalWithOptions(frontMatterOf(a), yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true))
}

// writeDuration writes whole minutes without the "0s" that Go's own form ends with.
func writeDuration(d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case d <= 0:
		return ""
	case hours == 0:
		return fmt.Sprintf("%dm", minutes)
	case minutes == 0:
		return fmt.Sprintf("%dh", hours)
	}
	return fmt.Sprintf("%dh%dm", hours, minutes)
}

func readsBack(a Article, file, front []byte) error {
	p := parsePage(a.ID+".md", a.ID, file)
	if len(p.problems) > 0 {
		return fmt.Errorf("line %d: %s", p.problems[0].Line, p.problems[0].Text)
	}
	if len(p.articles) != 1 {
		return fmt.Errorf("it would read back as %d articles", len(p.articles))
	}
	got := p.articles[0]
	if again, err := marshalFront(&got); err != nil || got.Answer != a.Answer || !bytes.Equal(again, front) {
		return errors.New("it would not read back as it is: phrases must be single lines, the answer without empty lines around it")
	}
	return nil
}
