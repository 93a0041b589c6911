package botapi

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

func TestLimitsOfTextsCountUTF16(t *testing.T) {
	s := newServer(t, Options{})
	m, err := s.User(1).SendPhoto(Attachment{Data: []byte("jpeg")})
	require.NoError(t, err)
	photoID := m.Photo[0].FileID
	for text, fits := range map[string]bool{
		strings.Repeat("я", 4096):                                              true,
		strings.Repeat("я", 4097):                                              false,
		strings.Repeat("😀", 2048):                                              true,
		strings.Repeat("😀", 2048) + "a":                                        false,
		"<b>" + strings.Repeat("я", 4096) + "</b>":                             true, // tags do not count
		strings.Repeat("&amp;", 4096):                                          true, // nor does the length of a reference
		" \n" + strings.Repeat("я", 4096) + "\n ":                              true, // nor white space around
		`<a href="https://example.com/">` + strings.Repeat("я", 4097) + "</a>": false,
	} {
		r := callAPI(t, s, "sendMessage", params{"chat_id": 1, "text": text, "parse_mode": "html"})
		require.Equal(t, fits, r.OK, "%.20s… of %d bytes: %s", text, len(text), r.Description)
	}
	for caption, fits := range map[string]bool{
		strings.Repeat("я", 1024): true, strings.Repeat("я", 1025): false,
		strings.Repeat("😀", 512): true, strings.Repeat("😀", 513): false, "": true,
	} {
		r := callAPI(t, s, "sendPhoto", params{"chat_id": 1, "photo": photoID, "caption": caption})
		require.Equal(t, fits, r.OK, "%d bytes: %s", len(caption), r.Description)
	}
	for data, fits := range map[string]bool{strings.Repeat("a", 64): true, strings.Repeat("a", 65): false, strings.Repeat("я", 32): true} {
		r := callAPI(t, s, "sendMessage", params{"chat_id": 1, "text": "a", "reply_markup": inline(params{"text": "b", "callback_data": data})})
		require.Equal(t, fits, r.OK, r.Description)
	}
}

func TestWhatTelegramFindsInAText(t *testing.T) {
	text := "😀 /start@faqbot_bot пишите @support_bot на help@example.com, https://example.com/a?b=1. #важно"
	var got []string
	units := utf16.Encode([]rune(text))
	for _, e := range withFound(text, nil) {
		got = append(got, e.Type+" "+string(utf16.Decode(units[e.Offset:e.Offset+e.Length])))
	}
	require.Equal(t, []string{
		"bot_command /start@faqbot_bot", "mention @support_bot", "email help@example.com", "url https://example.com/a?b=1", "hashtag #важно",
	}, got)
	require.Equal(t, []Entity{{Type: "code", Length: 6}}, withFound("/start", []Entity{{Type: "code", Length: 6}}), "nothing is found in code")
}

func TestTrimmingMovesEntities(t *testing.T) {
	s := newServer(t, Options{})
	_, err := s.User(1).Send("/start")
	require.NoError(t, err)
	m := must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "\n <b>да </b> ", "parse_mode": "HTML"})
	require.Equal(t, "да", m.Text)
	require.Equal(t, []Entity{{Type: "bold", Length: 2}}, m.Entities)
	m = must[Message](t, s, "sendMessage", params{"chat_id": 1, "text": "  нет", "entities": []Entity{{Type: "bold", Offset: 2, Length: 50}, {Type: "italic", Offset: 90, Length: 2}}})
	require.Equal(t, []Entity{{Type: "bold", Length: 3}}, m.Entities)
}

func TestLinks(t *testing.T) {
	for link, want := range map[string][2]string{
		"https://Example.com":   {"https://example.com/"},
		"example.com/путь":      {"http://example.com/%D0%BF%D1%83%D1%82%D1%8C"},
		"tg://resolve?domain=x": {"tg://resolve?domain=x"},
		"https://localhost":     {"", "Wrong HTTP URL"},
		"ftp://example.com":     {"", "Unsupported URL protocol"},
		"https://":              {"", "URL host is empty"},
		"http://exa mple.com":   {"", "Disallowed character in URL host"},
	} {
		checked, wrong := checkLink(link)
		require.Equal(t, want, [2]string{checked, wrong}, link)
	}
}
