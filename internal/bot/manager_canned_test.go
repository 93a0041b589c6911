package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// A finger that taps «Отправить» twice sends once.
func TestCannedReplyIsSentOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /canned add привет Здравствуйте, {имя}!",
		"> Анна: Сколько лет вашему директору и где он учился?", "> Мария: /take 1", "> Мария: /canned привет")
	maria := s.people["Мария"]
	preview, err := find(maria, func(m botapi.Message) bool { return m.ReplyMarkup != nil })
	require.NoError(t, err)
	for range 2 {
		_, err := maria.Press(preview.ID, preview.ReplyMarkup.Rows[0][0].Data)
		require.NoError(t, err)
	}
	require.NoError(t, s.pump(t.Context()))
	heard := s.heard("Мария")
	require.Equal(t, 1, strings.Count(heard, "< bot to Анна"), heard)
	require.Contains(t, heard, "< bot notes: Уже отправлено")
	s.check()
}

// The formatting of a reply and the names in it arrive as they are, whatever they hold.
func TestCannedReplyKeepsItsFormatting(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: Сколько <лет> \"вашему\" директору и где он учился?", "> Мария: /take 1")
	maria := s.people["Мария"].ID()
	text := "/canned  add\nответ 🙂 Вы спросили: {вопрос}"
	raw := fmt.Sprintf(`{"update_id": 1000000, "message": {"message_id": 1000, "date": 1,
		"from": {"id": %d, "is_bot": false, "first_name": "Мария"}, "chat": {"id": %d, "type": "private"},
		"text": %q, "entities": [{"type": "bot_command", "offset": 0, "length": 7}, {"type": "bold", "offset": 22, "length": 11},
		{"type": "text_link", "offset": 35, "length": 8, "url": "https://example.com/{вопрос}"}]}}`, maria, maria, text)
	_, err := s.db.Receive(t.Context(), s.api.Bot().ID, []delivery.Update{
		{ID: 1000000, ChatID: maria, Kind: "message", Raw: []byte(raw), ReceivedAt: s.now},
	})
	require.NoError(t, err)
	require.NoError(t, s.pump(t.Context()))
	s.do("> Мария: /canned ответ", "> Мария presses [✅ Отправить в №1]")
	require.Empty(t, s.refused)
	got, err := find(s.people["Анна"], func(m botapi.Message) bool { return strings.Contains(m.Body(), "Вы спросили") })
	require.NoError(t, err)
	require.Equal(t, "👤 Мария\n🙂 Вы спросили: Сколько <лет> \"вашему\" директору и где он учился?", got.Text)
	head := len([]rune("👤 Мария\n")) + 1 // the first sign takes two units
	require.Contains(t, got.Entities, botapi.Entity{Type: "bold", Offset: head + 3, Length: 11})
	s.check()
}

// What a reply may be is said when it is not; the text and the list of many stay within what Telegram takes.
func TestCannedRepliesAtTheirLimits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager")
	require.Contains(t, s.do("> Мария: /canned add длинный "+strings.Repeat("ы", 2001)), "в шаблоне до 2000 знаков")
	for i := range 23 {
		name := fmt.Sprintf("%02d", i) + strings.Repeat("ы", 30)
		require.Contains(t, s.do("> Мария: /canned add "+name+" "+strings.Repeat("<ы & ы>", 250)), "готов")
	}
	heard := s.do("> Мария: /canned", "> Мария presses [Ещё →]", "> Мария presses [Ещё →]")
	require.NotContains(t, heard, "Telegram refuses")
	require.Contains(t, heard, "[22ы")
	require.Contains(t, s.do("> Мария: /canned add один\\n \\n"), "Напишите имя и текст")
	require.Contains(t, s.do("> Мария sends photo: /canned add фото Текст"), "Такой команды нет")
	s.check()
}

// A reply that grows beyond a message by what is filled in is not shown as if it could be sent.
func TestCannedReplyThatGrewTooLong(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Анна: "+strings.Repeat("Сколько лет вашему директору? ", 8), "> Мария: /take 1",
		"> Мария: /canned add много "+strings.Repeat("{вопрос}", 30))
	require.Contains(t, s.do("> Мария: /canned много"), "слишком длинный для одного сообщения")
	require.Empty(t, s.refused)
	s.check()
}
