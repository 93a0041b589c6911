package answer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// TestStrangersQuestions asks the company's own knowledge base what people would ask who never read it. A decision is
// expected only where it is certain: an article that must be answered with or suggested, or none at all.
func TestStrangersQuestions(t *testing.T) {
	base, _ := kb.Load(kb.Embedded())
	e := newEngine(t, base, Config{})

	t.Run("finds in a story", func(t *testing.T) {
		for story, want := range map[string]string{
			"Здравствуйте! У меня небольшой магазин цветов, мы работаем уже пять лет, продаём букеты и горшечные растения, есть " +
				"свой сайт и группа во вконтакте. Клиенты пишут нам день и ночь, и девочки не успевают отвечать. Подруга " +
				"посоветовала поставить бота. Подскажите, пожалуйста, сколько стоит бот? Заранее спасибо!": "pricing/overview",
			"Добрый день. Я директор стоматологической клиники в Самаре, у нас три филиала и восемь администраторов. Пациенты " +
				"часто спрашивают одно и то же: как доехать, есть ли парковка, принимаем ли детей. Хотим попробовать " +
				"автоматизировать. Есть ли у вас рассрочка? С уважением, Ольга": "pricing/installments",
			"привет у меня такая ситуация я купил у вас тариф неделю назад настроил всё по инструкции сначала всё работало а " +
				"сегодня утром клиенты жалуются что бот молчит и никому не отвечает что делать": "support/bot-silent",
		} {
			d, err := e.Decide(t.Context(), Question{Text: story, Now: noon})
			require.NoError(t, err)
			require.NotNil(t, e.Base().Article(want), "the article has gone: choose another story")
			require.Contains(t, []Kind{Answer, Suggest}, d.Kind, story)
			require.Equal(t, want, d.Hits[0].ArticleID, story)
		}
	})

	t.Run("only suggests how to do what is not wanted", func(t *testing.T) {
		for _, question := range []string{"не отменяйте подписку", "я не хочу отменять подписку"} {
			d, err := e.Decide(t.Context(), Question{Text: question, Now: noon})
			require.NoError(t, err)
			require.Equal(t, Suggest, d.Kind, question)
			require.Equal(t, "pricing/cancel", d.Suggestions[0].ID, question)
		}
	})

	t.Run("finds", func(t *testing.T) {
		for question, want := range map[string]string{
			"где ваш офис":                        "company/office",
			"есть ли рассрочка":                   "pricing/installments",
			"выставите счет на юрлицо":            "pricing/invoice",
			"нужны закрывающие документы за март": "documents/closing",
			"как добавить второго оператора":      "start/add-operator",
			"а что если превысим лимит":           "pricing/over-limit",
			"бот понимает голосовые?":             "features/voice",
			"на каких языках говорит бот":         "features/languages",
			"у вас есть вакансии":                 "company/vacancies",
			"сделайте мне скидку пожалуйста":      "pricing/discounts",
			"записаться на демо":                  "services/demo",
			"удалите мои данные":                  "security/erasure",
			"почему бот молчит":                   "support/bot-silent",
			"бот работает с 1с?":                  "integrations/onec",
			"выгрузить статистику в эксель":       "analytics/export",
			"передать диалог человеку как":        "features/handover",
			"как подключить вайбер":               "channels/other-messengers",
			"вы делаете сайты?":                   "company/other-work",
			"кто видит переписку моих клиентов":   "security/access",
			"сколько ждать ответа поддержки":      "support/sla",
			"можно подключить телефонию манго":    "integrations/telephony",
		} {
			t.Run(question, func(t *testing.T) {
				d, err := e.Decide(t.Context(), Question{Text: question, Now: noon})
				require.NoError(t, err)
				require.NotNil(t, e.Base().Article(want), "the article has gone: choose another question")
				switch d.Kind {
				case Answer:
					require.Equal(t, want, d.Article.ID)
				case Suggest:
					var ids []string
					for _, a := range d.Suggestions {
						ids = append(ids, a.ID)
					}
					require.Contains(t, ids, want)
				default:
					t.Fatalf("%s, %s: neither answered nor suggested", d.Kind, d.Reason)
				}
			})
		}
	})

	t.Run("never answers", func(t *testing.T) {
		for _, question := range []string{
			"как приготовить борщ", "кто президент сша", "погода в москве завтра", "доставка цветов", "где мой заказ из озона",
			"можно ли продлить полис осаго", "сколько стоит разработка мобильного приложения", "как поменять масло в двигателе",
			"ваш бот украл мои деньги", "когда открывается школа", "как получить загранпаспорт", "почему небо голубое",
			"сколько лететь до луны", "купить билет на поезд", "какой сегодня курс доллара", "как вылечить кашель",
			"есть ли у вас пицца", "расскажи анекдот", "how do I bake bread", "what is the capital of France",
			"Почему у вас рояль синхрофазотрон расстроен? " + strings.Repeat("очень длинное слово про рояль ", 100),
			strings.Repeat("Мы с мужем летом копали картошку, и я всё думала, как же быстро растут дети. ", 40),
		} {
			t.Run(question[:min(len(question), 80)], func(t *testing.T) {
				d, err := e.Decide(t.Context(), Question{Text: question, Now: noon})
				require.NoError(t, err)
				require.NotEqual(t, Answer, d.Kind, "%+v", d.Hits)
			})
		}
	})
}
