package answer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// DefaultPrecision is the wanted part of answers that are right when nobody asks for another.
const DefaultPrecision = 0.90

// Config says how careful an Engine is.
type Config struct {
	// Precision is the wanted part of the given answers that are right, DefaultPrecision when 0. Above what the model was
	// measured to reach nothing is answered.
	Precision float64
	// Model holds the weights and the calibration of the search, nil for the embedded ones.
	Model *index.Model
	// Now tells the time, in the company's time zone, by which articles expire when a question has none; nil for the computer's.
	Now func() time.Time
	// Logger may be nil.
	Logger *slog.Logger
}

// Engine decides what to do with questions. It may be used by any number of goroutines, while Reload gives it another
// knowledge base.
type Engine struct {
	live *index.Live
	next sync.Mutex // of two changes at once neither may be lost
	now  func() time.Time

	answer  float64 // confidence from which a question is answered
	suggest float64 // confidence from which the best three are suggested
}

// New builds the index of a knowledge base and an engine on it.
func New(ctx context.Context, base *kb.Base, c Config) (*Engine, error) {
	if c.Precision == 0 {
		c.Precision = DefaultPrecision
	}
	if !(c.Precision > 0 && c.Precision < 1) {
		return nil, fmt.Errorf("precision %v: it must be above 0 and below 1", c.Precision)
	}
	if c.Model == nil {
		model, err := index.DefaultModel()
		if err != nil {
			return nil, err
		}
		c.Model = model
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	// The threshold is looked up and not computed from the confidence: the confidence is calibrated on average over all
	// questions, while the precision is promised for the answers given, and only counting them tells it. The table was
	// counted on questions that the fit had not seen, unanswerable ones among them (see the model's origin).
	e := &Engine{now: c.Now, answer: c.Model.AnswerFrom(c.Precision), suggest: c.Model.SuggestFrom}
	if e.answer > 1 {
		c.Logger.Warn("no confidence was ever measured to be right that often: questions will be suggested or escalated, never answered",
			"precision", c.Precision)
	}
	ix, err := index.Build(ctx, base, index.WithModel(c.Model), index.WithClock(c.Now))
	if err != nil {
		return nil, err
	}
	e.live = index.NewLive(ix, func(err error) {
		if err != nil {
			c.Logger.Error("a search index that is out of use could not be freed", "error", err)
		}
	})
	return e, nil
}

// Reload puts another knowledge base in use, together with its index. All that can fail happens before: on an error
// the engine goes on with what it has. Questions being decided keep the state that they began with.
func (e *Engine) Reload(ctx context.Context, base *kb.Base) error {
	return e.ReloadIf(ctx, base, func(context.Context, *index.Index) error { return nil })
}

// ReloadIf is Reload, unless accept refuses the new index: its error is returned, and the engine goes on with what it has.
func (e *Engine) ReloadIf(ctx context.Context, base *kb.Base, accept func(context.Context, *index.Index) error) error {
	e.next.Lock()
	defer e.next.Unlock()
	present, release := e.live.Acquire()
	ix, err := present.Update(ctx, base)
	release()
	if err != nil {
		return fmt.Errorf("reload the knowledge base: %w", err)
	}
	if err := accept(ctx, ix); err != nil {
		return errors.Join(err, ix.Close())
	}
	e.live.Swap(ix)
	return nil
}

// Learn lets the search go by questions that articles turned out to answer, instead of those that it learned before.
func (e *Engine) Learn(ctx context.Context, solved []helpdesk.Solved) error {
	precedents := make([]index.Precedent, len(solved))
	for i, s := range solved {
		precedents[i] = index.Precedent{Question: s.Question, ArticleID: s.ArticleID}
	}
	e.next.Lock()
	defer e.next.Unlock()
	present, release := e.live.Acquire()
	ix, err := present.Update(ctx, present.Base(), index.WithPrecedents(precedents))
	release()
	if err != nil {
		return fmt.Errorf("learn from %d questions: %w", len(solved), err)
	}
	e.live.Swap(ix)
	return nil
}

// Inspect shows the index in use, which stays open until look returns.
func (e *Engine) Inspect(ctx context.Context, look func(context.Context, *index.Index) error) error {
	ix, release := e.live.Acquire()
	defer release()
	return look(ctx, ix)
}

// Base returns the knowledge base in use.
func (e *Engine) Base() *kb.Base {
	ix, release := e.live.Acquire()
	defer release()
	return ix.Base()
}

// Explain tells why the search for a text comes out as it does.
func (e *Engine) Explain(ctx context.Context, text string, hits int) (index.Explanation, error) {
	ix, release := e.live.Acquire()
	defer release()
	return ix.Explain(ctx, text, hits)
}

// Close frees the index after its last search. Nothing may be asked after it.
func (e *Engine) Close() { e.live.Close() }

// considered is how many hits a decision looks at and a ticket's card shows.
const considered = 5

// suggested is how many articles are suggested at most.
const suggested = 3

// Decide searches for an answer and decides what to do with the question.
func (e *Engine) Decide(ctx context.Context, q Question) (Decision, error) {
	ix, release := e.live.Acquire()
	defer release()

	start := time.Now()
	found, err := ix.Search(ctx, q.Text, considered)
	took := time.Since(start)
	if err != nil {
		return Decision{}, fmt.Errorf("decide on a question: %w", err)
	}
	known := knownWords(found.Terms)
	if reason, is := smallTalkTyped(q.Text, known); is {
		return Decision{Kind: SmallTalk, Reason: reason, Took: took}, nil
	}
	if wantsHuman(q.Text, known) {
		return Decision{Kind: Escalate, Reason: AskedHuman, Took: took}, nil
	}
	if q.Now.IsZero() {
		q.Now = e.now()
	}
	d := e.judge(ix, found, q)
	d.Took = took
	return d, nil
}

// judge decides on a message that is no small talk.
func (e *Engine) judge(ix *index.Index, found index.Result, q Question) Decision {
	switch {
	case !found.Understood && meaningless(q.Text):
		return Decision{Kind: Rephrase, Reason: Gibberish}
	case len(found.Hits) == 0:
		return Decision{Kind: Escalate, Reason: NoHits}
	}
	best := found.Hits[0]
	d := Decision{Confidence: found.Confidence, Repairs: found.Repairs}
	switch {
	case expired(best, q.Now):
		d.Kind, d.Reason, d.Confidence = Escalate, Expired, 0
	case !found.Understood:
		// Letters that look like a word of an article are no reason to think that it is meant, whatever the sum says:
		// managers, metrics and outcomes see the same 0 that was decided by.
		d.Kind, d.Reason, d.Confidence = Escalate, LowConfidence, 0
		for i := range found.Hits {
			found.Hits[i].Confidence = 0
		}
	case found.Confidence >= e.answer && !contrary(q.Text, best.Phrasing):
		d.Kind, d.Reason = Answer, Confident
		d.Article, d.Text = best.Article, Personal(best.Article, q.Attributes)
		d.Related = related(ix, best.Article, q.Now)
	case found.SuggestConfidence >= e.suggest:
		d.Kind, d.Reason = Suggest, Ambiguous
		for _, h := range found.Hits[:min(suggested, len(found.Hits))] {
			if !expired(h, q.Now) {
				d.Suggestions = append(d.Suggestions, h.Article)
			}
		}
	default:
		d.Kind, d.Reason = Escalate, LowConfidence
	}
	d.Hits = considerations(found.Hits, d, q.Now)
	return d
}

// considerations are the hits as outcomes and tickets keep them; each one that was not answered with says why.
func considerations(hits []index.Hit, d Decision, now time.Time) []helpdesk.Hit {
	kept := make([]helpdesk.Hit, len(hits))
	for i, h := range hits {
		kept[i] = helpdesk.Hit{ArticleID: h.Article.ID, Question: h.Article.Title(), Confidence: h.Confidence}
		switch {
		case expired(h, now):
			kept[i].Confidence, kept[i].Refused = 0, string(Expired)
		case d.Kind == Answer && i == 0:
		case d.Kind == Suggest && i < suggested:
			kept[i].Refused = string(Ambiguous)
		default:
			kept[i].Refused = string(LowConfidence)
		}
	}
	return kept
}

func expired(h index.Hit, now time.Time) bool { return h.Expired || h.Article.Expired(now) }

// related returns the articles that an article names as related, as far as they still hold.
func related(ix *index.Index, a *kb.Article, now time.Time) []*kb.Article {
	var others []*kb.Article
	for _, id := range a.Related {
		if other := ix.Article(id); other != nil && other != a && !other.Expired(now) {
			others = append(others, other)
		}
	}
	return others
}

// knownWords are the words of a question that stand in some article, also in the spelling of wordsOf.
func knownWords(terms []index.Term) map[string]bool {
	known := map[string]bool{}
	for _, t := range terms {
		if t.Known {
			known[t.Text], known[squeeze(t.Text)] = true, true
		}
	}
	return known
}
