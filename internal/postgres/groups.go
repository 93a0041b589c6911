package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

const groupColumns = `chat_id, title, topic, language, bound_by, bound_at`

func scanGroup(row pgx.CollectableRow) (g helpdesk.GroupChat, err error) {
	err = row.Scan(&g.ID, &g.Title, &g.Topic, &g.Language, &g.BoundBy, &g.BoundAt)
	return g, err
}

// BindGroup stores a group where tickets are shown from now on, or how it is bound now.
func (t *Tx) BindGroup(ctx context.Context, g helpdesk.GroupChat) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO group_chats (`+groupColumns+`) VALUES (@chat, @title, @topic, @language, @by, @at)
		ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, topic = excluded.topic, language = excluded.language,
			bound_by = excluded.bound_by, bound_at = excluded.bound_at`,
		pgx.NamedArgs{
			"chat": g.ID, "title": g.Title, "topic": g.Topic, "language": g.Language, "by": g.BoundBy, "at": orNow(g.BoundAt),
		})
	if err != nil {
		return fmt.Errorf("bind group %d: %w", g.ID, err)
	}
	return nil
}

// UnbindGroup forgets a group with its cards and returns it as it was.
func (t *Tx) UnbindGroup(ctx context.Context, id int64) (helpdesk.GroupChat, error) {
	g, err := one(ctx, t, scanGroup, `DELETE FROM group_chats WHERE chat_id = @chat RETURNING `+groupColumns, pgx.NamedArgs{"chat": id})
	if err != nil {
		return g, fmt.Errorf("unbind group %d: %w", id, err)
	}
	return g, nil
}

// MoveGroup makes the supergroup that a group has become the bound one and returns it. Its cards are forgotten: they
// stand in the old group, where nothing can be changed any more.
func (t *Tx) MoveGroup(ctx context.Context, from, to int64) (helpdesk.GroupChat, error) {
	g, err := one(ctx, t, scanGroup, `
		WITH moved AS (DELETE FROM group_chats WHERE chat_id = @from RETURNING title, topic, language, bound_by, bound_at)
		INSERT INTO group_chats (`+groupColumns+`) SELECT @to, title, topic, language, bound_by, bound_at FROM moved
		ON CONFLICT (chat_id) DO NOTHING RETURNING `+groupColumns, pgx.NamedArgs{"from": from, "to": to})
	if err != nil {
		return g, fmt.Errorf("move group %d: %w", from, err)
	}
	return g, nil
}

// GroupChat returns a bound group.
func (t *Tx) GroupChat(ctx context.Context, id int64) (helpdesk.GroupChat, error) {
	g, err := one(ctx, t, scanGroup, `SELECT `+groupColumns+` FROM group_chats WHERE chat_id = @chat`, pgx.NamedArgs{"chat": id})
	if err != nil {
		return g, fmt.Errorf("group %d: %w", id, err)
	}
	return g, nil
}

// GroupChats returns the bound groups.
func (t *Tx) GroupChats(ctx context.Context) ([]helpdesk.GroupChat, error) {
	groups, err := all(ctx, t, scanGroup, `SELECT `+groupColumns+` FROM group_chats ORDER BY bound_at, chat_id`, nil)
	if err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	return groups, nil
}

// SaveCard remembers the message that shows a ticket in a group, and what it shows.
func (t *Tx) SaveCard(ctx context.Context, c delivery.Card) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO group_cards (ticket_id, chat_id, outbox_id, shown) VALUES (@ticket, @chat, @outbox, @shown)
		ON CONFLICT (ticket_id, chat_id) DO UPDATE SET outbox_id = excluded.outbox_id, shown = excluded.shown`,
		pgx.NamedArgs{"ticket": c.TicketID, "chat": c.ChatID, "outbox": c.OutboxID, "shown": c.Shown})
	if err != nil {
		return fmt.Errorf("remember the card of ticket %d: %w", c.TicketID, err)
	}
	return nil
}

// Cards returns the cards of a ticket in all groups.
func (t *Tx) Cards(ctx context.Context, ticketID int64) ([]delivery.Card, error) {
	cards, err := all(ctx, t, scanCard, `
		SELECT c.ticket_id, c.chat_id, c.outbox_id, o.telegram_id, c.shown
		FROM group_cards AS c LEFT JOIN outbox AS o ON o.id = c.outbox_id
		WHERE c.ticket_id = @ticket ORDER BY c.chat_id`, pgx.NamedArgs{"ticket": ticketID})
	if err != nil {
		return nil, fmt.Errorf("cards of ticket %d: %w", ticketID, err)
	}
	return cards, nil
}

// Card returns the card that was sent under the outbox id.
func (t *Tx) Card(ctx context.Context, outboxID int64) (delivery.Card, error) {
	card, err := one(ctx, t, scanCard, `
		SELECT ticket_id, chat_id, outbox_id, NULL::integer, shown FROM group_cards WHERE outbox_id = @outbox`,
		pgx.NamedArgs{"outbox": outboxID})
	if err != nil {
		return card, fmt.Errorf("card: %w", err)
	}
	return card, nil
}

// DropCard forgets the card that was sent under the outbox id.
func (t *Tx) DropCard(ctx context.Context, outboxID int64) error {
	tag, err := t.tx.Exec(ctx, `DELETE FROM group_cards WHERE outbox_id = @outbox`, pgx.NamedArgs{"outbox": outboxID})
	if err == nil && tag.RowsAffected() == 0 {
		err = helpdesk.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("drop a card: %w", err)
	}
	return nil
}

func scanCard(row pgx.CollectableRow) (c delivery.Card, err error) {
	var telegramID zeronull.Int4
	err = row.Scan(&c.TicketID, &c.ChatID, &c.OutboxID, &telegramID, &c.Shown)
	c.TelegramID = int(telegramID)
	return c, err
}
