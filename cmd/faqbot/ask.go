package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
)

// explainedHits is how many hits --explain tells of.
const explainedHits = 3

type askCommand struct {
	search    `embed:""`
	Precision share     `help:"Share of the answers given that shall be right, above 0 and below 1." default:"0.90" placeholder:"SHARE"`
	Timezone  *timezone `help:"The company's time zone, by which articles expire." default:"Europe/Moscow" placeholder:"ZONE"`
	JSON      bool      `name:"json" help:"Print the decision as JSON."`
	Explain   bool      `help:"Tell why: the words that were searched for, and what each hit's score is made of."`
	Text      []string  `arg:"" help:"The question."`
}

// Validate is called by the parser; its errors are wrong usage.
func (c *askCommand) Validate() error {
	if strings.TrimSpace(strings.Join(c.Text, "")) == "" {
		return errors.New("<text>: the question is empty")
	}
	return nil
}

// Help is shown below the flags.
func (c *askCommand) Help() string {
	return "A question that begins with a dash goes after two: faqbot ask -- -10 % за что"
}

// Run decides what to do with the question and prints it.
func (c *askCommand) Run(ctx context.Context, s streams) error {
	base, err := c.load(s)
	if err != nil {
		return err
	}
	model, err := c.model()
	if err != nil {
		return err
	}
	engine, err := answer.New(ctx, base, answer.Config{Precision: float64(c.Precision), Model: model})
	if err != nil {
		return err
	}
	defer engine.Close()
	text := strings.Join(c.Text, " ")
	decision, err := engine.Decide(ctx, answer.Question{Text: text, Now: time.Now().In(c.Timezone.Location)})
	if err != nil {
		return err
	}
	explanation := ""
	if c.Explain {
		x, err := engine.Explain(ctx, text, explainedHits)
		if err != nil {
			return err
		}
		explanation = x.String()
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(jsonDecision(decision, explanation))
	}
	fmt.Fprintf(s.out, "%s (%s), confidence %.2f\n", decision.Kind, decision.Reason, decision.Confidence)
	for i, h := range decision.Hits {
		fmt.Fprintf(s.out, "%2d  %.2f  %s  %s\n", i+1, h.Confidence, h.ArticleID, h.Question)
	}
	if decision.Text != "" {
		fmt.Fprintf(s.out, "\n%s\n", strings.TrimSpace(decision.Text))
	}
	if explanation != "" {
		fmt.Fprintf(s.out, "\n%s", explanation)
	}
	return nil
}

// decisionJSON is the machine-readable form of a decision, a contract with other programs.
type decisionJSON struct {
	Decision    answer.Kind   `json:"decision"`
	Reason      answer.Reason `json:"reason"`
	Confidence  float64       `json:"confidence"`
	Hits        []hitJSON     `json:"hits"`
	Explanation string        `json:"explanation,omitempty"`
}

type hitJSON struct {
	ID         string  `json:"id"`
	Question   string  `json:"question"`
	Confidence float64 `json:"confidence"`
	// Repairs are the words of the question that were searched for in another spelling, as «даставка → доставка»; the
	// same ones on every hit, since all were found by one search.
	Repairs []string `json:"repairs"`
}

func jsonDecision(d answer.Decision, explanation string) decisionJSON {
	j := decisionJSON{
		Decision: d.Kind, Reason: d.Reason, Confidence: d.Confidence, Hits: make([]hitJSON, len(d.Hits)),
		Explanation: explanation,
	}
	repairs := make([]string, len(d.Repairs))
	for i, r := range d.Repairs {
		repairs[i] = r.String()
	}
	for i, h := range d.Hits {
		j.Hits[i] = hitJSON{ID: h.ArticleID, Question: h.Question, Confidence: h.Confidence, Repairs: repairs}
	}
	return j
}
