// Package kb holds a company's knowledge: articles that are written as Markdown files, or come as JSON lines, each an
// answer with the questions that it answers. It reads them, says with file and line what is wrong with them, follows
// their changes on disk, and writes them.
package kb

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind says what an article stands for: what can be found can also be ordered or booked.
type Kind string

// The kinds of articles. The front matter key `kind` holds one of them; missing means KindFAQ.
const (
	KindFAQ     Kind = "faq"
	KindProduct Kind = "product"
	KindService Kind = "service"
)

// Article is one answer of the company together with the questions that it answers.
type Article struct {
	ID       string // path in the knowledge base without ".md"; sections of a page: "path#slug"
	Topic    string // id of the topic (the folder's path), empty at the root
	Kind     Kind
	Question string   // empty only for a JSON line that has none
	Also     []string // other phrasings, as customers type them
	Tags     []string
	Related  []string // ids of articles
	Tests    []string // phrasings that must find this article

	// ValidUntil is the last day on which the article holds (midnight UTC of that day), zero for ever.
	ValidUntil time.Time

	Variants []Variant // personal answers; the first that fits wins, Answer is the default
	Answer   string    // CommonMark

	Product *Product // set for KindProduct only
	Service *Service // set for KindService only

	File string // path of the source file, as the loader was given it
	Line int    // line of the question in File, from 1
}

// Variant is an answer for the customers whose attributes equal all of When.
type Variant struct {
	When   map[string]string
	Answer string // CommonMark
}

// Product is what can be ordered. Price is the text that the customer sees ("от 4 900 ₽ в месяц").
type Product struct {
	Price string
	SKU   string
	Stock *int // nil: not counted
}

// Service is what can be booked.
type Service struct {
	Duration time.Duration
	Schedule string // free text of the front matter, as "пн-пт 10:00-18:00"
	Capacity int    // customers at the same time; 1 by default
}

// Expired tells whether the article no longer holds at now; ValidUntil includes its day, counted in now's time zone.
func (a *Article) Expired(now time.Time) bool {
	if a.ValidUntil.IsZero() {
		return false
	}
	y, m, d := a.ValidUntil.Date()
	return !now.Before(time.Date(y, m, d+1, 0, 0, 0, 0, now.Location()))
}

// Phrasings returns the question followed by the other phrasings.
func (a *Article) Phrasings() []string {
	if a.Question == "" {
		return a.Also
	}
	return append([]string{a.Question}, a.Also...)
}

// titleRunes is what fits on a button and one line of a list.
const titleRunes = 60

// Title is what people are shown to choose the article by: its question, or how its answer begins.
func (a *Article) Title() string {
	if a.Question != "" {
		return a.Question
	}
	words := strings.Fields(visibleText(a.Answer))
	title := ""
	for i, w := range words {
		longer := strings.TrimSpace(title + " " + w)
		if i > 0 && utf8.RuneCountInString(longer) > titleRunes {
			return title + "…"
		}
		title = longer
	}
	return cmp.Or(title, a.ID) // an answer may be a picture
}

// Topic is a folder of the knowledge base.
type Topic struct {
	ID    string // the folder's path
	Title string // from _index.md, else the folder's name
	Order int    // from _index.md; topics are sorted by order, then title
}

// Base is one immutable state of a knowledge base.
type Base struct {
	Articles []Article // sorted by ID
	Topics   []Topic   // in the order in which they are shown; only topics that hold articles
	Synonyms [][]string

	byID   map[string]int
	places map[place]int // lines of single values, for the linter

	// How many articles of a file cannot be read, and how many are served as they were before, see Broken.
	broken, kept map[string]int
}

// Article returns the article with the id, or nil.
func (b *Base) Article(id string) *Article {
	if i, ok := b.byID[id]; ok {
		return &b.Articles[i]
	}
	return nil
}

// InTopic returns the articles of one topic in the order of their ids.
func (b *Base) InTopic(topic string) []*Article {
	var in []*Article
	for i := range b.Articles {
		if b.Articles[i].Topic == topic {
			in = append(in, &b.Articles[i])
		}
	}
	return in
}

// Severity of a Problem.
type Severity string

// An article with an error is not served in its broken state; a warning is only told.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is something wrong in the knowledge base, at a place that an author can open.
type Problem struct {
	File     string
	Line     int // from 1
	Severity Severity
	Text     string
}
