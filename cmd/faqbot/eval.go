package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/internal/eval/chart"
)

type evalCommand struct {
	search    `embed:""`
	Queries   string  `required:"" help:"Labelled questions, as JSON lines." placeholder:"FILE"`
	Out       string  `name:"run" help:"Write the first ten hits of each question, tab-separated." placeholder:"FILE"`
	Against   string  `help:"Compare with a run that --run wrote on the same questions." placeholder:"FILE"`
	ByKind    bool    `help:"Measure apart the questions of each kind, and of each value of their other labels."`
	Errors    bool    `help:"List the questions that were got wrong, and why; with --against also those that changed sides."`
	Intervals bool    `help:"Print the 95 % confidence interval (bootstrap) of each measure."`
	Plot      picture `help:"Draw a reliability diagram and the precision by coverage, as .svg or .png." placeholder:"FILE"`
	Precision share   `help:"Share of the answers given that shall be right, which decides what is answered, above 0 and below 1." default:"0.90" placeholder:"SHARE"`
	JSON      bool    `name:"json" help:"Print the measures as JSON."`
}

// picture is the name of a file to draw to.
type picture string

// UnmarshalText reads a name that tells the format by its extension.
func (p *picture) UnmarshalText(name []byte) error {
	*p = picture(name)
	if !slices.Contains(chart.Formats, p.format()) {
		return fmt.Errorf("%q: the name must end in .%s", name, strings.Join(chart.Formats, " or ."))
	}
	return nil
}

func (p *picture) format() string {
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(string(*p)), "."))
}

// evaluation is what eval prints. What was not asked for is nil.
type evaluation struct {
	eval.Report
	Intervals map[string][2]float64 `json:"intervals,omitempty"`
	ByKind    []eval.Group          `json:"by_kind,omitzero"`
	Against   *eval.Comparison      `json:"against,omitempty"`
	Errors    *[]eval.Mistake       `json:"errors,omitempty"`

	threshold float64  // confidence from which a question is answered
	leftOut   []string // labels that ByKind does not sort by
}

// Validate is called by the parser; its errors are wrong usage.
func (c *evalCommand) Validate() error {
	return checkOutputs(
		[]named{{"--run", c.Out}, {"--plot", string(c.Plot)}},
		[]named{{"--queries", c.Queries}, {"--kb", c.KB}, {"--model", c.Model}, {"--against", c.Against}})
}

// Run measures the search on the labelled questions.
func (c *evalCommand) Run(ctx context.Context, s streams) error {
	questions, err := eval.ReadFile(c.Queries)
	if err != nil {
		return fmt.Errorf("--queries: %w", err)
	}
	ix, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer ix.Close()
	if lost := eval.WithoutArticle(ix.Base(), questions); len(lost) > 0 {
		fmt.Fprintf(s.err, "%s: questions that name no article of the knowledge base and so count as missed: %d, the first is line %d: %s: correct the id, or make it null\n",
			c.Queries, len(lost), lost[0].Line, lost[0].Right[0])
	}
	var before []eval.Answer
	if c.Against != "" {
		if before, err = eval.ReadRunFile(c.Against, questions, ix.Base()); err != nil {
			return fmt.Errorf("--against: %w", err)
		}
	}
	run, err := newOutput("--run", c.Out)
	if err != nil {
		return err
	}
	defer run.discard()
	plot, err := newOutput("--plot", string(c.Plot))
	if err != nil {
		return err
	}
	defer plot.discard()
	answers, err := eval.Run(ctx, ix, questions)
	if err != nil {
		return err
	}
	e := evaluation{Report: eval.Measure(answers), threshold: ix.Model().AnswerFrom(float64(c.Precision))}
	if err := run.write(func(w io.Writer) error { return eval.WriteRun(w, answers) }); err != nil {
		return err
	}
	if err := plot.write(func(w io.Writer) error { return c.draw(w, e.threshold, answers, before) }); err != nil {
		return err
	}
	if c.Intervals {
		e.Intervals = eval.Intervals(answers)
	}
	if c.ByKind {
		e.ByKind, e.leftOut = eval.ByKind(answers, e.threshold)
	}
	if c.Against != "" {
		if e.Against, err = eval.Compare(before, answers, c.Errors); err != nil {
			return err
		}
	}
	if c.Errors {
		mistakes, err := eval.Mistakes(ctx, ix, answers, e.threshold)
		if err != nil {
			return err
		}
		e.Errors = &mistakes
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(e)
	}
	return e.print(s.out)
}

// draw draws this run and, where there is one, the run before.
func (c *evalCommand) draw(w io.Writer, threshold float64, answers, before []eval.Answer) error {
	series := []chart.Series{chart.Of("this run", answers)}
	if before != nil {
		series = append(series, chart.Of(filepath.Base(c.Against), before))
	}
	return chart.Draw(w, c.Plot.format(), threshold, series...)
}
