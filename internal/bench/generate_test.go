package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// generator grows knowledge bases of any size. The same seed gives the same articles.
type generator struct {
	rng      *rand.Rand
	language *language
	real     []kb.Article
	themes   []theme // of the real articles, in their order
	taken    map[string]bool
}

// theme is what a generated article takes from a real one: words to come back to, and the lengths of its texts.
type theme struct {
	words    []int32
	asked    []int // words of each phrasing
	answered int
}

func newGenerator(articles []kb.Article) *generator {
	rng := rand.New(rand.NewPCG(1, 2))
	g := &generator{rng: rng, language: newLanguage(rng), taken: map[string]bool{}}
	var texts [][]int32
	for i := range articles {
		a := articles[i]
		var t theme
		for _, p := range a.Phrasings() {
			words := g.language.learn(p)
			t.words = append(t.words, words...)
			t.asked = append(t.asked, len(words))
		}
		words := g.language.learn(a.Answer)
		t.words, t.answered = append(t.words, words...), len(words)
		texts = append(texts, t.words)
		g.themes = append(g.themes, t)
		a.ID = fmt.Sprintf("real-%d", i) // two sets may use one id
		g.real = append(g.real, a)
	}
	g.language.settle(texts...)
	rng.Shuffle(len(g.real), func(i, j int) {
		g.real[i], g.real[j] = g.real[j], g.real[i]
	})
	return g
}

// grow returns a base of n articles: the real ones first, as far as they go or are needed.
func (g *generator) grow(n int) *kb.Base {
	articles := make([]kb.Article, 0, n)
	articles = append(articles, g.real[:min(n, len(g.real))]...)
	for i := range articles {
		g.taken[articles[i].Question] = true
	}
	for len(articles) < n {
		a := g.article()
		if g.taken[a.Question] {
			continue
		}
		g.taken[a.Question] = true
		a.ID = fmt.Sprintf("grown-%d", len(articles))
		articles = append(articles, a)
	}
	return kb.NewBase(articles, nil, nil)
}

// article writes one in the measures of one real article, about it and a little about another.
func (g *generator) article() kb.Article {
	shape := pick(g.rng, g.themes)
	aside := pick(g.rng, g.themes)
	themes := [][]int32{shape.words, shape.words, shape.words, aside.words}
	a := kb.Article{Kind: kb.KindFAQ}
	for i, length := range shape.asked {
		text := g.language.write(max(1, length), themes...)
		if i == 0 {
			a.Question = text
		} else {
			a.Also = append(a.Also, text)
		}
	}
	a.Answer = g.language.write(max(1, shape.answered), themes...)
	return a
}

// vocabulary counts words and distinct words of a base.
func vocabulary(base *kb.Base) (words, distinct int) {
	seen := map[string]bool{}
	for i := range base.Articles {
		a := &base.Articles[i]
		for _, text := range append(a.Phrasings(), a.Answer) {
			for _, w := range strings.FieldsFunc(strings.ToLower(text), notInWord) {
				words++
				seen[w] = true
			}
		}
	}
	return words, len(seen)
}
