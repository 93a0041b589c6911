package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// rateTicket keeps the score that the customer gave to a ticket, or changed.
func (c *customerTurn) rateTicket(ctx context.Context, id, score int64) error {
	ticket, rating, err := c.rating(ctx, id)
	if err != nil {
		return err
	}
	wasLow := rating.Given() && rating.Low()
	event, first, err := rating.Rate(&ticket, int(min(max(score, 0), helpdesk.MaxScore+1)), c.now)
	switch {
	case errors.Is(err, helpdesk.ErrNoScore):
		return errStale // forged
	case errors.Is(err, helpdesk.ErrRated):
		c.reply(ctx, c.text.label("rating.too_late"))
		return nil
	case err != nil:
		return err
	case event == nil:
		c.reply(ctx, c.text.label("rating.same"))
		return nil
	}
	if err := c.store.SaveRating(ctx, rating); err != nil {
		return err
	}
	if err := c.change(ctx, ticket, event); err != nil {
		return err
	}
	if first {
		c.countScore(rating.Score)
	}
	if err := c.tellOfScore(ctx, ticket, rating, wasLow); err != nil {
		return err
	}
	return c.thankForScore(ctx, ticket, rating)
}

// tellOfScore tells the staff of a low score, and of one that is no longer low.
func (c *customerTurn) tellOfScore(ctx context.Context, ticket helpdesk.Ticket, rating helpdesk.Rating, wasLow bool) error {
	switch {
	case rating.Low():
		return c.tellOfRating(ctx, ticket, rating, "manager.rated.low")
	case wasLow:
		return c.tellOfRating(ctx, ticket, rating, "manager.rated.better")
	}
	return nil
}

// thankForScore shows the score in the place of the request, with what the customer may do now: choose another one, add
// words, and come back to a ticket that was not solved well.
func (c *customerTurn) thankForScore(ctx context.Context, ticket helpdesk.Ticket, rating helpdesk.Rating) error {
	number := args{"Number": ticket.ID}
	key := "rating.thanks"
	var again []telego.InlineKeyboardButton
	if rating.Low() {
		key = "rating.sorry"
		if !ticket.State.Live() {
			again = row(button(c.text.label("ticket.again", number), data(verbAdd, ticket.ID)))
		}
	}
	text := c.text.say(key, args{"Number": ticket.ID, "Stars": stars(rating.Score), "Live": ticket.State.Live()}) + "\n" +
		c.text.say("rating.until", args{"Until": c.clock(rating.ChangeableUntil())})
	comment := row(button(c.text.label("rating.button.comment"), data(verbComment, ticket.ID)))
	return c.replace(ctx, text, inline(scores(c.text, ticket.ID), comment, again))
}

// startComment makes the customer's next message a comment on the score. Only this button does so: whatever else the
// customer writes after a score is no comment but a question.
func (c *customerTurn) startComment(ctx context.Context, id int64) error {
	ticket, rating, err := c.rating(ctx, id)
	if err != nil {
		return err
	}
	if !rating.Given() {
		return errStale // forged, or asked for another score since
	}
	if !c.now.Before(rating.ChangeableUntil()) {
		c.reply(ctx, c.text.label("rating.too_late"))
		return nil
	}
	if err := c.leavePhone(ctx); err != nil {
		return err
	}
	c.wait(stepComment)
	c.dialogue.Data[dataTicket] = strconv.FormatInt(ticket.ID, 10)
	skip := button(c.text.label("rating.button.skip"), data(verbSkipComment, ticket.ID))
	return c.say(ctx, c.text.say("rating.comment.ask", args{"Number": ticket.ID}), buttons(inline(row(skip))))
}

// skipComment leaves a score without words. A step that something else began since then goes on.
func (c *customerTurn) skipComment(ctx context.Context) error {
	if c.dialogue.Step == stepComment {
		c.endStep()
	}
	return c.replace(ctx, c.text.say("rating.comment.skipped"), nil)
}

// takeComment keeps what the customer says about the score.
func (c *customerTurn) takeComment(ctx context.Context, said helpdesk.Message) error {
	id := action{args: []string{c.dialogue.Data[dataTicket]}}.id(0)
	comment := strings.TrimSpace(said.Text)
	if said.Kind != kindText || comment == "" {
		skip := button(c.text.label("rating.button.skip"), data(verbSkipComment, id))
		return c.say(ctx, c.text.say("rating.comment.words_only"), buttons(inline(row(skip))))
	}
	c.endStep()
	ticket, rating, err := c.rating(ctx, id)
	if errors.Is(err, errStale) { // merged, or deleted meanwhile
		return c.say(ctx, c.text.say("rating.too_late"), buttons(c.keyboard()))
	}
	if err != nil {
		return err
	}
	event, err := rating.Explain(&ticket, comment, c.now)
	if errors.Is(err, helpdesk.ErrRated) {
		return c.say(ctx, c.text.say("rating.too_late"), buttons(c.keyboard()))
	}
	if err != nil {
		return err
	}
	if err := c.store.SaveRating(ctx, rating); err != nil {
		return err
	}
	if err := c.change(ctx, ticket, event); err != nil {
		return err
	}
	if rating.Low() {
		if err := c.tellOfRating(ctx, ticket, rating, "manager.rated.explained"); err != nil {
			return err
		}
	}
	return c.say(ctx, c.text.say("rating.comment.thanks"), buttons(c.keyboard()))
}

// rating returns a ticket of the customer, locked, with its rating. One that nobody asked to rate is stale, or forged.
func (c *customerTurn) rating(ctx context.Context, id int64) (helpdesk.Ticket, helpdesk.Rating, error) {
	ticket, err := c.own(ctx, id)
	if err != nil {
		return ticket, helpdesk.Rating{}, err
	}
	rating, err := c.store.Rating(ctx, ticket.ID)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return ticket, rating, errStale
	}
	return ticket, rating, err
}
