package index

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestAbbreviationsAreReadFromTheText(t *testing.T) {
	for text, want := range map[string][][]string{
		"Откройте ЛК (личный кабинет).":                          {{"лк", "личный кабинет"}},
		"Зайдите в **личный кабинет** (ЛК), там есть счёт.":      {{"лк", "личный кабинет"}},
		"Это делает отдел по работе с клиентами (ОРК).":          {{"орк", "отдел по работе с клиентами"}},
		"CRM (customer relationship management) уже подключена.": {{"crm", "customer relationship management"}},
		"Мы в Москве (МСК).":                                     nil,
		"Вход (ЛК) слева.":                                       nil,
		"Доставка (бесплатно) и НДС (включён).":                  nil,
		"ЛК (личный кабинет клиента)":                            nil,
		"()( ) (ЛК)(": nil,
		"личный кабинет (ЛК), а ЛК (личный кабинет) — это одно": {{"лк", "личный кабинет"}},
	} {
		require.Equal(t, want, abbreviations(kb.NewBase([]kb.Article{{ID: "a", Answer: text}}, nil, nil)), text)
	}
}

// Nobody asks for the abbreviation's article by its name, nor need a company declare what its articles say.
func TestAnAbbreviationFindsWhatItStandsFor(t *testing.T) {
	ix, err := Build(t.Context(), kb.NewBase([]kb.Article{
		{ID: "password", Question: "Как войти в личный кабинет?", Answer: "По номеру телефона."},
		{ID: "bill", Question: "Где счёт?", Answer: "Счёт лежит в ЛК (личный кабинет)."},
		{ID: "delivery", Question: "Как войти в зал?", Answer: "Через главный вход."},
	}, nil, nil))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	found, err := ix.Search(t.Context(), "как войти в лк", 1)
	require.NoError(t, err)
	require.Empty(t, found.Repairs)
	require.Equal(t, "password", found.Hits[0].Article.ID)
}
