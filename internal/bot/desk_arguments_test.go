package bot

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func TestBeginningOfAUsernameIsEnough(t *testing.T) {
	staff := []helpdesk.Manager{{ID: 1, Username: "Oleg_Belov"}, {ID: 2, Username: "olga"}, {ID: 3, Username: "olga_k"}, {ID: 4}}
	for words, want := range map[string]struct {
		id      int64
		rest    string
		several bool
	}{
		"@oleg наблюдатель": {id: 1, rest: "наблюдатель"},
		"@OLEG_b":           {id: 1},
		"@olg":              {id: 3, several: true},
		"@ol":               {},
		"@ivan":             {},
		"oleg":              {},
		"":                  {},
	} {
		found, rest, several := begunUsername(words, staff)
		require.Equal(t, want.several, several, words)
		if want.id == 0 {
			require.Nil(t, found, words)
			continue
		}
		require.Equal(t, want.id, found.ID, words)
		require.Equal(t, want.rest, rest, words)
	}
}

func TestBeginningOfATopicIsEnough(t *testing.T) {
	titles := []string{"Тарифы и оплата", "Товары и услуги", "Товары на складе", "Связь"}
	for words, want := range map[string]struct {
		topics []string
		rest   string
	}{
		"тарифы бухгалтерия":   {[]string{"Тарифы и оплата"}, "бухгалтерия"},
		"Тариф и":              {[]string{"Тарифы и оплата"}, "и"},
		"Товары и продажи":     {[]string{"Товары и услуги"}, "продажи"},
		"тов продажи":          {[]string{"Товары и услуги", "Товары на складе"}, "продажи"},
		"св склад":             {},
		"погода":               {},
		"":                     {},
		"связь":                {[]string{"Связь"}, ""},
		"Тарифы и оплата всем": {[]string{"Тарифы и оплата"}, "всем"},
	} {
		topics, rest := begunTopics(titles, words)
		require.Equal(t, want.topics, topics, words)
		require.Equal(t, want.rest, rest, words)
	}
}
