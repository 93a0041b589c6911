package bot

import (
	"context"
	"errors"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Chore is something that the bot does by itself for tickets whose time has come.
type Chore struct {
	Name string
	// Due returns the tickets that it may concern.
	Due func(context.Context, Store) ([]int64, error)
	// Do looks at one of them and does what is due, which is nothing when others were faster.
	Do func(context.Context, Store, int64) error
	// DoAll, where there is one, does so with many at once, so that people hear of them in a word.
	DoAll func(context.Context, Store, []int64) error
}

// Chores returns what the bot does by itself. Whoever runs them looks every minute or so for what is due.
func (b *Bot) Chores() []Chore {
	chores := []Chore{
		{Name: "alert", Due: b.lateTickets, Do: b.alert, DoAll: b.alertAll},
		{Name: "hand_on", Due: b.unattendedTickets, Do: b.byItself((*turn).handOn)},
		{Name: "silence", Due: b.silentTickets, Do: b.byItself((*turn).breakSilence)},
		{Name: "close", Due: b.settledTickets, Do: b.byItself((*turn).closeForGood)},
		{Name: "tell_of_articles", Due: b.unseenDrafts, Do: b.byItself((*turn).tellOfArticle)},
		{Name: "rating", Due: b.unratedTickets, Do: b.byItself((*turn).remindOfRating)},
	}
	for i, c := range chores {
		chores[i].Do = withStaffKept(c.Do)
		if c.DoAll != nil {
			chores[i].DoAll = withStaffKept(c.DoAll)
		}
	}
	return chores
}

// withStaffKept has nobody leave the staff while something is done, which may concern their tickets.
func withStaffKept[T any](do func(context.Context, Store, T) error) func(context.Context, Store, T) error {
	return func(ctx context.Context, s Store, what T) error {
		if err := s.KeepStaff(ctx); err != nil {
			return err
		}
		return do(ctx, s, what)
	}
}

// byItself returns what does something with a ticket in nobody's turn, the ticket locked.
func (b *Bot) byItself(do func(*turn, context.Context, helpdesk.Ticket, []helpdesk.Event) error) func(context.Context, Store, int64) error {
	return func(ctx context.Context, s Store, id int64) error {
		ticket, err := s.LockTicket(ctx, id)
		if errors.Is(err, helpdesk.ErrNotFound) {
			return nil // deleted meanwhile
		}
		if err != nil {
			return err
		}
		history, err := s.Events(ctx, id)
		if err != nil {
			return err
		}
		return do(&turn{Bot: b, store: s, now: b.Now().In(b.Location)}, ctx, ticket, history)
	}
}

// lateTickets are those for whom the time of a target is short, or over.
func (b *Bot) lateTickets(ctx context.Context, s Store) ([]int64, error) {
	marks := b.SLA.Marks(b.Calendar, b.Now())
	if len(marks) == 0 {
		return nil, nil
	}
	return s.LateTickets(ctx, marks)
}

// unattendedTickets are those whose manager is away, or has left the customer without an answer for too long.
func (b *Bot) unattendedTickets(ctx context.Context, s Store) ([]int64, error) {
	var silent time.Time // nobody waits since then
	if b.Patience.HandOn > 0 {
		silent = b.Calendar.Before(b.Now(), b.Patience.HandOn)
	}
	return s.UnattendedTickets(ctx, silent)
}

// silentTickets are those whose customer was not heard of for too long.
func (b *Bot) silentTickets(ctx context.Context, s Store) ([]int64, error) {
	p, now := b.Patience, b.Now()
	var reminded time.Time // nobody was reminded before
	if p.Close > 0 {
		reminded = now.Add(-p.Close)
	}
	switch {
	case p.Remind > 0:
		return s.SilentTickets(ctx, now.Add(-p.Remind), reminded)
	case p.Close > 0:
		return s.SilentTickets(ctx, now.Add(-p.Close), reminded)
	}
	return nil, nil
}

// settledTickets are those to which the customer can come back no more.
func (b *Bot) settledTickets(ctx context.Context, s Store) ([]int64, error) {
	if b.Patience.Reopen <= 0 {
		return nil, nil
	}
	return s.SettledTickets(ctx, b.Now().Add(-b.Patience.Reopen))
}
