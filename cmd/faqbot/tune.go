package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/internal/tune"
)

type tuneCommand struct {
	KB      []string  `name:"kb" sep:"none" help:"Folder of Markdown, or a .jsonl file. May be given several times, each with its --queries. Empty: the embedded articles." placeholder:"DIR"`
	Queries []string  `sep:"none" help:"Labelled questions, as JSON lines. The same file for two knowledge bases means that both are about the same. Empty: only the thresholds are counted, on the articles' own tests and phrasings." placeholder:"FILE"`
	Weight  []float64 `help:"How much a question of each set counts beside those of the others." placeholder:"NUMBER"`
	Name    []string  `help:"What the report and the model call each set. Empty: after its knowledge base." placeholder:"NAME"`
	Model   string    `help:"The model that weights are drawn to. Empty: the embedded one." placeholder:"FILE"`
	Fresh   bool      `help:"Draw the weights to nothing instead. Needs thousands of questions."`
	Without []string  `help:"Features and signals to leave out, to see what they are worth. Needs --fresh." placeholder:"NAME"`
	Out     string    `help:"Where to write the model." default:"model.json" placeholder:"FILE"`
	JSON    bool      `name:"json" help:"Print the report as JSON."`
}

// fewQuestions are so few that one right or wrong answer moves a precision by three percent and more.
const fewQuestions = 30

// Help is shown below the flags.
func (c *tuneCommand) Help() string {
	return "Weights that a fit does not improve on questions that it had not seen stay as they are. " +
		"Of one knowledge base the questions are remembered as precedents where that helps: the model then holds their text. " +
		"Use what it writes with --model or FAQBOT_MODEL."
}

// Validate is called by the parser; its errors are wrong usage.
func (c *tuneCommand) Validate() error {
	if err := c.validateFiles(); err != nil {
		return err
	}
	n := len(c.Queries)
	if n == 0 {
		return c.validateArticles()
	}
	if len(c.Without) > 0 && !c.Fresh {
		return errors.New("--without: give --fresh too, since weights that stay as they are leave nothing out")
	}
	if len(c.KB) != n && (len(c.KB) != 0 || n > 1) {
		return fmt.Errorf("--kb is given %d times and --queries %d times: each knowledge base needs its questions", len(c.KB), n)
	}
	if len(c.Weight) != 0 && len(c.Weight) != n {
		return fmt.Errorf("--weight is given %d times for %d sets of questions", len(c.Weight), n)
	}
	if len(c.Name) != 0 && len(c.Name) != n {
		return fmt.Errorf("--name is given %d times for %d sets of questions", len(c.Name), n)
	}
	for _, w := range c.Weight {
		if !(w > 0 && w <= 1e6) {
			return fmt.Errorf("--weight: %v is no number above 0", w)
		}
	}
	return nil
}

// validateArticles checks what is given without labelled questions.
func (c *tuneCommand) validateArticles() error {
	switch {
	case len(c.KB) > 1:
		return fmt.Errorf("--kb is given %d times and --queries never: without labelled questions one knowledge base is tuned at a time", len(c.KB))
	case c.Fresh:
		return errors.New("--fresh: fitting from nothing needs --queries")
	case len(c.Without)+len(c.Weight)+len(c.Name) > 0:
		return errors.New("--without, --weight and --name have a meaning only with --queries")
	}
	return nil
}

func (c *tuneCommand) validateFiles() error {
	inputs := append(make([]named, 0, 1+len(c.KB)+len(c.Queries)), named{"--model", c.Model})
	for _, name := range c.KB {
		inputs = append(inputs, named{"--kb", name})
	}
	for _, name := range c.Queries {
		inputs = append(inputs, named{"--queries", name})
	}
	return checkOutputs([]named{{"--out", c.Out}}, inputs)
}

// Run fits a model and writes it.
func (c *tuneCommand) Run(ctx context.Context, s streams) error {
	start, err := (&search{Model: c.Model}).model()
	if err != nil {
		return err
	}
	out, err := newOutput("--out", c.Out)
	if err != nil {
		return err
	}
	defer out.discard()
	model, report, err := c.fit(ctx, s, tune.Options{Start: start, Fresh: c.Fresh, Without: c.Without, Now: time.Now()})
	if err != nil {
		return err
	}
	if err := out.write(model.Write); err != nil {
		return err
	}
	if asked := report.Calibration.Questions; len(c.Queries) == 0 && asked < fewQuestions {
		fmt.Fprintf(s.err, "the thresholds rest on %d questions of the articles, and fewer than %d tell little: "+
			"write more tests and phrasings, or give labelled questions with --queries\n", asked, fewQuestions)
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(report)
	}
	if err := report.Print(s.out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "\nwritten to %s: use it with --model or FAQBOT_MODEL\n", c.Out)
	return err
}

func (c *tuneCommand) fit(ctx context.Context, s streams, o tune.Options) (*index.Model, *tune.Report, error) {
	if len(c.Queries) == 0 {
		base, err := c.source(0).load(s)
		if err != nil {
			return nil, nil, err
		}
		return tune.Calibrate(ctx, base, o)
	}
	sets, err := c.sets(s)
	if err != nil {
		return nil, nil, err
	}
	return tune.Fit(ctx, sets, o)
}

// source names the knowledge base of a set.
func (c *tuneCommand) source(set int) *source {
	if len(c.KB) == 0 {
		return &source{}
	}
	return &source{KB: c.KB[set]}
}

func (c *tuneCommand) sets(s streams) ([]tune.Set, error) {
	names := c.names()
	sets := make([]tune.Set, len(c.Queries))
	for i, queries := range c.Queries {
		base, err := c.source(i).load(s)
		if err != nil {
			return nil, err
		}
		questions, err := eval.ReadFile(queries)
		if err != nil {
			return nil, fmt.Errorf("--queries: %w", err)
		}
		sets[i] = tune.Set{Name: names[i], Base: base, Questions: questions, Domain: names[slices.Index(c.Queries, queries)]}
		if len(c.Weight) > 0 {
			sets[i].Weight = c.Weight[i]
		}
	}
	return sets, nil
}

// names returns what the sets are called: after the last part of their path, or two parts where one is not enough.
func (c *tuneCommand) names() []string {
	if len(c.Name) > 0 {
		return c.Name
	}
	if len(c.KB) == 0 {
		return []string{"embedded"}
	}
	names := make([]string, len(c.KB))
	for parts := 1; ; parts++ {
		longest := 0
		for i, path := range c.KB {
			all := strings.Split(strings.TrimSuffix(filepath.ToSlash(filepath.Clean(path)), ".jsonl"), "/")
			longest = max(longest, len(all))
			names[i] = strings.Join(all[max(0, len(all)-parts):], "/")
		}
		if sorted := slices.Sorted(slices.Values(names)); parts >= longest || len(slices.Compact(sorted)) == len(names) {
			return names
		}
	}
}
