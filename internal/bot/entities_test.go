package bot

import (
	stdhtml "html"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/mymmrac/telego"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
)

func TestFormatted(t *testing.T) {
	entity := func(kind string, offset, length int) telego.MessageEntity {
		return telego.MessageEntity{Type: kind, Offset: offset, Length: length}
	}
	tests := []struct {
		name     string
		text     string
		entities []telego.MessageEntity
		want     string
	}{
		{"nothing", "a < b & c", nil, "a &lt; b &amp; c"},
		{"bold", "раз два", []telego.MessageEntity{entity("bold", 4, 3)}, "раз <b>два</b>"},
		{"after an emoji of two units", "🙂 да", []telego.MessageEntity{entity("italic", 3, 2)}, "🙂 <i>да</i>"},
		{"nested", "abc", []telego.MessageEntity{entity("italic", 1, 1), entity("bold", 0, 3)}, "<b>a<i>b</i>c</b>"},
		{"crossing", "abcd", []telego.MessageEntity{entity("bold", 0, 3), entity("italic", 2, 2)}, "<b>ab<i>c</i></b><i>d</i>"},
		{"code holds nothing else", "abc", []telego.MessageEntity{entity("bold", 0, 3), entity("code", 1, 1)}, "<b>a</b><code>b</code><b>c</b>"},
		{"code in a quotation", "abc", []telego.MessageEntity{entity("blockquote", 0, 3), entity("code", 0, 3)}, "<blockquote><code>abc</code></blockquote>"},
		{"spoiler, strike, underline", "abc", []telego.MessageEntity{
			entity("spoiler", 0, 1), entity("strikethrough", 1, 1), entity("underline", 2, 1),
		}, "<tg-spoiler>a</tg-spoiler><s>b</s><u>c</u>"},
		{
			"program", "x := 1",
			[]telego.MessageEntity{{Type: "pre", Length: 6, Language: `go"`}},
			`<pre><code class="language-go&quot;">x := 1</code></pre>`,
		},
		{"long quotation", "abc", []telego.MessageEntity{entity("expandable_blockquote", 0, 3)}, "<blockquote expandable>abc</blockquote>"},
		{
			"link", "here",
			[]telego.MessageEntity{{Type: "text_link", Length: 4, URL: `https://e.org/?a=1&b="2"`}},
			`<a href="https://e.org/?a=1&amp;b=&quot;2&quot;">here</a>`,
		},
		{
			"mention of somebody without a name", "Анна",
			[]telego.MessageEntity{{Type: "text_mention", Length: 4, User: &telego.User{ID: 7}}},
			`<a href="tg://user?id=7">Анна</a>`,
		},
		{"what Telegram finds by itself", "@anna #tag", []telego.MessageEntity{entity("mention", 0, 5), entity("hashtag", 6, 4)}, "@anna #tag"},
		{"custom emoji stays plain", "🙂", []telego.MessageEntity{entity("custom_emoji", 0, 2)}, "🙂"},
		{"beyond the end", "ab", []telego.MessageEntity{entity("bold", 1, 9), entity("italic", 7, 2), entity("bold", -3, 2)}, "a<b>b</b>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, formatted(tt.text, tt.entities))
		})
	}
}

func TestCutMovesEntities(t *testing.T) {
	text, entities := cut("/note 🙂 жирно", []telego.MessageEntity{
		{Type: "bot_command", Length: 5}, {Type: "bold", Offset: 9, Length: 5},
	}, len("/note "))
	require.Equal(t, "🙂 <b>жирно</b>", formatted(text, entities))
}

// FuzzFormatted holds that whatever formatting a text has, its HTML shows the same text, with tags that nest.
func FuzzFormatted(f *testing.F) {
	f.Add("раз 🙂 два & <три>", uint8(1), uint8(9), uint8(3), uint8(8), uint8(0), uint8(4))
	f.Add("🙂🙂", uint8(12), uint8(1), uint8(2), uint8(10), uint8(0), uint8(3))
	f.Add("abc", uint8(10), uint8(0), uint8(3), uint8(9), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, text string, kind1, at1, n1, kind2, at2, n2 uint8) {
		text = string([]rune(text)) // Telegram sends valid Unicode
		kinds := []string{
			"bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote",
			"expandable_blockquote", "text_link", "text_mention", "custom_emoji", "url",
		}
		entity := func(kind, at, n uint8) telego.MessageEntity {
			return telego.MessageEntity{
				Type: kinds[int(kind)%len(kinds)], Offset: int(at), Length: int(n),
				URL: "https://example.com/?q=" + text, User: &telego.User{ID: 1},
			}
		}
		whole := formatted(text, []telego.MessageEntity{entity(kind1, at1, n1), entity(kind2, at2, n2)})
		require.Equal(t, text, plain(t, whole))
		require.Equal(t, len(utf16.Encode([]rune(text))), markup.Len(whole))
	})
}

// plain reads Telegram HTML as strictly as Telegram: every tag is closed, in order.
func plain(t *testing.T, text string) string {
	t.Helper()
	var open []string
	var out strings.Builder
	for text != "" {
		if text[0] != '<' {
			end := strings.IndexByte(text, '<')
			if end < 0 {
				end = len(text)
			}
			out.WriteString(stdhtml.UnescapeString(text[:end]))
			text = text[end:]
			continue
		}
		tag, rest, ok := strings.Cut(text[1:], ">")
		require.True(t, ok, "a tag has no end")
		text = rest
		if name, closing := strings.CutPrefix(tag, "/"); closing {
			require.NotEmpty(t, open)
			require.Equal(t, open[len(open)-1], name)
			open = open[:len(open)-1]
			continue
		}
		name, _, _ := strings.Cut(tag, " ")
		open = append(open, name)
	}
	require.Empty(t, open, "a tag is not closed")
	return out.String()
}
