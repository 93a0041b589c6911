package bot

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestAnswersAboutProductsEndWithTheirFacts(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	none, some := 0, 40
	for _, test := range []struct {
		name    string
		article kb.Article
		want    html
	}{
		{"an article", kb.Article{}, ""},
		{"a product", kb.Article{Product: &kb.Product{Price: "от 500 ₽"}}, "<b>Цена:</b> от 500 ₽"},
		{"one that is counted", kb.Article{Product: &kb.Product{Price: "500 ₽", Stock: &some}}, "<b>Цена:</b> 500 ₽\n<b>В наличии:</b> 40"},
		{"one that is gone", kb.Article{Product: &kb.Product{Price: "500 ₽", Stock: &none}}, "<b>Цена:</b> 500 ₽\nСейчас нет в наличии."},
		{
			"a service",
			kb.Article{Service: &kb.Service{Duration: 150 * time.Minute, Schedule: "пн-пт"}},
			"<b>Длительность:</b> 2 часа 30 минут\n<b>Когда:</b> пн-пт",
		},
	} {
		assert.Equal(t, test.want, facts(texts.in(helpdesk.Russian), &test.article), test.name)
	}
}

func TestEveryProductOfTheBaseNamesItsPrice(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	base, problems := kb.Load(kb.Embedded())
	require.Empty(t, problems)
	products := 0
	for i := range base.Articles {
		a := &base.Articles[i]
		if a.Product == nil {
			continue
		}
		products++
		drafts := article(texts.in(helpdesk.English), a, a.Answer, nil)
		last := string(drafts[len(drafts)-1].text)
		assert.Contains(t, last, a.Product.Price, a.ID)
		if a.Product.Stock != nil {
			assert.Contains(t, last, strconv.Itoa(*a.Product.Stock), a.ID)
		}
	}
	require.NotZero(t, products)
}
