package helpdesk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func TestCannedName(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"Привет": "привет", " доставка-2 ": "доставка-2", "hello_world": "hello_world"} {
		name, ok := helpdesk.CannedName(typed)
		require.True(t, ok, typed)
		require.Equal(t, want, name)
	}
	for _, typed := range []string{"", "  ", "два слова", "имя!", "a:b", "<b>", strings.Repeat("ы", 33)} {
		_, ok := helpdesk.CannedName(typed)
		require.False(t, ok, typed)
	}
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	require.Empty(t, helpdesk.UnknownPlaceholders("Здравствуйте, {имя}! Заявка {Номер}, {manager}, { question }"))
	require.Equal(t, []string{"{фамилия}", "{}", "{i<b>мя</b>}"}, helpdesk.UnknownPlaceholders("{фамилия} {} {i<b>мя</b>} {{имя}}"))

	values := map[helpdesk.Placeholder]string{helpdesk.PlaceholderName: "{номер}", helpdesk.PlaceholderNumber: "12"}
	filled, missing := helpdesk.Fill("{имя}, {НОМЕР} и {name}; {вопрос} {question} {чужое}", values)
	require.Equal(t, "{номер}, 12 и {номер};   {чужое}", filled, "what a customer is called is not filled in again")
	require.Equal(t, []helpdesk.Placeholder{helpdesk.PlaceholderQuestion}, missing)
	for _, p := range helpdesk.Placeholders {
		require.Empty(t, helpdesk.UnknownPlaceholders(p.In(helpdesk.Russian)+p.In(helpdesk.English)))
	}
}

func TestWhoMayChangeACannedReply(t *testing.T) {
	t.Parallel()
	r := helpdesk.CannedReply{AuthorID: 1}
	require.True(t, r.ChangeableBy(helpdesk.Manager{ID: 1, Role: helpdesk.RoleManager}))
	require.True(t, r.ChangeableBy(helpdesk.Manager{ID: 2, Role: helpdesk.RoleAdministrator}))
	require.False(t, r.ChangeableBy(helpdesk.Manager{ID: 2, Role: helpdesk.RoleManager}))
}

// A text that is accepted has, once filled, no placeholder left that was not in a value.
func FuzzFill(f *testing.F) {
	f.Add("Здравствуйте, {имя}! {{номер}} {")
	f.Fuzz(func(t *testing.T, text string) {
		values := map[helpdesk.Placeholder]string{}
		for _, p := range helpdesk.Placeholders {
			values[p] = "x"
		}
		filled, missing := helpdesk.Fill(text, values)
		require.Empty(t, missing)
		if len(helpdesk.UnknownPlaceholders(text)) == 0 && !strings.Contains(text, "{{") && !strings.Contains(text, "}}") {
			require.Empty(t, helpdesk.UnknownPlaceholders(filled))
		}
	})
}
