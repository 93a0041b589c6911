package answer

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestMain(m *testing.M) {
	// Bleve starts its analysis workers once a process and has no way to end them.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// shop is a small knowledge base.
func shop() *kb.Base {
	return kb.NewBase([]kb.Article{
		{
			ID: "delivery/time", Question: "Сколько идёт доставка?", Also: []string{"когда привезут заказ", "срок доставки"}, Answer: "Обычно 1–3 дня.",
			Variants: []kb.Variant{
				{When: map[string]string{"city": "Казань", "vip": "да"}, Answer: "За час."},
				{When: map[string]string{"city": "Казань"}, Answer: "В Казани — за день."},
			},
			Related: []string{"delivery/price", "sale", "nowhere"},
		},
		{ID: "delivery/price", Question: "Сколько стоит доставка?", Also: []string{"цена доставки"}, Answer: "От 300 рублей."},
		{ID: "refund", Question: "Как вернуть деньги за заказ?", Also: []string{"хочу вернуть деньги"}, Answer: "Напишите нам в течение 14 дней."},
		{ID: "norefund", Question: "Что нельзя вернуть?", Also: []string{"какие товары не возвращают"}, Answer: "Книги и лекарства."},
		{ID: "payment", Question: "Как оплатить заказ картой?", Also: []string{"оплата картой"}, Answer: "На странице заказа."},
		{ID: "crm", Question: "Есть ли интеграция с CRM?", Also: []string{"amocrm, битрикс24"}, Answer: "Да, с любой CRM."},
		{ID: "hours", Question: "Когда вы работаете?", Also: []string{"часы работы магазина", "время работы"}, Answer: "С 9 до 21 часа."},
		{ID: "address", Question: "Где находится магазин?", Also: []string{"ваш адрес"}, Answer: "Москва, Лесная, 7."},
		{ID: "sale", Question: "Какие скидки к новому году?", Also: []string{"новогодняя распродажа"}, Answer: "Минус 20 %.", ValidUntil: time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)},
	}, nil, nil)
}

func newEngine(t *testing.T, base *kb.Base, c Config) *Engine {
	t.Helper()
	c.Logger = slog.New(slog.DiscardHandler)
	c.Now = func() time.Time { return noon }
	e, err := New(t.Context(), base, c)
	require.NoError(t, err)
	t.Cleanup(e.Close)
	return e
}

func TestDecide(t *testing.T) {
	e := newEngine(t, shop(), Config{Precision: 0.85})
	for _, test := range []struct {
		text   string
		kind   Kind
		reason Reason
		best   string
	}{
		{"Сколько идёт доставка?", Answer, Confident, "delivery/time"},
		{"привет, сколько идет доставка", Answer, Confident, "delivery/time"},
		{"хочу вернуть деньги за заказ", Answer, Confident, "refund"},
		{"как оплатить картой", Answer, Confident, "payment"},
		{"доставка", Suggest, Ambiguous, "delivery/price"},
		{"какие скидки к новому году", Escalate, Expired, "sale"},
		{"установка межгалактических двигателей", Escalate, "", ""},
		{"привет", SmallTalk, Greeting, ""},
		{"спс)", SmallTalk, Thanks, ""},
		{"bye", SmallTalk, Farewell, ""},
		{"👍", SmallTalk, Chatter, ""},
		{"ыва", Rephrase, Gibberish, ""},
		{"ghbdtn", SmallTalk, Greeting, ""},
		{"???", Rephrase, Gibberish, ""},
		{"", Rephrase, Gibberish, ""},
	} {
		t.Run(test.text, func(t *testing.T) {
			d, err := e.Decide(t.Context(), Question{Text: test.text, Now: noon})
			require.NoError(t, err)
			require.Equal(t, test.kind, d.Kind, "%+v", d)
			if test.reason != "" {
				require.Equal(t, test.reason, d.Reason)
			}
			if test.best != "" {
				require.NotEmpty(t, d.Hits)
				require.Equal(t, test.best, d.Hits[0].ArticleID)
			}
			require.Equal(t, test.kind == Answer, d.Article != nil)
			require.Equal(t, test.kind == Suggest, len(d.Suggestions) > 0)
			for i, h := range d.Hits {
				require.Equal(t, test.kind == Answer && i == 0, h.Refused == "", "each refused hit says why")
			}
		})
	}
}

// TestWhatIsRefusedIsNotSure: the card must not say of one hit that it is all but certain and little alike.
func TestWhatIsRefusedIsNotSure(t *testing.T) {
	e := newEngine(t, kb.NewBase([]kb.Article{
		{ID: "cooler", Question: "Кондиционеры", Also: []string{"установка кондиционеров"}, Answer: "Ставим."},
		{ID: "payment", Question: "Как оплатить заказ картой?", Answer: "На странице заказа."},
	}, nil, nil), Config{})
	for _, text := range []string{"кондитеры", "кондитерские заказчики"} {
		d, err := e.Decide(t.Context(), Question{Text: text, Now: noon})
		require.NoError(t, err)
		require.Equal(t, Escalate, d.Kind, text)
		require.Equal(t, LowConfidence, d.Reason)
		require.Zero(t, d.Confidence)
		require.NotEmpty(t, d.Hits)
		for _, h := range d.Hits {
			require.Zero(t, h.Confidence)
		}
	}
}

func TestAShortWordThatTheIndexKnowsIsAQuestion(t *testing.T) {
	e := newEngine(t, shop(), Config{})
	for _, text := range []string{"crm", "CRM?", "цена"} {
		d, err := e.Decide(t.Context(), Question{Text: text, Now: noon})
		require.NoError(t, err)
		require.NotEqual(t, Rephrase, d.Kind, text)
		require.NotEqual(t, SmallTalk, d.Kind, text)
	}
}

