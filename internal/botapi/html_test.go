package botapi

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestParseHTML(t *testing.T) {
	for _, c := range []struct {
		in, text string
		entities []Entity
	}{
		{"просто текст", "просто текст", nil},
		{"<b>жирный</b> и <i>курсив</i>", "жирный и курсив", []Entity{{Type: "bold", Length: 6}, {Type: "italic", Offset: 9, Length: 6}}},
		{"😀 <STRONG>да</STRONG>", "😀 да", []Entity{{Type: "bold", Offset: 3, Length: 2}}},
		{"<b>а<i>б</i></b>", "аб", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{"<i><b>аб</b></i>", "аб", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Length: 2}}},
		{"<s>a</s><u>b</u><del>c</del><ins>d</ins>", "abcd", []Entity{
			{Type: "strikethrough", Length: 1},
			{Type: "underline", Offset: 1, Length: 1},
			{Type: "strikethrough", Offset: 2, Length: 1},
			{Type: "underline", Offset: 3, Length: 1},
		}},
		{`<a href="https://example.com/?a=1&amp;b=2">ссылка</a>`, "ссылка", []Entity{{Type: "text_link", Length: 6, URL: "https://example.com/?a=1&b=2"}}},
		{`<a href='example.com'>x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "http://example.com/"}}},
		{`<a href="nowhere">x</a>`, "x", nil},
		{`<a>example.com</a>`, "example.com", []Entity{{Type: "text_link", Length: 11, URL: "http://example.com/"}}},
		{`<a href="tg://user?id=5">Анна</a>`, "Анна", []Entity{{Type: "text_mention", Length: 4, User: &User{ID: 5}}}},
		{`<pre><code class="language-go">x := 1</code></pre>`, "x := 1", []Entity{{Type: "pre", Length: 6, Language: "go"}}},
		{`<code class="language-go">x</code>`, "x", []Entity{{Type: "code", Length: 1}}},
		{`<pre>x</pre>`, "x", []Entity{{Type: "pre", Length: 1}}},
		{`<span class="tg-spoiler">тайна</span><tg-spoiler>!</tg-spoiler>`, "тайна!", []Entity{{Type: "spoiler", Length: 5}, {Type: "spoiler", Offset: 5, Length: 1}}},
		{`<blockquote>a</blockquote><blockquote expandable>b</blockquote>`, "ab", []Entity{{Type: "blockquote", Length: 1}, {Type: "expandable_blockquote", Offset: 1, Length: 1}}},
		{`<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>`, "👍", []Entity{{Type: "custom_emoji", Length: 2, CustomEmojiID: "5368324170671202286"}}},
		{"&lt;b&gt; &amp;amp; &quot;x&quot; &#1078; &#x1F600;", `<b> &amp; "x" ж 😀`, nil},
		{"AT&T, &nbsp; &copy; &#0; &", "AT&T, &nbsp; &copy; &#0; &", nil},
		{"<b></b>пусто", "пусто", nil},
		{"<b>x</>", "x", []Entity{{Type: "bold", Length: 1}}},
		{"<b\n>x</b >", "x", []Entity{{Type: "bold", Length: 1}}},
	} {
		text, entities, err := parseHTML(c.in)
		require.Nil(t, err, "%s", c.in)
		require.Equal(t, c.text, text, c.in)
		require.Equal(t, c.entities, entities, c.in)
	}
}

func FuzzParseHTML(f *testing.F) {
	for _, seed := range []string{
		"", "<", "</", "<b", "<b>", "<b>x</b>", "</b>", "<a href=\"x\">", "<a href='&#x41;'>y</a>", "&#xd83d;&#xde00;", "&", "&#", "&#x",
		"<tg-emoji emoji-id=5>x</tg-emoji>", "<pre><code class=\"language-x\">q</code></pre>", "<b\x00>x</b>", "<a =", "<span class=tg-spoiler>😀</span>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) {
			t.Skip("refused before it is parsed")
		}
		text, entities, err := parseHTML(in)
		if err != nil {
			require.Equal(t, 400, err.code)
			require.NotContains(t, err.description, "%!")
			return
		}
		require.LessOrEqual(t, len(text), len(in), "plain text is never longer than its source")
		length := len(utf16.Encode([]rune(text)))
		for _, e := range entities {
			require.GreaterOrEqual(t, e.Offset, 0)
			require.Positive(t, e.Length)
			require.LessOrEqual(t, e.Offset+e.Length, length)
		}
		if !strings.ContainsAny(in, "<&") {
			require.Equal(t, in, text)
		}
	})
}
