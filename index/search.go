package index

import (
	"context"
	"slices"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// Result is what a search found, best first, and how far it can be trusted.
type Result struct {
	Terms   []Term
	Repairs []Repair // in the order of the question
	Hits    []Hit
	// Understood tells whether more than letters that look alike connects the question with the articles: a word that one
	// of them holds, another that means the same, or an earlier question that is much like it.
	Understood bool

	// Confidence is the probability that the best article is right; it is Hits[0].Confidence, and known without hits too.
	Confidence float64
	// SuggestConfidence is the probability that one of the first three hits is right.
	SuggestConfidence float64
}

// Term is a word of the question as the index understood it.
type Term struct {
	Word
	Known  bool    // some article holds the stem
	Weight float64 // how much it tells: its idf, and a part of that for words that stand in questions of every kind
}

// Hit is an article that was found.
type Hit struct {
	Article  *kb.Article
	Phrasing string // the phrasing that fits best, empty for an article that has none

	Score      float64 // comparable within one question only
	Confidence float64 // that this hit is the right one; falls from hit to hit, those that are expired aside
	Expired    bool    // found, but no longer true: its confidence is 0
}

// Search finds the n articles that answer a question best; of none it tells what it understood and how sure it is. A text
// without letters or digits finds nothing. Its errors are those of ctx, [ErrClosed], and those of Bleve.
func (ix *Index) Search(ctx context.Context, text string, n int) (Result, error) {
	f, err := ix.find(ctx, text, nil)
	if err != nil {
		return Result{}, err
	}
	return ix.result(f, n), nil
}

// finding is the inside of a search: what ranking and confidence were computed from.
type finding struct {
	query      *query
	candidates []*candidate
	signals    [signals]float64 // empty without candidates
}

// find looks for a message as a whole; of a story also for what it asks, and takes the surest. Hidden precedents are as
// if nobody had asked them.
func (ix *Index) find(ctx context.Context, text string, hidden func(precedent int) bool) (finding, error) {
	best, err := ix.findWhole(ctx, text, hidden)
	if err != nil || len(best.query.words) <= storyFrom {
		return best, err
	}
	for _, sentence := range asked(text) {
		f, err := ix.findWhole(ctx, sentence, hidden)
		if err != nil {
			return finding{}, err
		}
		if ix.confidenceOf(&f) > ix.confidenceOf(&best) {
			best = f
		}
	}
	return best, nil
}

// confidenceOf is the probability that the first candidate is right.
func (ix *Index) confidenceOf(f *finding) float64 {
	if len(f.candidates) == 0 {
		return 0
	}
	return f.query.trust * ix.model.confidence.of(&f.signals)
}

func (ix *Index) findWhole(ctx context.Context, text string, hidden func(precedent int) bool) (finding, error) {
	if err := ctx.Err(); err != nil {
		return finding{}, err
	}
	if ix.closed.Load() {
		return finding{}, ErrClosed
	}
	s := ix.scratch.Get().(*scratch)
	f, err := ix.findWith(ctx, s, text, hidden)
	s.wipe()
	ix.scratch.Put(s) // not after a panic, which may leave anything in it
	return f, err
}

func (ix *Index) findWith(ctx context.Context, s *scratch, text string, hidden func(precedent int) bool) (finding, error) {
	q := ix.newQuery(text, s)
	cs, err := ix.candidates(ctx, q, s)
	if err != nil {
		return finding{}, err
	}
	q.near = ix.asked.near(q.read, hidden)
	cs = q.near.join(cs)
	f := finding{query: q, candidates: cs}
	if len(cs) > 0 {
		ix.rank(q, cs, s)
		f.signals = signalsOf(q, cs)
	}
	return f, nil
}

func (ix *Index) result(f finding, n int) Result {
	r := Result{Terms: f.query.terms(), Repairs: f.query.repairs, Understood: f.query.understood()}
	if len(f.candidates) == 0 {
		return r
	}
	r.Confidence = ix.confidenceOf(&f)
	// One of three is at least as probable as the first of them, whatever two separate fits say.
	r.SuggestConfidence = max(r.Confidence, f.query.trust*ix.model.suggestion.of(&f.signals))
	now := ix.now()
	for i := range f.candidates[:max(0, min(n, len(f.candidates)))] {
		c := f.candidates[i]
		h := Hit{Article: &ix.base.Articles[c.article], Score: c.score}
		if c.phrasing >= 0 {
			h.Phrasing = ix.forward.articles[c.article].phrasings[c.phrasing].text
		}
		if h.Expired = h.Article.Expired(now); !h.Expired {
			h.Confidence = r.Confidence * (c.share / f.candidates[0].share)
		}
		r.Hits = append(r.Hits, h)
	}
	if ix.base.Articles[f.candidates[0].article].Expired(now) {
		r.Confidence = 0
	}
	return r
}

func (q *query) understood() bool {
	return q.near.precedented() || slices.ContainsFunc(q.units, func(u unit) bool { return u.understood() })
}

func (q *query) terms() []Term {
	terms := make([]Term, len(q.words))
	for i, w := range q.words {
		u := &q.units[q.order[i]]
		terms[i] = Term{Word: w, Known: u.known, Weight: u.idf}
	}
	return terms
}
