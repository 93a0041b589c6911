package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// hosting is a knowledge base with the words that the tests below spoil.
func hosting(tb testing.TB) *Index {
	tb.Helper()
	ix, err := Build(tb.Context(), kb.NewBase([]kb.Article{
		{ID: "delivery", Question: "Сколько стоит доставка заказа?", Answer: "Доставим курьером, самовывоз бесплатный."},
		{ID: "grant", Question: "Когда платят стипендию?", Also: []string{"стипендия студентам", "стипендиальная комиссия"}, Answer: "В конце месяца. Номер счёта спросим."},
		{ID: "about", Question: "Где найти информацию о видеохостинге?", Answer: "Информация лежит на сайте, загрузите видео на хостинг."},
		{ID: "telegram", Question: "Как подключить vimeo, telegram и crm?", Answer: "Кнопкой в настройках."},
		{ID: "pay", Question: "Не могу оплатить картой", Answer: "Если не работает оплата, проверьте счёт. Подождите час."},
		{ID: "password", Question: "Как поменять пароль от аккаунта?", Answer: "Учиться не придётся: ключ придёт на почту."},
		{ID: "year", Question: "Как вы работаете на праздники 2026?", Answer: "Закрыто."},
	}, nil, [][]string{{"цена", "прайс", "стоимость"}}))
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, ix.Close()) })
	return ix
}

func TestRepairs(t *testing.T) {
	ix := hosting(t)
	for _, test := range []struct {
		kind           RepairKind
		typed, meantAs string
	}{
		{Layout, "ljcnfdrf", "доставка"},
		{Layout, "rfr gjlrk.xbnm jgkfne", "как подключить оплату"},
		{Layout, "yt hf,jnftn jgkfnf", "не работает оплата"},
		{Layout, "lj,hsq ltym? crjkmrj cnjbn", "добрый день сколько стоит"},
		{Layout, "еудупкфь", "telegram"},
		{Layout, "как подключить скь", "как подключить crm"},
		{Transliteration, "dostavka", "доставка"},
		{Transliteration, "skolko stoit", "сколько стоит"},
		{Transliteration, "ne mogu oplatit' schet", "не могу оплатить счет"},
		{Transliteration, "kogda platyat stipendiyu", "когда платят стипендию"},
		{Transliteration, "вимео", "vimeo"},
		{Alphabets, "cчeт", "счет"},
		{Alphabets, "дocтaвкa", "доставка"},
		{Alphabets, "HOMEP счёта", "номер счёта"},
		{Alphabets, "cлон", "слон"}, // in no article, but no Latin word either
		{Joined, "немогу оплатить", "не могу оплатить"},
		{Joined, "неработает оплата", "не работает оплата"},
		{Joined, "сколькостоит доставка", "сколько стоит доставка"},
		{Joined, "внимательнооплатить", "внимательно оплатить"},
		{Parted, "достав ка", "доставка"},
		{Parted, "сти пендия", "стипендия"},
		{Clipped, "аккау", "аккаунт"},
		{Clipped, "комис", "комиссия"},
		{Clipped, "самовыва", "самовывоз"},
		{Clipped, "подожд", "подождите"},
		{Clipped, "инфарм", "информация"},
		{Spelling, "даставка", "доставка"},
		{Spelling, "дсотавка", "доставка"},
		{Spelling, "доставкп", "доставка"},
		{Spelling, "самовывос", "самовывоз"},
		{Spelling, "скоьлко стоит", "сколько стоит"},
		{Spelling, "каг поменять пороль", "как поменять пароль"},
		{Spelling, "аккуант", "аккаунт"},
		{Spelling, "прайз", "прайс"},
	} {
		t.Run(test.typed, func(t *testing.T) {
			read, repairs := ix.repairer.read(test.typed)
			var got, want []string
			for _, w := range read {
				got = append(got, w.Stem)
			}
			for _, w := range Analyze(test.meantAs) {
				want = append(want, w.Stem)
			}
			require.Equal(t, want, got, "%+v", repairs)
			require.NotEmpty(t, repairs)
			require.Equal(t, test.kind, repairs[0].Kind)
		})
	}
}

func TestARepairedNegationIsOne(t *testing.T) {
	read, _ := hosting(t).repairer.read("немогу оплатить")
	require.Equal(t, Negation, read[0].Class)
}

