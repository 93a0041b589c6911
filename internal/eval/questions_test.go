package eval

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestReadUnderstandsEveryFormOfAnId(t *testing.T) {
	questions, err := Read(strings.NewReader(`{"q": "один", "id": "a"}
{"q": "список", "id": ["a", "b"], "also": ["b", "c"]}
{"q": "нет ответа", "id": null, "kind": "far", "hard": true, "n": 3}
{"q": "тоже верно", "id": "a", "also": "d"}`))
	require.NoError(t, err)
	require.Equal(t, []Question{
		{Text: "один", Right: []string{"a"}, Line: 1},
		{Text: "список", Right: []string{"a", "b", "c"}, Line: 2},
		{Text: "нет ответа", Kind: "far", Labels: map[string]string{"kind": "far", "hard": "true"}, Line: 3},
		{Text: "тоже верно", Right: []string{"a", "d"}, Line: 4},
	}, questions)
}

func TestReadNamesTheLine(t *testing.T) {
	for name, test := range map[string]struct{ line, want string }{
		"not JSON":       {`{"q": `, "line 2: not a JSON object"},
		"empty":          {"\n" + `{"q": "x", "id": null}`, "line 2: it is empty"},
		"no question":    {`{"id": "a"}`, `line 2: "q" must be the text`},
		"empty question": {`{"q": " ", "id": "a"}`, `line 2: "q" must be the text`},
		"no id":          {`{"q": "x"}`, `line 2: "id" is missing`},
		"id a number":    {`{"q": "x", "id": 7}`, `line 2: "id" must be`},
		"id empty":       {`{"q": "x", "id": ""}`, `line 2: "id" must be`},
		"also, no id":    {`{"q": "x", "id": null, "also": ["a"]}`, `line 2: "also" names right articles`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(`{"q": "first", "id": null}` + "\n" + test.line + "\n"))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"q": "вопрос", "id": ["a"], "also": ["b"], "kind": "near"}`)
	f.Add(`{"q": "", "id": null}`)
	f.Fuzz(func(t *testing.T, text string) {
		questions, err := Read(strings.NewReader(text))
		if err != nil {
			require.Regexp(t, `^line \d+: `, err.Error())
			return
		}
		for i, q := range questions {
			require.Equal(t, i+1, q.Line)
			require.NotEmpty(t, strings.TrimSpace(q.Text))
		}
	})
}

func TestWithoutArticleAreQuestionsThatCanOnlyBeMissed(t *testing.T) {
	base := kb.NewBase([]kb.Article{{ID: "a"}}, nil, nil)
	lost := WithoutArticle(base, []Question{
		{Line: 1, Right: []string{"a"}},
		{Line: 2, Right: []string{"gone", "a"}},
		{Line: 3},
		{Line: 4, Right: []string{"gone", "lost"}},
	})
	require.Equal(t, []Question{{Line: 4, Right: []string{"gone", "lost"}}}, lost)
}
