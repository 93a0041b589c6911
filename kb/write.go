package kb

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// written is the front matter of a new file, in the order in which authors read it.
type written struct {
	Question   string           `yaml:"question"`
	Also       []string         `yaml:"also,omitempty"`
	Tags       []string         `yaml:"tags,omitempty"`
	Related    []string         `yaml:"related,omitempty"`
	ValidUntil string           `yaml:"valid_until,omitempty"`
	Kind       Kind             `yaml:"kind,omitempty"`
	Price      string           `yaml:"price,omitempty"`
	SKU        string           `yaml:"sku,omitempty"`
	Stock      *int             `yaml:"stock,omitempty"`
	Duration   string           `yaml:"duration,omitempty"`
	Schedule   string           `yaml:"schedule,omitempty"`
	Capacity   int              `yaml:"capacity,omitempty"`
	Tests      []string         `yaml:"tests,omitempty"`
	Variants   []writtenVariant `yaml:"variants,omitempty"`
}

type writtenVariant struct {
	When   map[string]string `yaml:"when"`
	Answer string            `yaml:"answer"`
}

// Write returns the Markdown file of an article. It is checked to read back as the same article, so that no half of
// one is ever saved.
func Write(a Article) ([]byte, error) {
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
	front, err := yaml.MarshalWithOptions(w, yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("write article %s: %w", a.ID, err)
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	b.Write(front)
	b.WriteString("---\n")
	b.WriteString(strings.Trim(a.Answer, "\n"))
	b.WriteString("\n")
	if err := readsBack(a, b.Bytes()); err != nil {
		return nil, fmt.Errorf("write article %s: %w", a.ID, err)
	}
	return b.Bytes(), nil
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

func readsBack(a Article, file []byte) error {
	p := parsePage(a.ID+".md", a.ID, file)
	if len(p.problems) > 0 {
		return fmt.Errorf("line %d: %s", p.problems[0].Line, p.problems[0].Text)
	}
	if len(p.articles) != 1 {
		return fmt.Errorf("it would read back as %d articles", len(p.articles))
	}
	if got := p.articles[0]; got.Question != a.Question || got.Answer != a.Answer || !slices.Equal(got.Also, a.Also) ||
		!slices.Equal(got.Tests, a.Tests) || len(got.Variants) != len(a.Variants) {
		return errors.New("it would not read back as it is: phrases must be single lines, the answer without empty lines around it")
	}
	return nil
}
