package markup

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// tokens of what we send: a tag, an entity, or text without the signs that need one.
var tokens = regexp.MustCompile(`^(?:<(/?)([a-z-]+)( [^<>]*)?>|&(?:lt|gt|amp|quot);|[^<>&]+)`)

var attributesOf = map[string]*regexp.Regexp{
	"a":    regexp.MustCompile(`^ href="(?i:https?|tg):[^"<>]+"$`),
	"code": regexp.MustCompile(`^(?: class="language-[A-Za-z0-9+_#-]+")?$`),
}

// requireWellFormed checks HTML by Telegram's rules, without the code that writes or reads it.
func requireWellFormed(t *testing.T, html string) {
	t.Helper()
	var open []string
	for rest := html; rest != ""; {
		m := tokens.FindStringSubmatch(rest)
		require.NotNil(t, m, "no tag, entity or text: %.40q in %q", rest, html)
		rest = rest[len(m[0]):]
		name := m[2]
		switch {
		case name == "":
		case m[1] == "/":
			require.NotEmpty(t, open, "</%s> without a beginning in %q", name, html)
			require.Equal(t, open[len(open)-1], name, "tags cross in %q", html)
			open = open[:len(open)-1]
		default:
			require.Contains(t, []string{"b", "i", "s", "a", "code", "pre", "blockquote"}, name)
			require.NotContains(t, open, name, "<%s> inside itself in %q", name, html)
			if pattern := attributesOf[name]; pattern != nil {
				require.Regexp(t, pattern, m[3])
			} else {
				require.Empty(t, m[3])
			}
			outer := slices.DeleteFunc(slices.Clone(open), func(o string) bool { return o == "blockquote" })
			require.NotContains(t, open, "code", "a tag inside code in %q", html)
			switch name {
			case "pre":
				require.Empty(t, outer, "formatting around pre in %q", html)
			case "code":
				require.True(t, len(outer) == 0 || len(outer) == 1 && outer[0] == "pre", "formatting around code in %q", html)
			default:
				require.NotContains(t, open, "pre", "a tag inside pre in %q", html)
			}
			open = append(open, name)
		}
	}
	require.Empty(t, open, "tags left open in %q", html)
}

var anyTag = regexp.MustCompile(`<[^<>]*>`)

// shown returns the text of HTML that is known to be well-formed.
func shown(html string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(anyTag.ReplaceAllString(html, ""))
}

func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if !visible(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
