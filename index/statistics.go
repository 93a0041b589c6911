package index

import "slices"

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

func (v *view) clone() view { return view{df: slices.Clone(v.df), lengths: v.lengths, n: v.n} }

func (v *view) measure(length, by int) {
	v.lengths += float64(by * length)
	v.n += float64(by)
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

// weighTexts adds up what the words of each text weigh.
func (f *forward) weighTexts() {
	texts := 0
	for i := range f.articles {
		texts += len(f.articles[i].phrasings) + len(f.articles[i].passages)
	}
	f.textWeights = make([]float64, 0, texts)
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

// fieldNorms returns the length norms of the fields, by field and article. A field's length is its number of terms.
func (f *forward) fieldNorms() (all [fields][]float64) {
	var means [fields]float64
	for field := range all {
		all[field] = make([]float64, len(f.articles))
	}
	for i := range f.articles {
		e := &f.articles[i]
		said := 0
		for _, c := range e.answer {
			said += int(f.table.words[c.word].grams.length)
		}
		for field, n := range [fields]int{
			fieldStems: e.allLen - e.answerLen, fieldTrigrams: e.askedGrams,
			fieldAnswer: e.answerLen, fieldAnswerTrigrams: said,
		} {
			all[field][i] = float64(n)
			means[field] += float64(n)
		}
	}
	for field, norms := range all {
		mean := max(1, ratio(means[field], float64(len(f.articles))))
		for i, length := range norms {
			norms[i] = lengthNorm(length, mean, candidateLengthWeight)
		}
	}
	return all
}
