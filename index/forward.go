package index

import (
	"math"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// forward is the compact index of the second stage: from an article to its words, phrasing by phrasing, which an
// inverted index cannot tell. Everything in it is numbers of the word table.
type forward struct {
	table    *wordTable
	articles []entry // in the order of kb.Base.Articles

	stemsAsked, gramsAsked, prefixesAsked, stemsAnswered, gramsAnswered, stemsAll view

	weights []float64 // idf of each stem over all text
}

// entry is one article.
type entry struct {
	phrasings   []phrasing
	answer      []count // words of answer and tags, each once
	answerLen   int
	answerGrams int
	allLen      int // words of phrasings and answer together
}

// phrasing is one way to ask for an article.
type phrasing struct {
	text  string
	words []uint32 // in their order
	grams int
}

type count struct {
	word uint32
	n    uint16
}

// view holds the statistics of one way to look at the articles: what BM25 needs to know beside the article itself.
type view struct {
	df      []uint32 // articles that hold the term, by term
	lengths float64  // sum of all lengths
	n       float64  // number of what the lengths were taken of
}

func (v *view) average() float64 {
	if v.n == 0 || v.lengths == 0 {
		return 1
	}
	return v.lengths / v.n
}

func (v *view) count(term uint32) uint32 {
	if int(term) < len(v.df) {
		return v.df[term]
	}
	return 0
}

// seen counts a term once for an article, whatever the number of times it stands there.
type seen struct {
	v    *view
	last []uint32 // article number + 1 that counted the term last, by term
}

func (s *seen) add(term uint32, article int) {
	for int(term) >= len(s.last) {
		s.last = append(s.last, 0)
		s.v.df = append(s.v.df, 0)
	}
	if s.last[term] != uint32(article)+1 {
		s.last[term] = uint32(article) + 1
		s.v.df[term]++
	}
}

func newForward() *forward {
	return &forward{table: newWordTable()}
}

// counters are the half-made statistics while articles are added.
type counters struct {
	stemsAsked, gramsAsked, prefixesAsked, stemsAnswered, gramsAnswered, stemsAll seen
}

func (f *forward) counters() *counters {
	return &counters{
		stemsAsked: seen{v: &f.stemsAsked}, gramsAsked: seen{v: &f.gramsAsked}, prefixesAsked: seen{v: &f.prefixesAsked},
		stemsAnswered: seen{v: &f.stemsAnswered}, gramsAnswered: seen{v: &f.gramsAnswered}, stemsAll: seen{v: &f.stemsAll},
	}
}

// add appends the next article.
func (f *forward) add(a *kb.Article, c *counters) *entry {
	number := len(f.articles)
	var e entry
	for _, text := range a.Phrasings() {
		p := phrasing{text: text}
		for _, w := range Analyze(text) {
			id := f.table.add(w)
			word := &f.table.words[id]
			p.words = append(p.words, id)
			p.grams += len(word.grams)
			c.stemsAsked.add(word.stem, number)
			c.stemsAll.add(word.stem, number)
			c.prefixesAsked.add(word.prefix, number)
			for _, g := range word.grams {
				c.gramsAsked.add(g, number)
			}
		}
		if len(p.words) == 0 {
			continue
		}
		f.stemsAsked.measure(len(p.words))
		f.prefixesAsked.measure(len(p.words))
		f.gramsAsked.measure(p.grams)
		e.allLen += len(p.words)
		e.phrasings = append(e.phrasings, p)
	}
	f.addAnswer(a, &e, c, number)
	e.allLen += e.answerLen
	f.stemsAll.measure(e.allLen)
	f.articles = append(f.articles, e)
	return &f.articles[number]
}

func (f *forward) addAnswer(a *kb.Article, e *entry, c *counters, number int) {
	at := map[uint32]int{}
	for _, text := range answerTexts(a) {
		for _, w := range Analyze(text) {
			id := f.table.add(w)
			word := &f.table.words[id]
			e.answerLen++
			e.answerGrams += len(word.grams)
			c.stemsAnswered.add(word.stem, number)
			c.stemsAll.add(word.stem, number)
			for _, g := range word.grams {
				c.gramsAnswered.add(g, number)
			}
			i, ok := at[id]
			if !ok {
				i = len(e.answer)
				at[id] = i
				e.answer = append(e.answer, count{word: id})
			}
			if e.answer[i].n < math.MaxUint16 {
				e.answer[i].n++
			}
		}
	}
	f.stemsAnswered.measure(e.answerLen)
	f.gramsAnswered.measure(e.answerGrams)
}

// weigh computes the idf of all stems, once all articles are in.
func (f *forward) weigh() {
	f.weights = make([]float64, len(f.stemsAll.df))
	for stem, df := range f.stemsAll.df {
		f.weights[stem] = inverseFrequency(df, len(f.articles))
	}
}

func (v *view) measure(length int) {
	v.lengths += float64(length)
	v.n++
}

// answerTexts is what an article says besides its phrasings.
func answerTexts(a *kb.Article) []string {
	texts := append([]string{a.Answer}, a.Tags...)
	if a.Product != nil && a.Product.SKU != "" {
		texts = append(texts, a.Product.SKU)
	}
	return texts
}

// inverseFrequency weighs a term by how few of n articles hold it: the idf of BM25, never negative.
func inverseFrequency(df uint32, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// saturated is the term frequency part of BM25: a second occurrence says less than the first, and an occurrence in a
// long text less than one in a short text.
func saturated(tf, length, average, b float64) float64 {
	const k1 = 1.2
	return tf * (k1 + 1) / (tf + k1*(1-b+b*length/average))
}