func TestAnswersArePersonal(t *testing.T) {
	e := newEngine(t, shop(), Config{Precision: 0.7})
	for name, test := range map[string]struct {
		attributes map[string]string
		want       string
	}{
		"nothing known":     {nil, "Обычно 1–3 дня."},
		"another city":      {map[string]string{"city": "Пермь"}, "Обычно 1–3 дня."},
		"the city":          {map[string]string{"City": " казань "}, "В Казани — за день."},
		"the first to fit":  {map[string]string{"city": "КАЗАНЬ", "vip": "Да"}, "За час."},
		"only part of when": {map[string]string{"vip": "да"}, "Обычно 1–3 дня."},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := e.Decide(t.Context(), Question{Text: "сколько идет доставка", Attributes: test.attributes, Now: noon})
			require.NoError(t, err)
			require.Equal(t, Answer, d.Kind)
			require.Equal(t, test.want, d.Text)
			require.Len(t, d.Related, 1, "expired and unknown articles are not related")
			require.Equal(t, "delivery/price", d.Related[0].ID)
		})
	}
}

func TestExpiryIsTheQuestionsTime(t *testing.T) {
	e := newEngine(t, shop(), Config{Precision: 0.7})
	msk := time.FixedZone("MSK", 3*60*60)
	base := shop()
	base.Article("sale").ValidUntil = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	require.NoError(t, e.Reload(t.Context(), base))

	d, err := e.Decide(t.Context(), Question{Text: "какие скидки к новому году", Now: time.Date(2026, 11, 23, 23, 59, 0, 0, msk)})
	require.NoError(t, err)
	require.Equal(t, Answer, d.Kind)
	d, err = e.Decide(t.Context(), Question{Text: "какие скидки к новому году", Now: time.Date(2026, 11, 24, 0, 0, 0, 0, msk)})
	require.NoError(t, err)
	require.Equal(t, Expired, d.Reason)
	require.Equal(t, string(Expired), d.Hits[0].Refused)
	require.Zero(t, d.Confidence)
}

func TestPrecisionIsChecked(t *testing.T) {
	for _, p := range []float64{-1, 1, 2, math.NaN()} {
		_, err := New(t.Context(), shop(), Config{Precision: p})
		require.ErrorContains(t, err, "precision")
	}
	never := newEngine(t, shop(), Config{Precision: 0.999})
	d, err := never.Decide(t.Context(), Question{Text: "Сколько идёт доставка?", Now: noon})
	require.NoError(t, err)
	require.Equal(t, Suggest, d.Kind, "such a precision was never measured")
	careful, bold := newEngine(t, shop(), Config{Precision: 0.95}), newEngine(t, shop(), Config{Precision: 0.7})
	require.Greater(t, careful.answer, bold.answer)
}

func TestReloadKeepsTheOldBaseOnError(t *testing.T) {
	e := newEngine(t, shop(), Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := e.Reload(ctx, kb.NewBase([]kb.Article{{ID: "x", Question: "x", Answer: "x"}}, nil, nil))
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, e.Base().Article("refund"))
}

// Every decision comes from one state of the knowledge base, however often it changes meanwhile.
func TestReloadWhileDeciding(t *testing.T) {
	state := func(n int) *kb.Base {
		return kb.NewBase([]kb.Article{
			{ID: fmt.Sprintf("state-%d", n), Question: "Сколько идёт доставка?", Answer: fmt.Sprintf("state-%d", n)},
			{ID: "other", Question: "Где находится магазин?", Answer: "Москва."},
		}, nil, nil)
	}
	e := newEngine(t, state(0), Config{Precision: 0.7})
	done := make(chan struct{})
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				d, err := e.Decide(t.Context(), Question{Text: "сколько идет доставка", Now: noon})
				if err != nil || len(d.Hits) == 0 || d.Article != nil && d.Text != d.Article.ID {
					t.Errorf("decision %+v, error %v", d, err)
					return
				}
			}
		})
	}
	for n := range 30 {
		require.NoError(t, e.Reload(t.Context(), state(n+1)))
		require.NotNil(t, e.Base().Article(fmt.Sprintf("state-%d", n+1)))
	}
	close(done)
	asking.Wait()
}

func TestLearnGoesByWhatWasSolved(t *testing.T) {
	e := newEngine(t, shop(), Config{})
	ask := func(text string) Decision {
		d, err := e.Decide(t.Context(), Question{Text: text})
		require.NoError(t, err)
		return d
	}
	const strange = "моя газель с холодильником"
	require.False(t, len(ask(strange).Hits) > 0 && ask(strange).Hits[0].ArticleID == "delivery/time")
	require.NoError(t, e.Learn(t.Context(), []helpdesk.Solved{{Question: "когда приедет газель с холодильником", ArticleID: "delivery/time"}}))
	require.Equal(t, "delivery/time", ask(strange).Hits[0].ArticleID)
	require.NoError(t, e.Reload(t.Context(), shop()))
	require.Equal(t, "delivery/time", ask(strange).Hits[0].ArticleID, "a reload forgets nothing")
}

// No article knows a word of it, but somebody asked it before.
func TestWhatWasSolvedIsUnderstood(t *testing.T) {
	e := newEngine(t, shop(), Config{})
	const strange = "моя газель с холодильником"
	solved := slices.Repeat([]helpdesk.Solved{{Question: strange, ArticleID: "delivery/time"}}, 3)
	require.NoError(t, e.Learn(t.Context(), solved))
	d, err := e.Decide(t.Context(), Question{Text: strange})
	require.NoError(t, err)
	require.NotEqual(t, Escalate, d.Kind, "%+v", d)
	require.Positive(t, d.Confidence)
}
