package index

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestAnalyze(t *testing.T) {
	for text, want := range map[string]string{
		"Не работает доставка":                   "не работа доставк",
		"можно вернуть":                          "можно вернут",
		"нельзя вернуть":                         "нельзя вернут",
		"без регистрации":                        "без регистрац",
		"Здравствуйте! Подскажите, где заказ":    "где заказ",
		"Ещё ЁЛКА":                               "елк",
		"вида́ы и́з":                             "вида",
		"скока стоит":                            "скольк сто",
		"когда":                                  "когда",
		"и в на":                                 "и в на",
		"привет":                                 "привет",
		"Payments don't work":                    "payment not work",
		"can’t pay, it won't open":               "can not pay will not open",
		"ｆｕｌｌ ｗｉｄｔｈ":                             "full width",
		"1С и Битрикс24, 4 900 ₽":                "1с битрикс24 4 900",
		"смотри https://example.com/a-b?c=d тут": "смотр",
		"https://example.com":                    "https exampl com",
		"где https://сайт.рф/хлеб/доставка":      "где", // of whose letters bytes look like spaces
		"ссылка (https://example.com/x) дальше":  "ссылк дальш",
		"":                       "",
		"?! 👍":                   "",
		"日本語":                    "日本語",
		strings.Repeat("ж", 100): strings.Repeat("ж", maxWordRunes),
	} {
		t.Run(text, func(t *testing.T) {
			var stems []string
			for _, w := range Analyze(text) {
				stems = append(stems, w.Stem)
			}
			require.Equal(t, want, strings.Join(stems, " "))
		})
	}
}

func TestWordsHaveClasses(t *testing.T) {
	var classes []Class
	for _, w := range Analyze("когда не работает crm 24") {
		classes = append(classes, w.Class)
	}
	require.Equal(t, []Class{Asking, Negation, Plain, Latin, Number}, classes)
}

func TestTrigramsMarkTheEnds(t *testing.T) {
	require.Equal(t, []string{"<до", "дом", "ом>"}, trigrams("дом"))
	require.Equal(t, []string{"<я>"}, trigrams("я"))
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"Не работает доставка", "don't", "и в", "ё\u0301", "\xff\xfe", "://", "a://b c", "ǅ İ ﬁ", "１２", "🙂", strings.Repeat("ъ", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := Analyze(text)
		if strings.IndexFunc(fold(text), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0 {
			require.NotEmpty(t, words, "a text with letters must be analysed to something")
		}
		for _, w := range words {
			require.NotEmpty(t, w.Stem)
			require.True(t, utf8.ValidString(w.Text) && utf8.ValidString(w.Stem))
			require.LessOrEqual(t, utf8.RuneCountInString(w.Text), maxWordRunes)
			require.Equal(t, -1, strings.IndexFunc(w.Stem, unicode.IsSpace), "spaces part terms in the inverted index")
			require.NotEmpty(t, trigrams(w.Text))
		}
	})
}
