package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Ratings are what customers make of the work on their tickets.
type Ratings interface {
	// Rating returns the rating of a ticket, or the request for one; helpdesk.ErrNotFound when nobody asked.
	Rating(ctx context.Context, ticketID int64) (helpdesk.Rating, error)
	SaveRating(ctx context.Context, r helpdesk.Rating) error
	// UnratedTickets returns the ended tickets whose customers were asked for a score at the given time or earlier, and
	// have neither given one nor been reminded.
	UnratedTickets(ctx context.Context, asked time.Time) ([]int64, error)
}

// askRating asks the customer of a ticket that was just resolved for a score. The request is in a message of its own and
// about no ticket, so that thanks in reply to it do not open the ticket again.
func (t *turn) askRating(ctx context.Context, ticket helpdesk.Ticket) error {
	rating, err := t.store.Rating(ctx, ticket.ID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	if !rating.Asks(&ticket, t.now) {
		return nil
	}
	if _, err := t.store.Manager(ctx, ticket.CustomerID); !errors.Is(err, helpdesk.ErrNotFound) {
		return err // who has joined the staff is no customer any more
	}
	rating.Ask(&ticket, t.now)
	if err := t.store.SaveRating(ctx, rating); err != nil {
		return err
	}
	return t.sendRatingRequest(ctx, ticket, "rating.ask")
}

// sendRatingRequest asks for a score in the words of the key.
func (t *turn) sendRatingRequest(ctx context.Context, ticket helpdesk.Ticket, key string) error {
	words, err := t.voice(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	text := words.say(key, args{"Number": ticket.ID, "Question": shorten(ticket.Question, nameLength)})
	return t.tell(ctx, ticket.CustomerID, text, buttons(inline(scores(words, ticket.ID))))
}

// scores is a row with a button for each score.
func scores(words localizer, ticketID int64) []telego.InlineKeyboardButton {
	r := make([]telego.InlineKeyboardButton, 0, helpdesk.MaxScore)
	for score := 1; score <= helpdesk.MaxScore; score++ {
		r = append(r, button(words.label("rating.score", args{"Score": score}), data(verbRate, ticketID, score)))
	}
	return r
}

// stars draws a score.
func stars(score int) string { return strings.Repeat("⭐", score) }

// unratedTickets are those whose customers were asked for a score a day ago. Nobody is reminded of it at night.
func (b *Bot) unratedTickets(ctx context.Context, s Store) ([]int64, error) {
	if !b.Calendar.Open(b.Now()) {
		return nil, nil
	}
	return s.UnratedTickets(ctx, b.Now().Add(-helpdesk.RatingReminder))
}

// remindOfRating asks once more for a score.
func (t *turn) remindOfRating(ctx context.Context, ticket helpdesk.Ticket, _ []helpdesk.Event) error {
	rating, err := t.store.Rating(ctx, ticket.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return nil // deleted meanwhile
	}
	if err != nil || !rating.Reminds(&ticket, t.now) {
		return err
	}
	rating.RemindedAt = t.now
	if err := t.store.SaveRating(ctx, rating); err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil || customer.Banned() {
		return err
	}
	if _, err := t.store.Manager(ctx, customer.ID); !errors.Is(err, helpdesk.ErrNotFound) {
		return err // who has joined the staff is no customer any more
	}
	return t.sendRatingRequest(ctx, ticket, "rating.remind")
}

// tellOfRating tells the manager who had the ticket, and the administrators, what its customer says of it, in the words
// of the key.
func (t *turn) tellOfRating(ctx context.Context, ticket helpdesk.Ticket, rating helpdesk.Rating, key string) error {
	staff, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	customer, err := t.store.Customer(ctx, ticket.CustomerID)
	if err != nil {
		return err
	}
	for _, m := range staff {
		if m.ID != rating.ManagerID && m.Role != helpdesk.RoleAdministrator {
			continue
		}
		words := t.texts.in(m.Language)
		text := words.say(key, args{
			"Ticket": ticket.ID, "Name": customerName(words, customer), "Score": rating.Score,
			"Comment": shorten(rating.Comment, cardEntry),
		})
		show := button(words.label("manager.button.card"), data(verbCard, ticket.ID))
		if err := t.tell(ctx, m.ID, text, buttons(inline(row(show))), about(ticket.ID)); err != nil {
			return err
		}
	}
	return nil
}
