package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// figures are the measures in the order in which they are told, with their keys in JSON.
var figures = []struct {
	key, name string
	of        func(eval.Report) float64
}{
	{"r1", "R@1", func(r eval.Report) float64 { return r.R1 }},
	{"r3", "R@3", func(r eval.Report) float64 { return r.R3 }},
	{"mrr10", "MRR@10", func(r eval.Report) float64 { return r.MRR10 }},
	{"coverage_p95", "coverage at 95 %", func(r eval.Report) float64 { return r.CoverageP95 }},
	{"coverage_p90", "coverage at 90 %", func(r eval.Report) float64 { return r.CoverageP90 }},
	{"auroc", "AUROC", func(r eval.Report) float64 { return r.AUROC }},
	{"ece", "calibration error", func(r eval.Report) float64 { return r.ECE }},
}

// print tells it to a person.
func (e *evaluation) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-21s %d\n", "questions", e.Questions)
	for _, f := range figures {
		fmt.Fprintf(&b, "%-21s %.3f", f.name, f.of(e.Report))
		if within, ok := e.Intervals[f.key]; ok {
			fmt.Fprintf(&b, "  (%.3f … %.3f)", within[0], within[1])
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%-21s %.0f / %.0f µs\n", "latency p50 / p99", e.LatencyUS.P50, e.LatencyUS.P99)
	if e.ByKind != nil {
		e.printKinds(&b)
	}
	if e.Against != nil {
		printComparison(&b, e.Against)
	}
	if e.Errors != nil {
		e.printMistakes(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (e *evaluation) printKinds(b *strings.Builder) {
	fmt.Fprintf(b, "\nBy label; answered means a confidence from %.3f.\n", e.threshold)
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "label\tvalue\tquestions\tR@1\tR@3\tMRR@10\tanswered\twrongly\tmean confidence\t")
	for _, g := range e.ByKind {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\t%.3f\t%.3f\t%.3f\t\n", g.Label, cmp.Or(short(g.Value, 30), "—"), g.Questions,
			figure(g.R1), figure(g.R3), figure(g.MRR10), g.Answered, g.AnsweredWrongly, g.Confidence)
	}
	_ = t.Flush() // a Builder takes everything
	if len(e.leftOut) > 0 {
		fmt.Fprintf(b, "Labels with too many values to sort by: %s.\n", strings.Join(e.leftOut, ", "))
	}
}

func figure(f *float64) string {
	if f == nil {
		return "–"
	}
	return fmt.Sprintf("%.3f", *f)
}

func printComparison(b *strings.Builder, c *eval.Comparison) {
	b.WriteString("\nAgainst the run before:\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tbefore\tnow\tdifference\t95 % confidence interval (bootstrap)\tverdict")
	for _, f := range figures {
		d := c.Measures[f.key]
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%+.3f\t%+.3f … %+.3f\t%s\n", f.name, d.Before, d.Now, d.Difference, d.Interval[0], d.Interval[1], verdict(d))
	}
	_ = t.Flush() // a Builder takes everything
	if c.Won != nil {
		printChanges(b, "Right now, wrong before", c.Won)
		printChanges(b, "Wrong now, right before", c.Lost)
	}
}

// verdict says in words how far a difference can be believed.
func verdict(d eval.Difference) string {
	words := "the same"
	if math.Abs(d.Difference) >= 0.0005 { // what is printed is not 0
		direction := "better"
		if d.Worse {
			direction = "worse"
		}
		switch {
		case d.P < 0.001:
			words = direction + ", as good as certain (p < 0.001)"
		case d.P < 0.01:
			words = fmt.Sprintf("%s, hardly by chance (p = %.3f)", direction, d.P)
		case d.P < 0.05:
			words = fmt.Sprintf("%s, probably not by chance (p = %.2f)", direction, d.P)
		default:
			words = fmt.Sprintf("%s, but that may be chance (p = %.2f)", direction, d.P)
		}
	}
	if d.Won+d.Lost > 0 {
		words += fmt.Sprintf("; won %d, lost %d", d.Won, d.Lost)
	}
	return words
}

func printChanges(b *strings.Builder, title string, changes []eval.Change) {
	fmt.Fprintf(b, "\n%s: %d\n", title, len(changes))
	for _, c := range changes {
		fmt.Fprintf(b, "  line %d  %s\n            %s → %s\n", c.Line, short(c.Text, 100), cmp.Or(c.Before, "nothing"), cmp.Or(c.Now, "nothing"))
	}
}

func (e *evaluation) printMistakes(b *strings.Builder) {
	if len(*e.Errors) == 0 {
		b.WriteString("\nGot wrong: 0\n")
		return
	}
	fmt.Fprintf(b, "\nGot wrong: %d, the most confident first; answered means a confidence from %.3f.\n", len(*e.Errors), e.threshold)
	for _, m := range *e.Errors {
		outcome := "not answered"
		if m.Answered {
			outcome = "answered wrongly"
		}
		fmt.Fprintf(b, "\nline %d, %s\n", m.Line, outcome)
		fmt.Fprintf(b, "  asked   %s\n", short(m.Text, 200))
		if len(m.Wanted) == 0 {
			b.WriteString("  wanted  no answer: the knowledge base has none\n")
		}
		for i, w := range m.Wanted {
			word := "wanted"
			if i > 0 {
				word = "or"
			}
			fmt.Fprintf(b, "  %-6s  %s\n", word, describeWanted(w))
		}
		if m.Got == nil {
			b.WriteString("  got     nothing\n")
		} else {
			fmt.Fprintf(b, "  got     %s  %s  (confidence %.3f)\n", m.Got.ID, short(m.Got.Title, 100), m.Got.Confidence)
			if m.Got.Phrasing != "" {
				fmt.Fprintf(b, "          by «%s»\n", short(m.Got.Phrasing, 100))
			}
		}
		fmt.Fprintf(b, "  why     %s\n", m.Why)
	}
	b.WriteString("\nfaqbot ask --explain QUESTION tells all that a decision is made of.\n")
}

func describeWanted(w eval.Wanted) string {
	switch {
	case w.Title == "":
		return w.ID + "  (no such article)"
	case w.Place == 0:
		return fmt.Sprintf("%s  %s  (not found)", w.ID, short(w.Title, 100))
	default:
		return fmt.Sprintf("%s  %s  (place %d)", w.ID, short(w.Title, 100), w.Place)
	}
}

// short keeps a text to one line of so many characters.
func short(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
