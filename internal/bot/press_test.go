package bot

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// maxData is how much Telegram takes with a button.
const maxData = 64

func TestCallbackDataFits(t *testing.T) {
	t.Parallel()
	long := hash(strings.Repeat("раздел/", 50))
	for _, d := range []string{
		data(verbHelped, math.MaxInt32, long),
		data(verbNotHelped, math.MaxInt32, long),
		data(verbChoose, math.MaxInt32, maxRank, long),
		data(verbAttach, int64(math.MaxInt64), math.MaxInt32),
		data(verbTopic, long, maxPage),
		data(verbWithdrawYes, int64(math.MaxInt64)),
		data(verbLanguage, string(helpdesk.Russian)),
	} {
		assert.LessOrEqual(t, len(d), maxData, d)
	}
}

func FuzzParseAction(f *testing.F) {
	for _, seed := range []string{"", ":", "helped:1:abc", "topic:x:-1", "add:99999999999999999999", "\x00:ы"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a := parseAction(raw)
		require.Equal(t, raw, strings.Join(append([]string{a.verb}, a.args...), ":"))
		for i := range a.args {
			require.GreaterOrEqual(t, a.page(i), 0)
			require.LessOrEqual(t, a.page(i), maxPage)
		}
		require.Empty(t, a.arg(len(a.args)))
		require.Zero(t, a.id(len(a.args)))
	})
}

func TestHashesOfArticlesDiffer(t *testing.T) {
	t.Parallel()
	base := kb.NewBase([]kb.Article{{ID: "a", Question: "A?"}, {ID: "b", Question: "B?"}}, nil, nil)
	require.Equal(t, "b", articleOf(base, hash("b")).ID)
	require.Nil(t, articleOf(base, hash("c")))
	require.Nil(t, articleOf(base, ""))
}

func TestLongAnswersAreSplit(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	a := &kb.Article{
		ID: "a", Question: "Как это устроено?", Answer: strings.Repeat("Очень **подробно**.\n\n", 600),
		Product: &kb.Product{Price: "100 ₽"},
	}
	b := &Bot{texts: texts}
	drafts := b.present(texts.in(helpdesk.Russian), answer.Decision{Kind: answer.Answer, Article: a, Text: a.Answer}, 7, nil)
	require.Greater(t, len(drafts), 1)
	require.True(t, strings.HasPrefix(string(drafts[0].text), "<b>Как это устроено?</b>\n\n"))
	last := drafts[len(drafts)-1]
	require.True(t, strings.HasSuffix(string(last.text), "<b>Цена:</b> 100 ₽"))
	require.NotNil(t, last.markup)
	for i, d := range drafts {
		require.LessOrEqual(t, markup.Len(string(d.text)), maxMessage, "message %d", i)
		require.Equal(t, i == len(drafts)-1, d.markup != nil, "buttons of message %d", i)
	}
}
