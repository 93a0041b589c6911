package bot_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// refuse lets Telegram refuse, after the fact, what the bot sent to somebody last about a ticket message.
func (s *stage) refuse(ctx context.Context, to string, why delivery.Refusal) string {
	s.t.Helper()
	require.NoError(s.t, s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		o := delivery.Outgoing{ChatID: ids[to]}
		if err := s.sql.QueryRow(ctx, `
			SELECT id, message_id, coalesce(about, 0), mention FROM outbox WHERE chat_id = $1 AND message_id IS NOT NULL ORDER BY id DESC LIMIT 1`,
			o.ChatID).Scan(&o.ID, &o.MessageID, &o.About, &o.Mention); err != nil {
			return err
		}
		return s.bot.Refused(ctx, tx, o, why)
	}))
	require.NoError(s.t, s.pump(ctx))
	return s.heard("")
}

// Who wrote a message that Telegram refused is told so, and nobody else.
func TestRefusedMessages(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.do("@ Мария is a manager", "@ Олег is a manager",
		"> Анна sends photo: Сломался", "> Мария: /take 1", "> Мария sends document: Инструкция")

	require.Equal(t, "< bot to Мария replying to «Инструкция»: ⚠️ Сообщение не доставлено: Telegram его не принял. "+
		"Заявка №1, Анна. Попробуйте отправить его иначе.\n  [Открыть]\n", s.refuse(ctx, "Анна", delivery.RefusedFile))
	require.Equal(t, "< bot to Анна replying to «Сломался»: Не получилось передать менеджеру это сообщение (заявка №1). "+
		"Пришлите его, пожалуйста, ещё раз или иначе: текстом, фото или файлом.\n< bot to Мария: №1 · Анна\n"+
		"  Клиент прислал: 🖼 фото. Telegram не даёт это переслать, поэтому бот попросил прислать иначе.\n", s.refuse(ctx, "Мария", delivery.RefusedGone))
	require.Equal(t, ids["Мария"], s.ticket(ctx, 1).AssigneeID, "one bad message is no reason to lose the ticket")

	s.do("> Мария: /release", "> Олег: /take 1")
	require.Empty(t, s.refuse(ctx, "Олег", delivery.RefusedGone), "Мария's file was refused to a colleague only")

	s.do("> Олег sends photo: /note Схема", "> Олег: /release", "> Мария: /take 1")
	require.Empty(t, s.refuse(ctx, "Мария", delivery.RefusedFile), "Олег's note came with the ticket and called nobody")
	s.check()
}

// Who edited a message hears that the copy stays as it was; a customer's words go out once more instead.
func TestRefusedEdits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Анна: Сколько лет вашему директору и где он учился?",
		"> Мария: /take 1", "> Мария: Сорок", "> Мария edits «Сорок»: Сорок три")
	require.Equal(t, "< bot to Мария replying to «Сорок три»: ⚠️ Правка не дошла: Telegram её не принял. "+
		"Заявка №1, Анна. Отправьте исправленное новым сообщением.\n  [Открыть]\n", s.refuse(ctx, "Анна", delivery.RefusedGone))
	require.Contains(t, s.do("> Мария: /ticket 1"), "10:00 ⚠️ правка не дошла, осталось прежнее сообщение\n")

	s.do("> Анна sends photo: Сломался", "> Анна edits «Сломался»: Сломался чайник")
	require.Equal(t, "< bot to Мария: (photo) №1 · Анна\n  Сломался чайник\n", s.refuse(ctx, "Мария", delivery.RefusedTooLong))
	s.do("> Анна edits «Сломался чайник»: Сломался утюг", "> Анна replies to «Сломался утюг»: /delete")
	require.Empty(t, s.refuse(ctx, "Мария", delivery.RefusedGone), "what was taken back is to be gone anyway")
	s.check()
}

// A mention that Telegram refuses stands in the history, and its author is told.
func TestRefusedMentions(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.do("@ Мария is a manager", "@ Олег is a manager", "> Анна sends photo: Сломался", "> Мария: /take 1", "> Мария: /note @Олег, взгляни")

	require.Equal(t, "< bot to Мария replying to «/note @Олег, взгляни»: ⚠️ Олег не получит вашу заметку к заявке №1: "+
		"Telegram её не принял. В истории заявки она есть.\n  [Открыть]\n", s.refuse(ctx, "Олег", delivery.RefusedOther))
	require.Contains(t, s.do("> Мария: /ticket 1"), "10:00 ⚠️ заметка не дошла: Олег\n")

	s.do("> Олег blocks the bot")
	heard := s.do("> Мария: /note @Олег, ещё раз")
	require.Contains(t, heard, "⚠️ Заметка к заявке №1 не дошла: Олег больше не принимает сообщения от бота.")
	require.Equal(t, ids["Мария"], s.ticket(ctx, 1).AssigneeID)
	s.check()
}

// What nobody wrote is refused without a word.
func TestRefusedNewsIsNoNews(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.Refused(ctx, tx, delivery.Outgoing{ChatID: 1, TicketID: 1}, delivery.RefusedBlocked)
	}))
	require.NoError(t, s.pump(t.Context()))
	require.Empty(t, s.heard(""))
}

// Somebody of the configured list is greeted at the first word, in the language of the person's Telegram, and keeps the
// rights when the list is read again.
func TestConfiguredManagerIsGreetedAtTheFirstWord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ensure := func() {
		require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
			return s.bot.EnsureManagers(ctx, tx, []int64{ids["Олег"]})
		}))
	}
	ensure()
	oleg, err := s.person("Олег")
	require.NoError(t, err)
	require.NoError(t, oleg.Language("en"))
	heard := s.do("> Олег: /queue")
	require.Contains(t, heard, "Hello, Олег! This is your desk.")
	require.Contains(t, heard, "The queue is empty")
	require.NotContains(t, s.do("> Олег: /queue"), "Hello")
	ensure()
	require.Contains(t, s.do("> Олег: /invite"), "https://t.me/shop_bot?start=inv_")
	require.Contains(t, commands(s.api.Commands(ids["Олег"])), "invite")
	s.check()
}

func commands(list []botapi.Command) []string {
	var names []string
	for _, c := range list {
		names = append(names, c.Command)
	}
	return names
}

// An administrator of the configured list was a mere manager before.
func TestInvitedManagerBecomesAdministrator(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite", "> Олег opens the link")
	require.Contains(t, s.do("> Олег: /invite"), "только администраторы")
	require.NoError(t, s.staff(t.Context(), "Олег"))
	require.Contains(t, s.do("> Олег: /invite"), "start=inv_")
	s.check()
}
