package tune

import (
	"fmt"
	"io"
	"math"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// Report tells what a fit decided and how it does on questions that it had not seen. Its JSON form is a contract with
// other programs.
type Report struct {
	Sets        []SetReport       `json:"sets"`
	Ranking     Decision          `json:"ranking"`
	Calibration Decision          `json:"calibration"`
	Precedents  *Decision         `json:"precedents,omitempty"` // only where there is one set
	Thresholds  []index.Threshold `json:"thresholds"`

	fitter                         *fitter
	start                          *index.Model
	fresh                          bool
	ranking, calibration, learning choice
	before, crossValidated, unseen []judged
}

// Decision is what was done to a part of the model, and what that gained over leaving it alone, or would have gained where
// it was left alone, in nats a question that the fit had not seen, give or take a standard error.
type Decision struct {
	Did       string  `json:"did"`
	Gain      float64 `json:"gain"`
	Noise     float64 `json:"noise"`
	Questions int     `json:"questions"`
}

// SetReport holds the measures of one set.
type SetReport struct {
	Name           string         `json:"name"`
	Questions      int            `json:"questions"`
	Answerable     int            `json:"answerable"`
	Found          int            `json:"found"`                     // answerable ones with a right article among the candidates
	Kinds          map[string]int `json:"kinds,omitempty"`           // questions by kind, where articles gave them
	Before         eval.Report    `json:"before"`                    // with the model that the fit began with
	CrossValidated *eval.Report   `json:"cross_validated,omitempty"` // not where nothing was fitted
	Unseen         *eval.Report   `json:"unseen,omitempty"`          // its domain left out; only where there are several
}

// sum fills the exported fields.
func (r *Report) sum() {
	f := r.fitter
	r.Ranking = r.ranking.decision("kept as it was")
	if !math.IsInf(f.pull, 1) {
		r.Ranking.Did = fmt.Sprintf("fitted, drawn to %s by %g questions", r.origin(), f.pull)
	}
	r.Calibration = r.calibration.decision(f.form.String())
	if len(f.sets) == 1 && !r.fresh {
		learning := r.learning.decision("none")
		if f.sets[0].Learn {
			learning.Did = fmt.Sprintf("%d questions are remembered", len(f.sets[0].Questions))
		}
		r.Precedents = &learning
	}
	if r.fresh { // whatever is done gains much over nothing
		r.Ranking.Gain, r.Ranking.Noise, r.Calibration.Gain, r.Calibration.Noise = 0, 0, 0, 0
	}
	for i := range f.sets {
		crossValidated := measure(r.crossValidated, i)
		s := SetReport{Name: f.sets[i].Name, Before: measure(r.before, i), CrossValidated: &crossValidated}
		if r.unseen != nil {
			unseen := measure(r.unseen, i)
			s.Unseen = &unseen
		}
		for k := range r.before {
			if j := &r.before[k]; j.set == i {
				s.count(j)
			}
		}
		r.Sets = append(r.Sets, s)
	}
}

// sumArticles fills the exported fields for a knowledge base without labelled questions.
func (r *Report) sumArticles(js []judged) {
	r.Ranking.Did = "kept as it was"
	r.Calibration = Decision{Did: "confidence kept as it was, thresholds counted on the articles' own questions", Questions: len(js)}
	s := SetReport{Name: "articles", Before: measure(js, 0), Kinds: map[string]int{}}
	for i := range js {
		s.count(&js[i])
		s.Kinds[js[i].question.Kind]++
	}
	r.Sets = []SetReport{s}
}

// count counts a question.
func (s *SetReport) count(j *judged) {
	s.Questions++
	if j.question.Answerable() {
		s.Answerable++
		if j.group.found() {
			s.Found++
		}
	}
}

func (r *Report) origin() string {
	if r.fresh {
		return "nothing"
	}
	return "its start"
}

func (c choice) decision(did string) Decision {
	return Decision{Did: did, Gain: round(c.gain), Noise: round(c.noise), Questions: c.asked}
}

// measure computes the measures of one set.
func measure(js []judged, set int) eval.Report {
	var answers []eval.Answer
	for i := range js {
		if js[i].set == set {
			answers = append(answers, js[i].answer())
		}
	}
	return eval.Measure(answers)
}

func (j *judged) answer() eval.Answer {
	a := eval.Answer{Question: j.question}
	for i, id := range j.outcome.IDs[:min(eval.Depth, len(j.outcome.IDs))] {
		a.Hits = append(a.Hits, eval.Hit{ID: id, Confidence: j.confidence * j.outcome.Shares[i] / j.outcome.Shares[0]})
	}
	return a
}

// Print writes the report as a page of text.
func (r *Report) Print(to io.Writer) error {
	p := &printer{to: to}
	if r.Precedents != nil {
		p.line("precedents    %s", *r.Precedents)
	}
	p.line("ranking       %s", r.Ranking)
	p.line("calibration   %s", r.Calibration)
	p.line("")
	if len(r.Sets[0].Kinds) > 0 {
		p.articles(&r.Sets[0])
	} else {
		p.table(r.Sets)
	}
	p.line("")
	for _, t := range r.Thresholds {
		if t.Confidence > 1 {
			p.line("precision %.2f was not reached", t.Precision)
		} else {
			p.line("precision %.2f from confidence %.3f on, which answers %.3f of the answerable questions",
				t.Precision, t.Confidence, t.Coverage)
		}
	}
	return p.err
}

// String tells a person what was done, and whether it paid.
func (d Decision) String() string {
	if d.Questions == 0 {
		return d.Did
	}
	if d.Gain == 0 {
		return fmt.Sprintf("%s (%d questions)", d.Did, d.Questions)
	}
	return fmt.Sprintf("%s (gain %.4f ± %.4f nats a question, %d questions)", d.Did, d.Gain, d.Noise, d.Questions)
}

// printer keeps the first error.
type printer struct {
	to  io.Writer
	err error
}

func (p *printer) line(format string, values ...any) {
	_, err := fmt.Fprintf(p.to, format+"\n", values...)
	if p.err == nil {
		p.err = err
	}
}

// articles tells what was asked. Its measures are left to JSON: questions without an answer are far more than in life
// there, and only the thresholds weigh them.
func (p *printer) articles(s *SetReport) {
	p.line("asked were %d tests, %d phrasings searched for without themselves, %d questions whose article was left out",
		s.Kinds[ownTest], s.Kinds[leftPhrasing], s.Kinds[unanswerable])
	p.line("of the first two R@1 %.3f, R@3 %.3f", s.Before.R1, s.Before.R3)
}

// table tells how the sets did.
func (p *printer) table(sets []SetReport) {
	p.line("%-36s %-16s %5s %5s %6s %6s %6s %6s %6s %6s", "set", "", "of", "R@1", "R@3", "MRR", "cov95", "cov90", "AUROC", "ECE")
	for i := range sets {
		p.measures(sets[i].Name, "before", &sets[i].Before)
		p.measures("", "cross-validated", sets[i].CrossValidated)
		p.measures("", "domain unseen", sets[i].Unseen)
	}
}

func (p *printer) measures(name, what string, m *eval.Report) {
	if m == nil {
		return
	}
	p.line("%-36s %-16s %5d %.3f  %.3f  %.3f  %.3f  %.3f  %.3f  %.3f",
		name, what, m.Questions, m.R1, m.R3, m.MRR10, m.CoverageP95, m.CoverageP90, m.AUROC, m.ECE)
}
