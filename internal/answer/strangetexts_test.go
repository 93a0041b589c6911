package answer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// TestTextsOfAnotherDomainAreNotAnswered sends the articles of one knowledge base to another, cut to every length that
// a message can have. They are no questions and nothing there answers them; a longer one is no better understood.
func TestTextsOfAnotherDomainAreNotAnswered(t *testing.T) {
	data := os.Getenv("FAQBOT_EVAL_DATA")
	if data == "" {
		t.Skip("FAQBOT_EVAL_DATA is not set: it names the folder of labelled questions, which are no part of the repository")
	}
	company, _ := kb.Load(kb.Embedded())
	university, _, err := kb.LoadPath(filepath.Join(data, "mirea-student", "kb.jsonl"))
	require.NoError(t, err)
	encyclopedia, _, err := kb.LoadPath(filepath.Join(data, "xquad-ru", "kb.jsonl"))
	require.NoError(t, err)

	type pair struct {
		engine *Engine
		said   []string
	}
	pairs := []pair{
		{newEngine(t, company, Config{}), wordsOfAnswers(university)},
		{newEngine(t, company, Config{}), wordsOfAnswers(encyclopedia)},
		{newEngine(t, university, Config{}), wordsOfAnswers(company)},
	}
	const texts = 30
	for _, size := range []struct{ words, mostSuggested int }{{10, 30}, {25, 25}, {60, 12}, {150, 15}, {400, 18}} {
		answered, suggested := 0, 0
		for _, p := range pairs {
			for i := range texts {
				from := i * (len(p.said) - size.words) / texts
				d, err := p.engine.Decide(t.Context(), Question{Text: strings.Join(p.said[from:from+size.words], " "), Now: noon})
				require.NoError(t, err)
				if d.Kind == Answer {
					answered++
					t.Logf("%d words are answered with %s at %.2f", size.words, d.Article.ID, d.Confidence)
				}
				if d.Kind == Suggest {
					suggested++
				}
			}
		}
		t.Logf("%d words: %d of %d answered, %d suggested", size.words, answered, texts*len(pairs), suggested)
		require.LessOrEqual(t, answered, 1, "%d words", size.words)
		require.LessOrEqual(t, suggested, size.mostSuggested, "%d words", size.words)
	}
}

func wordsOfAnswers(base *kb.Base) []string {
	var words []string
	for i := range base.Articles {
		words = append(words, strings.Fields(base.Articles[i].Answer)...)
	}
	return words
}
