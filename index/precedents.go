package index

import (
	"cmp"
	"math"
	"slices"
)

// Precedent is a question of a customer and the article that turned out to answer it. Customers ask the same again in
// much the same words, which are not those of the articles.
type Precedent struct {
	Question  string `json:"q"`
	ArticleID string `json:"id,omitempty"` // empty: it turned out that no article answers it
}

// WithPrecedents lets a search learn from earlier questions, besides those of the model. Precedents of articles that the
// knowledge base does not hold are left out.
func WithPrecedents(ps []Precedent) Option {
	return func(ix *Index) { ix.given = slices.Clip(ps) }
}

// precedents finds earlier questions that are like a new one: the cosine of their idf-weighted stems and trigrams.
type precedents struct {
	terms    map[string]uint32
	idf      []float64 // by term
	postings [][]posting
	answers  []int32 // article by precedent, none or lost
}

// posting is a precedent that holds a term.
type posting struct {
	precedent uint32
	weight    float32 // of the term in it; the squares of all weights of a precedent add up to 1
}

// What stands for an article where there is none.
const (
	none = -1 // no article answers the precedent
	lost = -2 // the one that does is not in the knowledge base any more, and the precedent is never found
)

// stemWeight is what a stem counts beside each of the trigrams of its word.
const stemWeight = 2

// newPrecedents reads the precedents of the articles of an index, with the spelling repaired as that of questions.
func (ix *Index) newPrecedents() *precedents {
	p := &precedents{terms: map[string]uint32{}}
	all := slices.Concat(ix.model.Precedents, ix.given)
	texts := make([][]termWeight, 0, len(all))
	for _, given := range all {
		article := ix.articleOf(given)
		p.answers = append(p.answers, article)
		var terms []termWeight
		if article != lost {
			read, _ := ix.repairer.read(given.Question)
			terms = termWeights(read)
		}
		texts = append(texts, terms)
	}
	p.weigh(texts)
	return p
}

func (ix *Index) articleOf(p Precedent) int32 {
	if p.ArticleID == "" {
		return none
	}
	if number, known := ix.numbers[p.ArticleID]; known {
		return int32(number)
	}
	return lost
}

// termWeight is a stem or a trigram of a text, and what it counts beside others of its idf.
type termWeight struct {
	text   string
	weight float64
}

// termWeights returns the terms of a text, each once, in their order.
func termWeights(read []readWord) []termWeight {
	var all []termWeight
	at := map[string]int{}
	add := func(text string, weight float64) {
		if i, twice := at[text]; twice {
			all[i].weight = max(all[i].weight, weight)
			return
		}
		at[text] = len(all)
		all = append(all, termWeight{text, weight})
	}
	for i := range read {
		w := &read[i]
		weight := 1.0
		if w.light() {
			weight = lightWeight
		}
		add(w.Stem, stemWeight*weight)
		for _, g := range trigrams(w.sound()) {
			add("\x00"+g, weight) // no stem begins like this
		}
	}
	return all
}

// weigh fills the inverted index.
func (p *precedents) weigh(texts [][]termWeight) {
	var df []uint32
	for _, terms := range texts {
		for _, t := range terms {
			number, known := p.terms[t.text]
			if !known {
				number = uint32(len(df))
				p.terms[t.text] = number
				df = append(df, 0)
			}
			df[number]++
		}
	}
	p.idf, p.postings = make([]float64, len(df)), make([][]posting, len(df))
	for t := range df {
		p.idf[t] = inverseFrequency(df[t], len(texts))
	}
	for i, terms := range texts {
		length := 0.0
		for _, t := range terms {
			length += square(t.weight * p.idf[p.terms[t.text]])
		}
		for _, t := range terms {
			number := p.terms[t.text]
			p.postings[number] = append(p.postings[number], posting{uint32(i), float32(t.weight * p.idf[number] / math.Sqrt(length))})
		}
	}
}

func square(x float64) float64 { return x * x }

// neighbours are the precedents nearest to a question, and what they say.
type neighbours struct {
	nearest    []neighbour // by falling likeness, mostNeighbours
	unanswered float64     // likeness of the nearest one that no article answers
}

