package bot

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func TestParseCommand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]command{
		"/start":               {name: "start"},
		"/start inv_abc":       {name: "start", payload: "inv_abc"},
		"/HELP@shop_bot":       {name: "help"},
		"/ticket@shop_bot 12":  {name: "ticket", payload: "12"},
		"/note первая\nвторая": {name: "note", payload: "первая\nвторая"},
		"/note\nсразу с новой": {name: "note", payload: "сразу с новой"},
		"/ticket    7   ":      {name: "ticket", payload: "7"},
	} {
		got, ok := parseCommand(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "/", "//", "/ help", "/etc/hosts", "сколько стоит /start", "@bot"} {
		_, ok := parseCommand(text)
		assert.False(t, ok, text)
	}
}

func TestCommandsThatCanBePressedWithTheirNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]command{
		"/ticket_12":          {name: "ticket", payload: "12"},
		"/take_7@shop_bot":    {name: "take", payload: "7"},
		"/assign_12 @oleg да": {name: "assign", payload: "12 @oleg да"},
		"/ticket 12":          {name: "ticket", payload: "12"},
		"/ticket_":            {name: "ticket_"},
		"/ticket_0":           {name: "ticket_0"},
		"/ticket_of_12":       {name: "ticket_of_12"},
		"/_12":                {name: "_12"},
	} {
		got, ok := parseCommand(text)
		require.True(t, ok, text)
		assert.Equal(t, want, got.spread(), text)
	}
}

func TestMenusOfCustomers(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	b := &Bot{texts: texts}
	menus := b.Commands()
	require.Len(t, menus, 2*(1+len(russianSpeaking)))
	for _, menu := range menus {
		names := customerCommands
		if menu.Scope != nil {
			names = groupCommands
		}
		require.Len(t, menu.Commands, len(names))
		for i, c := range menu.Commands {
			assert.Equal(t, names[i], c.Command)
			assert.NotEmpty(t, c.Description)
			assert.LessOrEqual(t, len([]rune(c.Description)), 256)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]helpdesk.Language{
		"": helpdesk.Russian, "ru": helpdesk.Russian, "ru-RU": helpdesk.Russian, "uk": helpdesk.Russian,
		"en": helpdesk.English, "en-US": helpdesk.English, "de": helpdesk.English,
	} {
		assert.Equal(t, want, languageOf(code), code)
	}
}

func TestWrittenIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]helpdesk.Language{
		"": helpdesk.English, "12?": helpdesk.English, "delivery": helpdesk.English, "ghbdtn": helpdesk.English,
		"привет": helpdesk.Russian, "iPhone 15 гарантия": helpdesk.Russian, "what does «чек» mean": helpdesk.English,
	} {
		assert.Equal(t, want, writtenIn(text, "en"), text)
	}
	assert.Equal(t, helpdesk.Russian, writtenIn("ghbdtn", "ru"))
}

func TestShorten(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "одна строка", shorten("одна\n\n  строка ", 20))
	assert.Equal(t, "сколько стоит…", shorten("сколько стоит доставка", 16))
	assert.Equal(t, "длинноеслово…", shorten("длинноесловобезпробелов", 13))
	assert.Empty(t, shorten(" \n", 5))
}

func TestWithoutNUL(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		`"x\u0000y"`:   `"x\ufffdy"`,
		`"x\\u0000y"`:  `"x\\u0000y"`, // a backslash and letters
		`"\\\u0000"`:   `"\\\ufffd"`,  // a backslash, then NUL
		`"\n\u0000\""`: `"\n\ufffd\""`,
	} {
		assert.Equal(t, []byte(want), withoutNUL([]byte(raw)), raw)
	}
}
