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

// norm is that of a text of the view.
func (v *view) norm(length int, b float64) float64 {
	return lengthNorm(float64(length), v.average(), b)
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
	last []uint32 // mark of the article that counted the term last, by term
}

func (s *seen) count(term, mark uint32, by int) {
	for int(term) >= len(s.last) {
		s.last = append(s.last, 0)
	}
	for int(term) >= len(s.v.df) {
		s.v.df = append(s.v.df, 0)
	}
	if s.last[term] != mark {
		s.last[term] = mark
		s.v.df[term] += uint32(by)
	}
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

func (v *view) clone() view { return view{df: slices.Clone(v.df), lengths: v.lengths, n: v.n} }

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

// tally enters articles into the statistics, or takes them out again: both ways leave what a fresh count would find.
type tally struct {
	f    *forward
	by   int // 1 or -1
	mark uint32

	words                                                          []uint32 // mark of the article that used a word last
	stemsAsked, gramsAsked, stemsAnswered, gramsAnswered, stemsAll seen
}

func (f *forward) tally(by int) *tally {
	return &tally{
		f: f, by: by,
		stemsAsked: seen{v: &f.stemsAsked}, gramsAsked: seen{v: &f.gramsAsked},
		stemsAnswered: seen{v: &f.stemsAnswered}, gramsAnswered: seen{v: &f.gramsAnswered}, stemsAll: seen{v: &f.stemsAll},
	}
}

func (t *tally) count(e *entry) {
	t.mark++
	f := t.f
	for i := range e.phrasings {
		p := &e.phrasings[i]
		for _, id := range p.words {
			w := &f.table.words[id]
			t.stemsAsked.count(w.stem, t.mark, t.by)
			t.stemsAll.count(w.stem, t.mark, t.by)
			for _, g := range w.grams.of(f.table.spelled) {
				t.gramsAsked.count(g, t.mark, t.by)
			}
		}
		f.stemsAsked.measure(len(p.words), t.by)
		f.gramsAsked.measure(p.grams, t.by)
	}
	for _, c := range e.answer {
		w := &f.table.words[c.word]
		t.stemsAnswered.count(w.stem, t.mark, t.by)
		t.stemsAll.count(w.stem, t.mark, t.by)
		for _, g := range w.grams.of(f.table.spelled) {
			t.gramsAnswered.count(g, t.mark, t.by)
		}
	}
	f.stemsAnswered.measure(e.answerLen, t.by)
	f.gramsAnswered.measure(e.answerGrams, t.by)
	f.stemsAll.measure(e.allLen, t.by)
	t.use(e)
}

// use counts each word of an article once. It comes last, since it may forget words.
func (t *tally) use(e *entry) {
	once := func(word uint32) {
		for int(word) >= len(t.words) {
			t.words = append(t.words, 0)
		}
		if t.words[word] != t.mark {
			t.words[word] = t.mark
			t.f.table.use(word, t.by)
		}
	}
	for i := range e.phrasings {
		for _, word := range e.phrasings[i].words {
			once(word)
		}
	}
	for _, c := range e.answer {
		once(c.word)
	}
}

// weigh computes the idf of all stems, once all articles are in.
func (f *forward) weigh() {
	f.weights = make([]float64, len(f.stemsAll.df))
	for stem, df := range f.stemsAll.df {
		f.weights[stem] = inverseFrequency(df, len(f.articles))
	}
	done := map[uint32]bool{}
	for i := range f.table.words {
		if w := &f.table.words[i]; w.light && f.table.texts.users[i] > 0 && !done[w.stem] { // a word out of use says nothing
			f.weights[w.stem] *= lightWeight
			done[w.stem] = true
		}
	}
	f.wordWeights = make([]float64, len(f.table.words))
	for i := range f.table.words {
		f.wordWeights[i] = f.weights[f.table.words[i].stem]
	}
	f.weighTexts()
}

func (f *forward) weighTexts() {
	f.textWeights = nil
	weigh := func(words []uint32) {
		weight := 0.0
		for _, id := range words {
			weight += f.wordWeights[id]
		}
		f.textWeights = append(f.textWeights, weight)
	}
	for i := range f.articles {
		e := &f.articles[i]
		e.firstText = uint32(len(f.textWeights))
		for j := range e.phrasings {
			weigh(e.phrasings[j].words)
		}
		for _, passage := range e.passages {
			weigh(passage)
		}
	}
}

func (v *view) measure(length, by int) {
	v.lengths += float64(by * length)
	v.n += float64(by)
}

// answerTexts is what an article says besides its phrasings: its sentences, its tags and what it is sold under.
func answerTexts(a *kb.Article) []string {
	texts := append(sentences(a.Answer), a.Tags...)
	if a.Product != nil && a.Product.SKU != "" {
		texts = append(texts, a.Product.SKU)
	}
	return texts
}

// The three functions below are BM25 as Robertson and Zaragoza have it (The Probabilistic Relevance Framework: BM25 and
// Beyond, 2009), but for the 1 in the logarithm.

// inverseFrequency weighs a term by how few of n articles hold it: the idf of BM25, which the 1 keeps above 0.
func inverseFrequency(df uint32, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// saturation is k1 of BM25: how soon further occurrences say no more.
const saturation = 1.2

// saturated is the term frequency part of BM25: a second occurrence says less than the first, and an occurrence in a
// long text less than one in a short text.
func saturated(tf, norm float64) float64 { return tf * (saturation + 1) / (tf + norm) }

// lengthNorm is what the length of a text, next to the mean, makes of the saturation; b is how much lengths count.
func lengthNorm(length, mean, b float64) float64 { return saturation * (1 - b + b*length/mean) }