type neighbour struct {
	article  int32
	likeness float64 // cosine, 0 to 1
}

const (
	// mostNeighbours vote for their articles.
	mostNeighbours = 10
	// leastLikeness is the cosine below which two questions have only trifles in common.
	leastLikeness = 0.15
	// muchLikeness is the cosine from which on most words are the same.
	muchLikeness = 0.5
	// sameLikeness is that of two questions in the same words, but for rounding.
	sameLikeness = 0.999
)

// near finds the precedents like a question. Hidden ones are as if nobody had asked them; nil hides none.
func (p *precedents) near(read []readWord, hidden func(precedent int) bool) neighbours {
	var n neighbours
	if len(p.answers) == 0 {
		return n
	}
	sums := make([]float64, len(p.answers))
	length := 0.0
	strange := inverseFrequency(0, len(p.answers)) // idf of what no precedent holds
	for _, asked := range termWeights(read) {
		t, known := p.terms[asked.text]
		if !known {
			length += square(asked.weight * strange)
			continue
		}
		weight := asked.weight * p.idf[t]
		length += square(weight)
		for _, at := range p.postings[t] {
			sums[at.precedent] += weight * float64(at.weight)
		}
	}
	for i, sum := range sums {
		likeness := ratio(sum, math.Sqrt(length))
		if likeness >= leastLikeness && (hidden == nil || !hidden(i)) {
			n.nearest = append(n.nearest, neighbour{p.answers[i], likeness})
		}
	}
	slices.SortStableFunc(n.nearest, func(a, b neighbour) int { return cmp.Compare(b.likeness, a.likeness) })
	if i := slices.IndexFunc(n.nearest, func(near neighbour) bool { return near.article == none }); i >= 0 {
		n.unanswered = n.nearest[i].likeness
	}
	n.nearest = n.nearest[:min(mostNeighbours, len(n.nearest))]
	return n
}

// precedented tells whether the nearest precedent is so much like the question that its article is meant.
func (n *neighbours) precedented() bool {
	return len(n.nearest) > 0 && n.nearest[0].article != none && n.nearest[0].likeness >= muchLikeness
}

// join adds the articles of the nearest precedents to the candidates: they may share no word with the question.
func (n *neighbours) join(cs []*candidate) []*candidate {
	for _, near := range n.nearest {
		number := int(near.article)
		if number != none && !slices.ContainsFunc(cs, func(c *candidate) bool { return c.article == number }) {
			cs = append(cs, &candidate{article: number})
		}
	}
	return cs
}

// describe fills the feature that precedents give the candidates: what the nearest say together, of which each has a say by
// the square of its likeness, and that likeness is how much it says.
func (n *neighbours) describe(cs []*candidate) {
	votes, of := 0.0, map[int]float64{}
	for _, near := range n.nearest {
		say := near.likeness * near.likeness
		votes += say
		of[int(near.article)] += say * near.likeness
	}
	asked := n.same()
	for i := range cs {
		cs[i].values[precedentVote] = ratio(of[cs[i].article], votes)
		if cs[i].article == asked {
			cs[i].phraseAsAsked()
		}
	}
}

// same returns the article of the precedents that are the question word for word, none if there are none of these or they
// disagree.
func (n *neighbours) same() int {
	article := none
	for i, near := range n.nearest {
		if near.likeness < sameLikeness {
			break
		}
		if i > 0 && int(near.article) != article {
			return none
		}
		article = int(near.article)
	}
	return article
}

// phraseAsAsked gives an article the very question as a phrasing.
func (c *candidate) phraseAsAsked() {
	v := &c.values
	v[sameWords] = 1
	if c.lone() { // has no features of a phrasing
		return
	}
	for _, f := range []feature{askedCovered, phrasingAsked, askedSoft, phrasingSoft, harmony} {
		v[f] = 1
	}
	for _, f := range []feature{negationDiffers, askingDiffers, lengthDiffers, missedMost} {
		v[f] = 0
	}
}
