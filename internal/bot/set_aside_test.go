package bot_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// TestWhatTheBotFailsOnReachesTheManagers: nobody waits for ever because of a mistake of ours.
func TestWhatTheBotFailsOnReachesTheManagers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	require.NoError(t, s.staff(ctx, "Мария"))
	require.NoError(t, s.pump(ctx))
	maria, anna := s.people["Мария"], s.api.AddUser(5000, botapi.Profile{FirstName: "Анна"})
	for _, p := range []*botapi.Person{anna, maria} {
		_, err := p.Send("Где <мой> заказ?")
		require.NoError(t, err)
	}
	updates, err := s.fetch(ctx)
	require.NoError(t, err)
	require.Len(t, updates, 2)
	edited := updates[0]
	edited.Raw = []byte(`{"update_id": 9, "edited_message": {"message_id": 9, "text": "а", "from": {"id": 5000}, "chat": {"id": 5000, "type": "private"}}}`)
	press := updates[0]
	press.Raw = []byte(`{"update_id": 10, "callback_query": {"id": "1", "data": "x", "from": {"id": 5000},
		"message": {"message_id": 9, "date": 1, "text": "а", "chat": {"id": 5000, "type": "private"}}}}`)
	for _, u := range append(updates, edited, press) {
		require.NoError(t, s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error { return s.bot.SetAside(ctx, tx, u) }))
	}
	_, err = s.deliver(ctx)
	require.NoError(t, err)
	last := func(person int64, back int) string {
		messages := s.api.Messages(person)
		return messages[len(messages)-back].Text
	}
	require.Contains(t, last(5000, 2), "Простите")
	require.Contains(t, last(5000, 2), "заявка №1")
	require.Contains(t, last(5000, 1), "ещё раз", "of the press")
	require.Contains(t, last(maria.ID(), 2), "Где <мой> заказ?", "the offer")
	require.Contains(t, last(maria.ID(), 1), "ещё раз")
	require.Empty(t, s.refused)

	require.Error(t, s.bot.SetAside(ctx, nil, delivery.Update{Raw: []byte(`{"message": 1}`)}), "nobody can be told who is not known")
}
