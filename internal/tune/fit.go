package tune

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
)

// Options say how to fit.
type Options struct {
	// Start is the model whose weights the fit is drawn to; nil: the embedded one.
	Start *index.Model
	// Fresh draws weights to nothing instead.
	Fresh bool
	// Without names features and signals whose weights shall be 0.
	Without []string
	// Now is the date that the model bears.
	Now time.Time
}

// Fit fits ranking and calibration on labelled questions. The report tells what was decided and how well the numbers do
// on questions that they had not seen.
func Fit(ctx context.Context, sets []Set, o Options) (*index.Model, *Report, error) {
	if err := o.begin(); err != nil {
		return nil, nil, err
	}
	for i := range sets {
		if err := sets[i].check(); err != nil {
			return nil, nil, err
		}
	}
	forgetful := *o.Start
	forgetful.Precedents = nil // they may be the very questions that are asked here
	if o.Fresh {
		sets = withPrecedents(sets)
	}
	examples, err := observe(ctx, sets, &forgetful)
	if err != nil {
		return nil, nil, fmt.Errorf("search for the labelled questions: %w", err)
	}
	start := numbersOf(o.Start)
	before, err := start.judgeAll(examples)
	if err != nil {
		return nil, nil, err
	}
	if err := checkOutcomes(before); err != nil {
		return nil, nil, err
	}
	if o.Fresh {
		start = nothing()
	}
	f := newFitter(slices.Clone(sets), start, o.Without, examples)
	r := &Report{fitter: f, before: before, start: o.Start, fresh: o.Fresh}
	if !o.Fresh && len(sets) == 1 { // precedents belong to one knowledge base
		if examples, r.learning, err = f.learn(ctx, examples, &forgetful); err != nil {
			return nil, nil, err
		}
	}
	if r.ranking, err = f.choosePull(ctx, examples, !o.Fresh); err != nil {
		return nil, nil, fmt.Errorf("fit the ranking: %w", err)
	}
	crossed, err := f.crossFit(ctx, examples, true)
	if err != nil {
		return nil, nil, fmt.Errorf("fit the ranking: %w", err)
	}
	train, err := crossed.outOfFold(-1)
	if err != nil {
		return nil, nil, err
	}
	if r.calibration, err = f.chooseForm(train, o.Fresh); err != nil {
		return nil, nil, fmt.Errorf("fit the calibration: %w", err)
	}
	fitted := numbers{ranking: crossed.full}
	if fitted.calibration, err = f.calibrate(train); err != nil {
		return nil, nil, fmt.Errorf("fit the calibration: %w", err)
	}
	if r.crossValidated, err = f.crossValidated(crossed); err != nil {
		return nil, nil, fmt.Errorf("test the fit: %w", err)
	}
	if len(f.domains()) > 1 {
		if r.unseen, err = f.unseen(ctx, examples); err != nil {
			return nil, nil, fmt.Errorf("test the fit on unseen domains: %w", err)
		}
	}
	var beyond []index.Threshold
	if f.form.kind == kept {
		beyond = o.Start.Thresholds
	}
	r.Thresholds = thresholds(f.lifelike(r.crossValidated), inCalibration(beyond))
	r.sum()
	m, err := r.model(fitted, o)
	return m, r, err
}

// fewestQuestions is what folds can be made of.
const fewestQuestions = 2 * folds

func (s *Set) check() error {
	if len(s.Questions) < fewestQuestions {
		return fmt.Errorf("what is labelled for %s: %d questions are too few to fit on: %d are the least; without --queries the thresholds alone are tuned", s.Name, len(s.Questions), fewestQuestions)
	}
	answerable, strange, first := 0, 0, ""
	for i := range s.Questions {
		q := &s.Questions[i]
		if !q.Answerable() {
			continue
		}
		answerable++
		if !slices.ContainsFunc(q.Right, func(id string) bool { return s.Base.Article(id) != nil }) {
			if strange++; first == "" {
				first = fmt.Sprintf("line %d: %s", q.Line, q.Right[0])
			}
		}
	}
	switch {
	case answerable == 0:
		return fmt.Errorf(`what is labelled for %s: no question is labelled with an article: "id" is null everywhere`, s.Name)
	case strange > 0:
		return fmt.Errorf("what is labelled for %s: %d questions name no article of the knowledge base, the first is %s: correct the id, or make it null",
			s.Name, strange, first)
	}
	return nil
}

// begin checks the options and fills in what was not said.
func (o *Options) begin() (err error) {
	if o.Start == nil {
		o.Start, err = index.DefaultModel()
	}
	for _, name := range o.Without {
		if !slices.ContainsFunc(index.ConfidenceInputs(), func(in index.Input) bool { return in.Name == name }) {
			return fmt.Errorf("there is no feature or signal %q: a model file names them all", name)
		}
	}
	return err
}

// checkOutcomes refuses questions that hold no example of one of the two things that a confidence tells apart.
func checkOutcomes(js []judged) error {
	right := 0
	for i := range js {
		if js[i].first {
			right++
		}
	}
	switch right {
	case 0:
		return errors.New("not one question finds a right article first: are the questions labelled for this knowledge base?")
	case len(js):
		return errors.New("every question finds a right article first, so there is nothing to learn when to doubt from: " +
			`add questions that the knowledge base does not answer, with "id": null`)
	}
	return nil
}

// judgeAll judges questions by the numbers as they are.
func (n *numbers) judgeAll(examples []*example) ([]judged, error) {
	all := make([]judged, len(examples))
	for i, e := range examples {
		j, err := e.rank(n.ranking)
		if err != nil {
			return nil, err
		}
		all[i] = n.judge(j)
	}
	return all, nil
}
