package markup

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMarkdown(t *testing.T) {
	for name, c := range map[string]struct{ html, want string }{
		"plain":                 {"Здравствуйте! Доставка — 300 ₽ (бесплатно от 3 000 ₽).", "Здравствуйте! Доставка — 300 ₽ (бесплатно от 3 000 ₽)."},
		"lines":                 {"Первая\nвторая\n\nТретья", "Первая  \nвторая\n\nТретья"},
		"a list":                {"Нужно:\n\n- паспорт\n- чек", "Нужно:\n\n- паспорт  \n- чек"},
		"an address":            {"Пишите: https://example.org/a_b?c=1&amp;d=2_3", "Пишите: https://example.org/a_b?c=1&d=2_3"},
		"formatting":            {"<b>Да</b>, за <i>один </i>день", "**Да**, за *один* день"},
		"nested":                {"<b>а <i>б</i></b>", "**а *б***"},
		"of some lines":         {"<b>а\n\nб</b>", "**а**\n\n**б**"},
		"a link":                {`Форма <a href="https://example.org/?a=1&amp;b=2">здесь</a>.`, "Форма [здесь](<https://example.org/?a=1&b=2>)."},
		"code":                  {"Введите <code>a*b*c</code>", "Введите `a*b*c`"},
		"a block of code":       {"Так:\n<pre>a\n  b</pre>\nвсё", "Так:\n```\na\n  b\n```\nвсё"},
		"a quotation":           {"<blockquote>а\nб</blockquote>\nв", "> а  \n> б\n\nв"},
		"not a quotation":       {"&gt; 5 дней", `\> 5 дней`},
		"not emphasis":          {"2*3*4 &lt;br&gt; _а_", `2\*3\*4 \<br\> \_а\_`},
		"not a heading":         {"# 1", `\# 1`},
		"what Markdown has not": {"<u>а</u> <tg-spoiler>б</tg-spoiler>", "а б"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, Markdown(c.html))
		})
	}
}

// TestMarkdownShowsTheSame holds for whatever signs somebody types.
func TestMarkdownShowsTheSame(t *testing.T) {
	part := rapid.OneOf(
		rapid.StringMatching(`[а-я ]{1,6}`),
		rapid.StringMatching("[a1 *_`~\\[\\]()<>#+.!|&:/\\\\=>-]{1,5}"),
		rapid.SampledFrom([]string{"\n", "\n\n", "    ", "1. ", "2) ", "---", "| а | б |\n|---|---|", "```", "<!--", "&amp;", "https://a.ru/b_c_d"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		var html strings.Builder
		for _, text := range rapid.SliceOfN(part, 1, 8).Draw(t, "parts") {
			name := rapid.SampledFrom([]string{"", "", "b", "i", "s", "code", "pre", "blockquote"}).Draw(t, "tag")
			if name == "" {
				html.WriteString(Escape(text))
			} else {
				html.WriteString("<" + name + ">" + Escape(text) + "</" + name + ">")
			}
		}
		md := Markdown(html.String())
		require.Equal(t, seenWords(Strip(html.String())), seenWords(PlainText(md)), "%q", md)
	})
}
