package tune

import (
	"context"
	"fmt"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// articlesBelieved is how many answers' worth the thresholds of the start are believed beside those that were counted
// on articles. Authors are no customers, so a few dozen articles must not outvote the labelled questions of other
// companies, while some hundred may.
const articlesBelieved = 50

// Calibrate counts the thresholds of a knowledge base that has no labelled questions, on its own articles: their tests,
// their phrasings, each searched for without itself, and questions whose article was left out.
//
// Ranking and confidence stay. A bias and a scale fitted on articles made the confidence worse on the real questions of
// two knowledge bases out of three: what authors write tells where in the confidences a knowledge base's mistakes lie,
// not how customers will spread over them.
func Calibrate(ctx context.Context, base *kb.Base, o Options) (*index.Model, *Report, error) {
	if err := o.begin(); err != nil {
		return nil, nil, err
	}
	examples, err := askArticles(ctx, base, o.Start)
	if err != nil {
		return nil, nil, fmt.Errorf("ask the articles their own questions: %w", err)
	}
	start := numbersOf(o.Start)
	judged, err := start.judgeAll(examples)
	if err != nil {
		return nil, nil, err
	}
	if err := checkOutcomes(judged); err != nil {
		return nil, nil, err
	}
	r := &Report{Thresholds: thresholds(judged, inThresholds(articlesBelieved, o.Start.Thresholds))}
	r.sumArticles(judged)
	m, err := r.calibrated(o)
	return m, r, err
}
