package bot

import (
	"context"
	"errors"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Remind asks whether one of the suggestions was right, unless the customer pressed one or went on to something else.
func (b *Bot) Remind(ctx context.Context, s Store, outcomeID int64) error {
	o, err := s.Outcome(ctx, outcomeID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil // deleted with the customer's data
	}
	if err != nil {
		return err
	}
	if o.Click != 0 || o.Verdict != "" || o.TicketID != 0 {
		return nil
	}
	last, err := s.CustomerOutcomes(ctx, o.CustomerID, 1)
	if err != nil {
		return err
	}
	if len(last) > 0 && last[0].ID != o.ID {
		return nil
	}
	customer, err := s.Customer(ctx, o.CustomerID)
	if err != nil {
		return err
	}
	if customer.Banned() {
		return nil // a manager is offered no more
	}
	lz := b.texts.in(customer.Language)
	text := lz.say("reminder", args{"Question": shorten(o.Question, excerptLength)})
	return b.post(ctx, s, customer.ID, text, buttons(inline(row(
		button(lz.label("reminder.yes"), data(verbFound, o.TelegramID)),
		button(lz.label("key.manager"), data(verbHuman, o.TelegramID)),
	))))
}
