package bench

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// labelledSets are the folders of FAQBOT_EVAL_DATA whose articles the corpus is grown from.
var labelledSets = []string{"rutube", "mirea-student", "mipt-school", "xquad-ru"}

// askedSets are those whose questions are asked: what people wrote to a service. The questions of xquad-ru were made up
// to fit passages of an encyclopedia.
var askedSets = labelledSets[:3]

// seed is what the corpus is grown from and asked.
type seed struct {
	articles  []kb.Article
	questions []string
	labelled  map[string]labelledSet // empty without the labelled data
}

// labelledSet is one set of articles and labelled questions to them.
type labelledSet struct {
	base      *kb.Base
	questions []eval.Question
}

// readSeed reads the labelled sets, or without them the company's own articles with their tests as questions.
func readSeed() (*seed, error) {
	data := os.Getenv("FAQBOT_EVAL_DATA")
	if data == "" {
		return embeddedSeed(), nil
	}
	s := &seed{labelled: map[string]labelledSet{}}
	for _, name := range labelledSets {
		base, _, err := kb.LoadPath(filepath.Join(data, name, "kb.jsonl"))
		if err != nil {
			return nil, fmt.Errorf("articles of the set %s: %w", name, err)
		}
		questions, err := eval.ReadFile(filepath.Join(data, name, "queries.dev.jsonl"))
		if err != nil {
			return nil, fmt.Errorf("questions of the set %s: %w", name, err)
		}
		s.labelled[name] = labelledSet{base: base, questions: questions}
		s.articles = append(s.articles, base.Articles...)
		if slices.Contains(askedSets, name) {
			for i := range questions {
				s.questions = append(s.questions, questions[i].Text)
			}
		}
	}
	return s, nil
}

func embeddedSeed() *seed {
	base, _ := kb.Load(kb.Embedded())
	s := &seed{articles: base.Articles}
	for i := range base.Articles {
		s.questions = append(s.questions, base.Articles[i].Tests...)
	}
	return s
}

// some returns at most n questions, evenly taken from all sets and mixed, so that the first few of them are as mixed.
func (s *seed) some(n int) []string {
	n = min(n, len(s.questions))
	some := make([]string, n)
	for i := range some {
		some[i] = s.questions[i*len(s.questions)/n]
	}
	rng := rand.New(rand.NewPCG(3, 4))
	rng.Shuffle(n, func(i, j int) { some[i], some[j] = some[j], some[i] })
	return some
}
