package answer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestWantsHuman(t *testing.T) {
	for _, m := range []string{
		"позови живого человека", "хочу поговорить с человеком", "оператор", "Менеджер!", "соедините с оператором", "живой человек есть?",
		"нужен менеджер срочно", "operator", "talk to a human", "дайте живого человека", "позовите оператора", "Позови, пожалуйста, менеджера",
		"здравствуйте, можно поговорить с менеджером?", "хочу говорить с человеком, а не с ботом", "ОПЕРАТОРРР", "есть кто живой?", "есть живые люди?",
		"свяжите меня со специалистом", "мне нужен живой сотрудник", "переключите на оператора", "нет, позови человека", "аператор", "менеджр", "тупой бот, дай человека",
		"можно мне человека", "I want to talk to a real person", "can I speak to someone?", "human please", "connect me to an agent", "is there a live person?",
		"не хочу с ботом, дайте человека", "позовите менеджера, спасибо", "нужна поддержка", "позвать менеджера",
	} {
		require.True(t, wantsHuman(m, nil), m)
	}
	for _, m := range []string{
		"как добавить оператора в бот?", "как позвать менеджера из бота клиенту", "операторы", "managers", "подключить оператора", "поддержка", "кто", "бот", "привет", "",
		"???", "спасибо, менеджер", "вы человек или программа", "менеджер не отвечает", "сколько стоит оператор", "не надо менеджера", "хочу", "нужен ли оператор боту",
		"пожаловаться на менеджера", "хочу бота", "не бот", "живой", "персональный менеджер", "operator price", "can the bot talk to a human", "talk", "support",
		"хочу бота с живым оператором", "люди", "дайте скидку", "позовите меня", "спасибо, жду",
	} {
		require.False(t, wantsHuman(m, nil), m)
	}
}

func TestMisspeltPersonsLeaveKnownWordsAlone(t *testing.T) {
	require.False(t, wantsHuman("менеджир", map[string]bool{"менеджир": true}))
}

func TestDecideEscalatesWishesForAPerson(t *testing.T) {
	base, _ := kb.Load(kb.Embedded())
	d, err := newEngine(t, base, Config{}).Decide(t.Context(), Question{Text: "позови живого человека"})
	require.NoError(t, err)
	require.Equal(t, Escalate, d.Kind)
	require.Equal(t, AskedHuman, d.Reason)
	require.Empty(t, d.Hits)
}

// One word of a question makes a question of any wish.
func FuzzWantsHuman(f *testing.F) {
	for _, s := range []string{"позови живого человека", "оператор", "talk to a human", "не с ботом", "спасибо", "???", "\xff\xfe", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		wantsHuman(text, nil)
		if utf8.ValidString(text) && !strings.ContainsAny(text, "\u0300\u0301") {
			require.False(t, wantsHuman(text+" тарифы", nil), "a question was taken for a wish")
		}
	})
}
