package index

import "slices"

// articlesOf lists the articles of each stem, so that a repair can ask which words stand together. All lists lie in one
// array, one after the other.
type articlesOf struct {
	starts   []uint32 // by stem
	articles []uint32
}

func newArticlesOf(f *forward) articlesOf {
	a := articlesOf{starts: make([]uint32, len(f.table.stems.terms)+1)}
	last := make([]uint32, len(f.table.stems.terms)) // article + 1 that listed the stem last
	each := func(visit func(stem, article uint32)) {
		clear(last)
		for i := range f.articles {
			once := func(word uint32) {
				if stem := f.table.words[word].stem; last[stem] != uint32(i)+1 {
					last[stem] = uint32(i) + 1
					visit(stem, uint32(i))
				}
			}
			for _, p := range f.articles[i].phrasings {
				for _, word := range p.words {
					once(word)
				}
			}
			for _, n := range f.articles[i].answer {
				once(n.word)
			}
		}
	}
	each(func(stem, _ uint32) { a.starts[stem+1]++ })
	for i := 1; i < len(a.starts); i++ {
		a.starts[i] += a.starts[i-1]
	}
	a.articles = make([]uint32, a.starts[len(a.starts)-1])
	next := slices.Clone(a.starts)
	each(func(stem, article uint32) {
		a.articles[next[stem]] = article
		next[stem]++
	})
	return a
}

func (a *articlesOf) list(stem uint32) []uint32 { return a.articles[a.starts[stem]:a.starts[stem+1]] }

// maxLooked bounds how many articles of a frequent stem are looked at: what stands in that many fits anything.
const maxLooked = 200

// together tells whether some article holds both stems.
func (a *articlesOf) together(one, other uint32) bool {
	few, many := a.list(one), a.list(other)
	if len(few) > len(many) {
		few, many = many, few
	}
	if len(few) > maxLooked {
		return true
	}
	for _, article := range few {
		at, found := slices.BinarySearch(many, article)
		if found {
			return true
		}
		many = many[at:]
	}
	return false
}

// surroundings are the known words of a question, which a correction should fit.
type surroundings struct {
	articles *articlesOf
	stems    []uint32
	weights  []float64
	total    float64
}

// maxSurrounding bounds the words that a correction is compared with; the first ones of a long question will do.
const maxSurrounding = 8

func (r *repairer) surroundings(words []Word) surroundings {
	s := surroundings{articles: &r.articles}
	for _, w := range words {
		stem, ok := r.lexicon.forward.table.stems.numbers[w.Stem]
		if !ok || len(s.stems) == maxSurrounding {
			continue
		}
		s.stems = append(s.stems, stem)
		s.weights = append(s.weights, r.lexicon.forward.weights[stem])
		s.total += r.lexicon.forward.weights[stem]
	}
	return s
}

// fit is the idf-weighted part of the surroundings that stand with the stem in some article.
func (s *surroundings) fit(stem uint32) float64 {
	if stem == noStem || s.total == 0 {
		return 0
	}
	fits := 0.0
	for i, other := range s.stems {
		if other == stem || s.articles.together(stem, other) {
			fits += s.weights[i]
		}
	}
	return fits / s.total
}
