package markup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

func TestMessagesSplitsWhereAReaderWould(t *testing.T) {
	for name, c := range map[string]struct {
		markdown string
		limit    int
		want     []string
	}{
		"fits":                      {"Раз.\n\nДва.", 10, []string{"Раз.\n\nДва."}},
		"at the end of a paragraph": {"**Раз** два.\n\nТри.\n\nЧетыре.", 14, []string{"<b>Раз</b> два.\n\nТри.", "Четыре."}},
		"exactly at the limit":      {"12345\n\n67890", 5, []string{"12345", "67890"}},
		"a list at its lines":       {"- раз\n- два\n- три", 12, []string{"• раз\n• два", "• три"}},
		"a long paragraph at its sentences": {
			"Первое предложение. Второе предложение тут. Конец.", 45,
			[]string{"Первое предложение. Второе предложение тут.", "Конец."},
		},
		"a sentence at its words, bold goes on": {
			"**один два три четыре**", 10, []string{"<b>один два</b>", "<b>три четыре</b>"},
		},
		"a long word":                  {"абвгдежзик", 4, []string{"абвг", "дежз", "ик"}},
		"no emoji is parted":           {"🙂🙂🙂", 3, []string{"🙂", "🙂", "🙂"}},
		"no joined emoji is parted":    {"а👩‍💻", 5, []string{"а", "👩‍💻"}},
		"no letter loses its accent":   {"еее́", 3, []string{"ее", "е́"}},
		"signs count, not entities":    {"<<<< >>>>", 9, []string{"&lt;&lt;&lt;&lt; &gt;&gt;&gt;&gt;"}},
		"a link whole":                 {"[раз два](https://example.com) три", 8, []string{`<a href="https://example.com">раз два</a>`, "три"}},
		"empty lines in code are code": {"А.\n\n```go\nx\n\ny\n```", 5, []string{"А.", "<pre><code class=\"language-go\">x\n\ny</code></pre>"}},
		"nothing to see":               {"<!-- x -->\n\n&#8203;", 10, nil},
		"no text at all":               {"", 10, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, Messages(c.markdown, c.limit))
		})
	}
}

func TestMessagesWithoutALimitHasTelegrams(t *testing.T) {
	require.Len(t, Messages(strings.Repeat("а", MessageLimit), 0), 1)
	require.Len(t, Messages(strings.Repeat("а", MessageLimit+1), 0), 2)
}

func TestSplitKeepsTheTagsOfTelegramHTML(t *testing.T) {
	require.Equal(t,
		[]string{`<blockquote expandable><u>раз</u></blockquote>`, `<blockquote expandable>&amp;два <tg-spoiler>три</tg-spoiler></blockquote>`},
		Split("<blockquote expandable><u>раз</u>\n\n&amp;два <tg-spoiler>три</tg-spoiler></blockquote>", 8))
}

func TestTextOfHTML(t *testing.T) {
	for html, want := range map[string]string{
		"<b>жир</b>ный":                            "жирный",
		"&lt;b&gt; &amp;amp; &quot;":               `<b> &amp; "`,
		`<a href="https://example.com/?a=1">x</a>`: "x",
		"a < b, <нет> & </i><":                     "a < b, <нет> & <",
	} {
		require.Equal(t, want, Strip(html), html)
	}
	require.Equal(t, 6, Len("<i>a&lt;🙂</i>\nb"))
	require.Equal(t, "&lt;b&gt; &amp;amp; \"", Escape(`<b> &amp; "`))
}

func TestPlainText(t *testing.T) {
	require.Equal(t, "Доставка: 1–3 дня\n\n• раз", PlainText("**Доставка**: `1–3` [дня](https://example.com)\n\n- раз\n"))
}

func FuzzMessages(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(data), 40)
	}
	f.Add("**а [б `в` г](https://example.com) д**\n\n> *е*\n\n1. ж", 8)
	f.Fuzz(func(t *testing.T, markdown string, limit int) {
		limit = 8 + int(uint(limit)%MessageLimit)
		whole := HTML(markdown)
		requireWellFormed(t, whole)
		var all strings.Builder
		for _, part := range Messages(markdown, limit) {
			requireWellFormed(t, part)
			text := shown(part)
			n := len(utf16.Encode([]rune(text)))
			require.LessOrEqual(t, n, limit)
			require.Equal(t, n, Len(part))
			require.NotEmpty(t, withoutSpace(text), "an empty message")
			all.WriteString(text)
		}
		require.Equal(t, withoutSpace(shown(whole)), withoutSpace(all.String()), "text was lost or made up")
		require.Equal(t, shown(whole), PlainText(markdown))
		require.Equal(t, whole, parse(whole).html(), "what we write is not what we read")
	})
}