// Half of a word may be another word, which then counts most: what it may be the beginning of only stands beside it.
func TestARightWordMayBeTheBeginningOfAnother(t *testing.T) {
	ix := hosting(t)
	for typed, completed := range map[string]string{"настрой": "настройках", "стол": "", "лимон": ""} {
		read, repairs := ix.repairer.read(typed)
		require.Empty(t, repairs)
		require.Equal(t, typed, read[0].Text)
		var others []string
		for _, o := range read[0].others {
			others = append(others, ix.forward.table.stems.terms[o])
		}
		if completed == "" {
			require.Empty(t, others, typed)
			continue
		}
		require.Equal(t, []string{stem(completed)}, others, typed)
	}
}

func TestWordsThatAreRightStay(t *testing.T) {
	ix := hosting(t)
	for _, text := range []string{
		"сколько стоит доставка", "2027", "2025", "1с", "роботы", "пиво", "ключи", "github", "viber", "support@example.com",
		"https://example.com/ljcnfdrf", "日本語", "ыва", "delivery to london", "how much", "у нас в доме", "пять",
	} {
		read, repairs := ix.repairer.read(text)
		require.Empty(t, repairs, text)
		words := Analyze(text)
		require.Len(t, read, len(words), text)
		for i := range words {
			require.Equal(t, words[i], read[i].Word)
			require.InDelta(t, 1, read[i].trust, 0)
		}
	}
}

func TestARepairedQuestionIsNoSurerThanTheRightOne(t *testing.T) {
	ix := hosting(t)
	for right, wrong := range map[string]string{
		"сколько стоит доставка":  "сколько стоит даставка",
		"не могу оплатить":        "немогу оплатить",
		"стипендиальная комиссия": "стипендиальная комис",
		"самовывоз":               "самовывос",
		"видеохостинг":            "dbltj[jcnbyu",
	} {
		sure, err := ix.Search(t.Context(), right, 1)
		require.NoError(t, err)
		repaired, err := ix.Search(t.Context(), wrong, 1)
		require.NoError(t, err)
		require.NotEmpty(t, repaired.Hits, wrong)
		require.Equal(t, sure.Hits[0].Article.ID, repaired.Hits[0].Article.ID, wrong)
		require.NotEmpty(t, repaired.Repairs)
		require.Less(t, repaired.Confidence, sure.Confidence, wrong)
	}
}

func TestWithoutRepairNothingIsRepaired(t *testing.T) {
	ix := shop(t, WithoutRepair())
	found, err := ix.Search(t.Context(), "ljcnfdrf", 1)
	require.NoError(t, err)
	require.Empty(t, found.Hits)
	require.Empty(t, found.Repairs)
}

// Whatever is typed, repair ends, keeps known words as they are, and gives text.
func FuzzRepair(f *testing.F) {
	ix := hosting(f)
	for _, s := range []string{
		"даставка", "ljcnfdrf", "dostavka", "немогу", "стип", "cчёт", "видео хостинг", "\x00\xff", "[[[]];;;", "`", "''''", strings.Repeat("ъ", 99),
		strings.Repeat("shch", 30), strings.Repeat("не", 40), "ǅ İ ﬁ", "а\u0301", "1с2", "://", "@",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := Analyze(text)
		read, repairs := ix.repairer.read(text)
		require.Equal(t, len(words) > 0, len(read) > 0, "a text with words must be read to some")
		for _, w := range read {
			require.NotEmpty(t, w.Stem)
			require.True(t, utf8.ValidString(w.Text) && utf8.ValidString(w.Stem))
			require.True(t, w.trust > 0 && w.trust <= 1)
		}
		for _, r := range repairs {
			require.NotEmpty(t, r.To)
			require.True(t, utf8.ValidString(r.From) && utf8.ValidString(r.To))
			require.NotEqual(t, r.From, r.To)
		}
		for _, w := range words {
			if !ix.repairer.lexicon.knows(w) || !ix.repairer.lexicon.hasText(w.Text) && !isFunctionWord(w.Text) && !isRussian(w.Text) {
				return
			}
		}
		require.Empty(t, repairs)
		for i, w := range words {
			require.Equal(t, w, read[i].Word, "a known word is never changed")
		}
	})
}
