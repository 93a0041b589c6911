package bot

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// wordsAt returns what was said at a place of the chat that a ticket message came from: the part of it that stands there,
// else all of it.
func (t *turn) wordsAt(ctx context.Context, message helpdesk.Message, telegramID int) (string, error) {
	parts, err := t.store.Parts(ctx, message.ID)
	if err != nil {
		return "", err
	}
	if i := helpdesk.PartAt(parts, telegramID); i >= 0 {
		return parts[i].Text, nil
	}
	return message.Text, nil
}

// rewording is what became of words that a customer changed or took back.
type rewording struct{ was, now string }

// reword changes the question of a ticket when it is words that the customer changed or took back, also of tickets that
// were merged: what nobody shall read must not stand there either. It returns whether the ticket asks something else now;
// it is to be saved then.
func (t *turn) reword(ctx context.Context, ticket *helpdesk.Ticket, words ...rewording) (asked bool, err error) {
	for _, w := range words {
		if w.was == "" || w.was == w.now {
			continue
		}
		merged, err := t.store.RewordMerged(ctx, ticket.CustomerID, w.was, w.now)
		if err != nil {
			return false, err
		}
		for _, m := range merged {
			if err := t.showAnew(ctx, m); err != nil {
				return false, err
			}
		}
		if ticket.Question == w.was {
			ticket.Question, asked = w.now, true
		}
	}
	return asked, nil
}

// showAnew shows what the customer asks as it is now where the ticket was offered.
func (t *turn) showAnew(ctx context.Context, ticket helpdesk.Ticket) error {
	if err := t.refreshCards(ctx, ticket); err != nil { // of the groups
		return err
	}
	return t.refreshOffers(ctx, ticket)
}
