package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

type evalCommand struct {
	search  `embed:""`
	Queries string `required:"" help:"Labelled questions, as JSON lines." placeholder:"FILE"`
	Out     string `name:"run" help:"Write the first ten hits of each question, tab-separated." placeholder:"FILE"`
	JSON    bool   `name:"json" help:"Print the measures as JSON."`
}

// Run measures the search on the labelled questions.
func (c *evalCommand) Run(ctx context.Context, s streams) error {
	questions, err := eval.ReadFile(c.Queries)
	if err != nil {
		return err
	}
	ix, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer ix.Close()
	answers, err := eval.Run(ctx, ix, questions)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := writeRun(c.Out, answers); err != nil {
			return err
		}
	}
	report := eval.Measure(answers)
	if c.JSON {
		return json.NewEncoder(s.out).Encode(report)
	}
	_, err = fmt.Fprintf(s.out, `questions             %d
R@1                   %.3f
R@3                   %.3f
MRR@10                %.3f
coverage at 95 %%      %.3f
coverage at 90 %%      %.3f
AUROC                 %.3f
calibration error     %.3f
latency p50 / p99     %.0f / %.0f µs
`, report.Questions, report.R1, report.R3, report.MRR10, report.CoverageP95, report.CoverageP90, report.AUROC,
		report.ECE, report.LatencyUS.P50, report.LatencyUS.P99)
	return err
}

func writeRun(name string, answers []eval.Answer) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(eval.WriteRun(file, answers), file.Close())
}
