package kb

import (
	"strings"
	"time"
	"unicode"
)

// Lint finds what is wrong between the articles of a base and what makes a sound article serve its readers badly.
// Mistakes inside one file are told where it is read. Articles that Lint names are served all the same.
func Lint(b *Base) []Problem {
	return lint(b, time.Now())
}

func lint(b *Base, now time.Time) []Problem {
	l := &linter{base: b, questions: make(map[string]*Article), phrasings: make(map[string]*Article), tests: make(map[string]*Article)}
	for i := range b.Articles {
		l.question(&b.Articles[i])
	}
	for i := range b.Articles {
		a := &b.Articles[i]
		l.also(a)
		l.related(a)
		l.lengths(a)
		l.offer(a)
		if a.Expired(now) {
			l.warnf(a.File, a.Line, "the article is valid until %s and no longer answered with confidence", a.ValidUntil.Format(dateLayout))
		}
	}
	// Tests are compared with all phrasings, so these must be known first.
	for i := range b.Articles {
		l.ownTests(&b.Articles[i])
	}
	return l.sorted()
}

// linter remembers, under its normalised form, which article has a phrase first.
type linter struct {
	problems
	base      *Base
	questions map[string]*Article
	phrasings map[string]*Article
	tests     map[string]*Article
}

func (l *linter) question(a *Article) {
	if a.Question == "" { // only JSON lines come so far
		l.warnf(a.File, a.Line, "no question: the article is found by its answer only")
		return
	}
	key := samePhrase(a.Question)
	if other := l.questions[key]; other != nil {
		l.errorf(a.File, a.Line, "the question stands in %s:%d too: join the two articles or tell them apart", other.File, other.Line)
		return
	}
	l.questions[key] = a
	l.phrasings[key] = a
}

func (l *linter) also(a *Article) {
	for _, phrase := range a.Also {
		line := l.base.line(a, keyAlso, phrase)
		key := samePhrase(phrase)
		switch other := l.phrasings[key]; other {
		case nil:
			l.phrasings[key] = a
		case a:
			l.warnf(a.File, line, "also: %q says the same as another phrasing of this article", phrase)
		default:
			l.warnf(a.File, line, "also: %q stands in %s:%d too", phrase, other.File, other.Line)
		}
	}
}

func (l *linter) related(a *Article) {
	for _, id := range a.Related {
		line := l.base.line(a, keyRelated, id)
		switch {
		case id == a.ID:
			l.warnf(a.File, line, "related: the article names itself")
		case l.base.Article(id) == nil:
			l.errorf(a.File, line, "related: no article has the id %q", id)
		}
	}
}

func (l *linter) ownTests(a *Article) {
	for _, phrase := range a.Tests {
		line := l.base.line(a, keyTests, phrase)
		key := samePhrase(phrase)
		switch other := l.phrasings[key]; {
		case other == a:
			l.warnf(a.File, line, "tests: %q copies a phrasing of this article and so tests nothing", phrase)
		case other != nil:
			l.errorf(a.File, line, "tests: %q is a phrasing of %s:%d and finds that article", phrase, other.File, other.Line)
		}
		if other := l.tests[key]; other != nil && other != a {
			l.errorf(a.File, line, "tests: %q must find %s:%d too", phrase, other.File, other.Line)
		}
		l.tests[key] = a
	}
}

func (l *linter) lengths(a *Article) {
	l.length(a, a.Answer)
	for _, v := range a.Variants {
		l.length(a, v.Answer)
	}
}

func (l *linter) length(a *Article, answer string) {
	if len(answer) <= messageLimit { // bytes are never fewer than characters
		return
	}
	if n := visibleLength(answer); n > messageLimit {
		l.warnf(a.File, a.Line, "the answer is %d characters long and takes more than one Telegram message of %d", n, messageLimit)
	}
}

// offer asks of products and services what a customer asks first.
func (l *linter) offer(a *Article) {
	if a.Product != nil && a.Product.Price == "" {
		l.warnf(a.File, a.Line, "a product without a price")
	}
	if a.Product != nil && a.Product.Price != "" && !strings.ContainsFunc(a.Product.Price, unicode.IsDigit) {
		l.warnf(a.File, l.base.line(a, keyPrice, a.Product.Price), "price: %q holds no number", a.Product.Price)
	}
	if a.Service != nil && a.Service.Duration == 0 {
		l.warnf(a.File, a.Line, "a service without a duration")
	}
	if a.Service != nil && a.Service.Schedule == "" {
		l.warnf(a.File, a.Line, "a service without a schedule")
	}
}

// samePhrase brings phrases that differ only in case, ё, punctuation or spaces to one form.
func samePhrase(phrase string) string {
	words := strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	if len(words) == 0 {
		return phrase // "???" differs from "!!!"
	}
	return strings.ReplaceAll(strings.Join(words, " "), "ё", "е")
}
