package kb

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFileName(t *testing.T) {
	for question, want := range map[string]string{
		"Как вернуть деньги?":         "kak-vernut-dengi",
		"  Объём ёмкости — 5 л?! ":    "obem-emkosti-5-l",
		"Do you ship to Казань (RU)?": "do-you-ship-to-kazan-ru",
		"Что делать, если посылка пришла повреждённой или не вся?": "chto-delat-esli-posylka-prishla-povrezhdennoy-ili",
		"???":      "article",
		"你好":       "article",
		"Readme":   "readme-article",
		"Synonyms": "synonyms-article",
	} {
		require.Equal(t, want, fileName(question), question)
	}
}

func TestFileNameIsAlwaysAnArticle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := fileName(rapid.String().Draw(t, "question"))
		require.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, name)
		require.LessOrEqual(t, len(name), 2*maxFileName)
		require.True(t, isArticle(name+".md") && fs.ValidPath(name))
	})
}
