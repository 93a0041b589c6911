package index

import (
	"math"
	"slices"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// forward is the compact index of the second stage: from an article to its words, phrasing by phrasing, which an
// inverted index cannot tell. Everything in it is numbers of the word table.
type forward struct {
	table    *wordTable
	articles []entry // in the order of kb.Base.Articles

	stemsAsked, gramsAsked, stemsAnswered, gramsAnswered, stemsAll view

	weights     []float64 // idf of each stem over all text
	wordWeights []float64 // that of the stem of each word
	textWeights []float64 // sum of that over a text, article by article: its phrasings, then its passages
}

// entry is one article.
type entry struct {
	phrasings   []phrasing
	answer      []count    // words of answer and tags, each once
	passages    [][]uint32 // the words of its sentences, in their order
	askedGrams  int
	answerLen   int
	answerGrams int
	allLen      int    // words of phrasings and answer together
	firstText   uint32 // place of its first text in forward.textWeights
}

// phrasing is one way to ask for an article.
type phrasing struct {
	text  string
	words []uint32 // in their order
	grams int

	negated bool
	asking  askingKind
}

type count struct {
	word uint32
	n    uint16
}

func newForward() *forward {
	return &forward{table: newWordTable()}
}

// clone copies all that counting changes. The articles are left to the caller.
func (f *forward) clone() *forward {
	return &forward{
		table:      f.table.clone(),
		stemsAsked: f.stemsAsked.clone(), gramsAsked: f.gramsAsked.clone(),
		stemsAnswered: f.stemsAnswered.clone(), gramsAnswered: f.gramsAnswered.clone(), stemsAll: f.stemsAll.clone(),
	}
}

// read analyses an article, and enters its words into the table.
func (f *forward) read(a *kb.Article) entry {
	var e entry
	for _, text := range a.Phrasings() {
		p := phrasing{text: text}
		for _, w := range analyze(text, f.table.word) {
			id := f.table.add(w)
			p.words = append(p.words, id)
			p.grams += int(f.table.words[id].grams.length)
			p.negated = p.negated || w.Class == Negation
			p.asking |= askingWords[w.Text]
		}
		if len(p.words) > 0 {
			e.allLen += len(p.words)
			e.askedGrams += p.grams
			e.phrasings = append(e.phrasings, p)
		}
	}
	at := map[uint32]int{}
	for _, text := range answerTexts(a) {
		words := analyze(text, f.table.word)
		if len(words) == 0 {
			continue
		}
		passage := make([]uint32, len(words))
		for i, w := range words {
			passage[i] = f.table.add(w)
		}
		e.passages = append(e.passages, passage)
		for _, id := range passage {
			e.answerLen++
			e.answerGrams += int(f.table.words[id].grams.length)
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
	e.allLen += e.answerLen
	e.pack()
	return e
}

// pack puts the words of all texts in one piece, since a search reads one text after the other.
func (e *entry) pack() {
	room := make([]uint32, 0, e.allLen)
	move := func(words *[]uint32) {
		from := len(room)
		room = append(room, *words...)
		*words = room[from:]
	}
	for i := range e.phrasings {
		move(&e.phrasings[i].words)
	}
	for i := range e.passages {
		move(&e.passages[i])
	}
	e.phrasings, e.passages, e.answer = slices.Clone(e.phrasings), slices.Clone(e.passages), slices.Clone(e.answer)
}

// answerTexts is what an article says besides its phrasings: its sentences, its tags and what it is sold under.
func answerTexts(a *kb.Article) []string {
	texts := append(sentences(a.Answer), a.Tags...)
	if a.Product != nil && a.Product.SKU != "" {
		texts = append(texts, a.Product.SKU)
	}
	return texts
}
