package answer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestSmallTalk(t *testing.T) {
	for reason, messages := range map[Reason][]string{
		Greeting: {
			"привет", "Привет!", "приветтт", "ПРИВЕЕЕТ", "превет", "пирвет", "хай", "здравствуйте!", "Здраствуйте", "здравствуте", "Добрый день",
			"доброе утро)", "добрый вечер всем", "доброго времени суток", "привет бот", "Здравствуйте, подскажите, пожалуйста", "привет 👋",
			"можно вопрос?", "есть кто?", "hello", "Hi!", "heyyy", "good morning", "hi there", "Приветствую вас",
		},
		Thanks: {
			"спасибо", "Спасибо большое!", "спс", "пасибо", "спасибоо", "спасиба", "благодарю вас", "ок спасибо", "здравствуйте, спасибо за ответ",
			"помогло, спасибо", "thanks", "Thank you so much!", "thx", "ок, спс 👍",
		},
		Farewell: {"пока", "до свидания", "досвидания!", "спасибо, пока", "всего доброго", "хорошего дня", "bye", "good bye", "спокойной ночи"},
		Swearing: {"бля", "да пошли вы", "тупой бот", "идиоты", "сукааа", "нахуй", "заебали", "fuck you", "ты дебил", "ну ты и тупой", "да пошел ты нахрен", "вы че издеваетесь блин"},
		Chatter:  {"ок", "Окей", "ага", "👍", "🙂🙂", ")))", "+", "понятно", "да", "нет", "хахаха", "лол", "ok", "yes", "❤️", "хорошо, понял"},
		Reason(""): {
			"привет, сколько стоит бот?", "здравствуйте, не работает бот", "спасибо, но не помогло оформить заказ", "как оплатить", "бот", "вы",
			"пока не работает оплата", "хорошо ли защищены данные", "цена", "crm", "???", ".", "", "1", "hello world api", "тупой бот не отвечает клиентам",
			"страхует", "колебания курса", "бляха", "нет ответа от менеджера", "приватность", "пасибо за бота, а цена?",
		},
	} {
		for _, m := range messages {
			t.Run(string(reason)+"/"+m, func(t *testing.T) {
				got, is := smallTalk(m, nil)
				require.Equal(t, reason, got)
				require.Equal(t, reason != "", is)
			})
		}
	}
}

func TestSmallTalkInTheOtherLayout(t *testing.T) {
	for text, want := range map[string]Reason{
		"ghbdtn": Greeting, "Ghbdtn!": Greeting, "lj,hsq ltym": Greeting, "pljhjdj": Greeting, "руддщ": Greeting,
		"cgfcb,j": Thanks, "cgfcb,j ,jkmijt": Thanks, "lj cdblfybz": Farewell, "хорошо": Chatter,
		"ghbdtn crjkmrj cnjbn": "", "asdf": "", "zxcv": "", "jr": "", "ывап": "", "ljcnfdrf": "", "crm": "",
	} {
		got, is := smallTalkTyped(text, nil)
		require.Equal(t, want, got, text)
		require.Equal(t, want != "", is, text)
	}
	_, is := smallTalkTyped("ghbdtn", map[string]bool{"ghbdtn": true})
	require.False(t, is, "an article knows the word as it is")
}

func TestSmallTalkLeavesKnownWordsAlone(t *testing.T) {
	_, is := smallTalk("превет", map[string]bool{"превет": true})
	require.False(t, is)
}

func TestMeaningless(t *testing.T) {
	for _, m := range []string{"ыва", "фыва", "asdf", "qwerty", "йцукен", "???", ".", "", "аааа", "ппппп", "123"[:2], "ъъъ", "фвжщзкр", "лдж эзх", "фывапролджэ", "zxcvb", "hjkl hjkl", "кк", "асдфг", "12345", "ывапролд", "12 345", "42"} {
		require.True(t, meaningless(m), m)
	}
	for _, m := range []string{"доставка", "верните деньги", "хлеб", "блокчейн", "schedule", "89161234567", "заказ 42", "а12345", "лампочка", "взгляд", "как сварить борщ"} {
		require.False(t, meaningless(m), m)
	}
}

// Whatever is typed, the classifiers end, and one word of a question makes a question of it.
func FuzzSmallTalk(f *testing.F) {
	for _, s := range []string{"привет", "спасибо большое", "ыва", "???", "👍", "ъ", "hello, how much is it?", "\xff\xfe", "е́", "12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reason, is := smallTalk(text, nil)
		require.Equal(t, is, reason != "")
		meaningless(text)
		smallTalkTyped(text, nil)
		if utf8.ValidString(text) && !strings.ContainsAny(text, "\u0300\u0301") {
			_, is = smallTalk(text+" тарифы", nil)
			require.False(t, is, "a question was taken for small talk")
		}
	})
}
