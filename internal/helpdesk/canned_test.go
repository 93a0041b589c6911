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
	require.Equal(t, "{номер}, №12 и {номер};   {чужое}", filled, "what a customer is called is not filled in again")
	require.Equal(t, []helpdesk.Placeholder{helpdesk.PlaceholderQuestion}, missing)
	for _, p := range helpdesk.Placeholders {
		require.Empty(t, helpdesk.UnknownPlaceholders(p.In(helpdesk.Russian)+p.In(helpdesk.English)))
	}
}

// However a number is written into a text, its sign stands there once.
func TestSignOfTheNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{номер}": "№12",
		"Ваша заявка {номер} в работе":   "Ваша заявка №12 в работе",
		"Заявка №{номер}.":               "Заявка №12.",
		"Заявка № {номер}":               "Заявка № 12",
		"Заявка (№ {Номер})":             "Заявка (№ 12)",
		"Заявка ({номер})":               "Заявка (№12)",
		"Заявка № <b>{номер}</b>":        "Заявка № <b>12</b>",
		"Заявка <b>{номер}</b>":          "Заявка <b>№12</b>",
		"Номер {номер}":                  "Номер 12",
		"Под номером {номер}":            "Под номером 12",
		"Заявка #{номер}":                "Заявка #12",
		"Заявка-{номер}":                 "Заявка-12",
		"{имя}, {номер}":                 "Анна, №12",
		"https://example.com/{номер}":    "https://example.com/12",
		`<a href="https://a/ {номер}">а`: `<a href="https://a/ 12">а`,
		"Request {number}":               "Request No. 12",
		"Request No. {number}":           "Request No. 12",
		"Request no {number}, {number}":  "Request no 12, No. 12",
		"Your request number {number}.":  "Your request number 12.",
		"Номер заявки: {номер}":          "Номер заявки: №12",
		"Ваш номер в очереди\n{номер}":   "Ваш номер в очереди\n№12",
	} {
		filled, _ := helpdesk.Fill(text, map[helpdesk.Placeholder]string{
			helpdesk.PlaceholderNumber: "12", helpdesk.PlaceholderName: "Анна",
		})
		require.Equal(t, want, filled, text)
	}
	filled, missing := helpdesk.Fill("Заявка {номер}", nil)
	require.Equal(t, "Заявка ", filled)
	require.Equal(t, []helpdesk.Placeholder{helpdesk.PlaceholderNumber}, missing)
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
