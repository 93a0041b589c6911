package postgres_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// inTx runs steps that must succeed.
func inTx(t *testing.T, db *postgres.DB, f func(context.Context, *postgres.Tx)) {
	t.Helper()
	require.NoError(t, db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
		f(ctx, tx)
		return nil
	}))
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	require.NoError(t, err)
	return v
}

func equal[T any](t *testing.T, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
}

func TestCustomerKeepsChosenLanguage(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.Customer(ctx, 7)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		require.ErrorIs(t, tx.ChooseLanguage(ctx, 7, helpdesk.English), helpdesk.ErrNotFound)

		anna := helpdesk.Customer{ID: 7, FirstName: "Анна", Language: helpdesk.Russian, Attributes: map[string]string{"city": "Казань"}}
		c, err := tx.SeeCustomer(ctx, anna)
		require.NoError(t, err)
		require.False(t, c.CreatedAt.IsZero())

		require.NoError(t, tx.ChooseLanguage(ctx, 7, helpdesk.English))
		again, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7, FirstName: "Аня", Username: "anna", Language: helpdesk.Russian})
		require.NoError(t, err)
		want := c
		want.FirstName, want.Username, want.Language, want.LanguageChosen = "Аня", "anna", helpdesk.English, true
		equal(t, want, again)
		got, err := tx.Customer(ctx, 7)
		equal(t, want, must(t, got, err))
	})
}

func TestDialogue(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		d, err := tx.Dialogue(ctx, 7)
		equal(t, helpdesk.Dialogue{UserID: 7}, must(t, d, err))
		d = helpdesk.Dialogue{UserID: 7, Step: "phone", Data: map[string]string{"consent": "yes"}, LastOutcomeID: 3, TouchedAt: noon}
		require.NoError(t, tx.SaveDialogue(ctx, d))
		d.Step, d.Data, d.LastOutcomeID = "", map[string]string{}, 0
		require.NoError(t, tx.SaveDialogue(ctx, d))
		got, err := tx.Dialogue(ctx, 7)
		got.TouchedAt = got.TouchedAt.UTC()
		equal(t, d, must(t, got, err))
	})
}

func TestTicketsAndTheirHistory(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		for _, id := range []int64{100, 200} {
			require.NoError(t, tx.SaveManager(ctx, helpdesk.Manager{ID: id, Role: helpdesk.RoleManager}))
		}
		var ids []int64
		for i := range 3 {
			made, err := tx.CreateTicket(ctx, helpdesk.Ticket{
				CustomerID: 7, State: helpdesk.StateNew, Origin: helpdesk.OriginMiss, Question: "как вернуть?",
				Hits:       []helpdesk.Hit{{ArticleID: "returns", Confidence: 0.4, Refused: "below threshold"}},
				LastAuthor: helpdesk.AuthorCustomer, CreatedAt: noon.Add(time.Duration(i) * time.Minute),
			})
			require.NoError(t, err)
			ids = append(ids, made.ID)
		}

		queue, total, err := tx.Queue(ctx, 2, 1)
		require.NoError(t, err)
		require.Equal(t, 3, total)
		require.Equal(t, ids[1:], ticketIDs(queue))

		for i, id := range []int64{ids[1], ids[0]} { // taken in this order
			ticket, err := tx.LockTicket(ctx, id)
			require.NoError(t, err)
			require.Equal(t, "returns", ticket.Hits[0].ArticleID)
			event, err := ticket.Take(100, noon.Add(time.Hour+time.Duration(i)*time.Second))
			require.NoError(t, err)
			require.NoError(t, tx.SaveTicket(ctx, ticket, event))
		}
		inHand, err := tx.InHand(ctx, 100)
		require.NoError(t, err)
		require.Equal(t, []int64{ids[0], ids[1]}, ticketIDs(inHand), "last taken first")

		ticket := inHand[0]
		answered, err := ticket.Answer(100, noon.Add(2*time.Hour))
		require.NoError(t, err)
		require.NoError(t, tx.SaveTicket(ctx, ticket, answered))
		resolved, err := ticket.Resolve(100, noon.Add(3*time.Hour))
		require.NoError(t, err)
		require.NoError(t, tx.SaveTicket(ctx, ticket, resolved))
		end := noon.Add(7 * time.Hour)
		closed := ticket.Close(4*time.Hour, end)
		require.NoError(t, tx.SaveTicket(ctx, ticket, closed))

		mine, err := tx.CustomerTickets(ctx, 7, 10)
		require.NoError(t, err)
		require.Equal(t, []int64{ids[2], ids[1], ids[0]}, ticketIDs(mine), "live first, then newest first")
		require.Equal(t, noon.Add(2*time.Hour), mine[2].FirstResponseAt.UTC())
		require.Equal(t, noon.Add(3*time.Hour), mine[2].ResolvedAt.UTC())
		require.Equal(t, end, mine[2].ClosedAt.UTC())

		events, err := tx.Events(ctx, ids[0])
		require.NoError(t, err)
		var kinds []helpdesk.EventKind
		for _, e := range events {
			kinds = append(kinds, e.Kind)
		}
		require.Equal(t, []helpdesk.EventKind{
			helpdesk.EventCreated, helpdesk.EventTaken, helpdesk.EventAnswered, helpdesk.EventResolved,
			helpdesk.EventClosed,
		}, kinds)
		_, err = tx.Ticket(ctx, 999)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
		require.ErrorIs(t, tx.SaveTicket(ctx, helpdesk.Ticket{
			ID: 999, State: "new", LastAuthor: "customer", Priority: "low",
		}, nil), helpdesk.ErrNotFound)
	})
}

func ticketIDs(tickets []helpdesk.Ticket) (ids []int64) {
	for _, t := range tickets {
		ids = append(ids, t.ID)
	}
	return ids
}

func TestTicketMessages(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7})
		require.NoError(t, err)
		var added []helpdesk.Message
		for i := range 3 {
			m, err := tx.AddMessage(ctx, helpdesk.Message{
				TicketID: ticket.ID, Author: helpdesk.AuthorCustomer, AuthorID: 7, Kind: "text", Text: "а & б",
				HTML: "а &amp; б", ChatID: 7, TelegramID: 10 + i, CreatedAt: noon,
			})
			added = append(added, must(t, m, err))
		}
		last, err := tx.Messages(ctx, ticket.ID, 2)
		equal(t, added[1:], must(t, last, err))

		added[1].Text = "в"
		require.NoError(t, tx.EditMessage(ctx, added[1]))
		at, err := tx.MessageAt(ctx, 7, 11)
		require.NoError(t, err)
		require.Equal(t, "в", at.Text)
		require.False(t, at.EditedAt.IsZero())
		same, err := tx.Message(ctx, added[1].ID)
		equal(t, at, must(t, same, err))
		_, err = tx.MessageAt(ctx, 7, 99)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}

func TestInvitationIsUsedOnce(t *testing.T) {
	db := postgrestest.New(t)
	fresh, stale, late := sha256.Sum256([]byte("fresh")), sha256.Sum256([]byte("stale")), sha256.Sum256([]byte("late"))
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		inviter := helpdesk.Manager{ID: 100, Role: helpdesk.RoleAdministrator}
		require.NoError(t, tx.SaveManager(ctx, inviter))
		require.NoError(t, tx.CreateInvitation(ctx, helpdesk.Invitation{TokenHash: late, Role: helpdesk.RoleAdministrator, CreatedBy: 100}))
		require.NoError(t, tx.CreateInvitation(ctx, helpdesk.Invitation{TokenHash: fresh, Role: helpdesk.RoleManager, CreatedBy: 100}))
		require.NoError(t, tx.CreateInvitation(ctx, helpdesk.Invitation{
			TokenHash: stale, Role: helpdesk.RoleManager, CreatedBy: 100, CreatedAt: noon, ExpiresAt: time.Now().Add(-time.Second),
		}))
		i, err := tx.UseInvitation(ctx, fresh, 200)
		require.NoError(t, err)
		require.Equal(t, helpdesk.RoleManager, i.Role)
		inviter.Role = helpdesk.RoleManager
		require.NoError(t, tx.SaveManager(ctx, inviter)) // who may no longer invite, has invited nobody
		for _, hash := range [][32]byte{fresh, stale, late, {}} {
			_, err = tx.UseInvitation(ctx, hash, 300)
			require.ErrorIs(t, err, helpdesk.ErrNotFound)
		}
	})
}

func TestManagersContactsAndOutcomes(t *testing.T) {
	db := postgrestest.New(t)
	inTx(t, db, func(ctx context.Context, tx *postgres.Tx) {
		_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: 7})
		require.NoError(t, err)
		ticket, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: 7})
		require.NoError(t, err)

		m := helpdesk.Manager{ID: 100, Name: "Ольга", Language: helpdesk.Russian, Role: helpdesk.RoleAdministrator, CreatedAt: noon}
		require.NoError(t, tx.SaveManager(ctx, m))
		m.InHand = ticket.ID
		require.NoError(t, tx.SaveManager(ctx, m))
		got, err := tx.Manager(ctx, 100)
		got.CreatedAt = got.CreatedAt.UTC()
		equal(t, m, must(t, got, err))
		staff, err := tx.Managers(ctx)
		require.NoError(t, err)
		require.Len(t, staff, 1)

		for _, phone := range []string{"+79990000001", "+79990000002"} {
			require.NoError(t, tx.AddContact(ctx, helpdesk.Contact{CustomerID: 7, Phone: phone, ConsentAt: noon}))
		}
		contacts, err := tx.Contacts(ctx, 7)
		require.NoError(t, err)
		require.Equal(t, "+79990000002", contacts[0].Phone)

		o, err := tx.AddOutcome(ctx, helpdesk.Outcome{
			CustomerID: 7, Question: "цена?", Kind: helpdesk.OutcomeSuggested, Reason: "margin", Confidence: 0.5, AskedAt: noon,
		})
		require.NoError(t, err)
		o.Verdict, o.Click, o.TicketID = helpdesk.VerdictAskedHuman, 2, ticket.ID
		require.NoError(t, tx.SaveOutcome(ctx, o))
		asked, err := tx.CustomerOutcomes(ctx, 7, 5)
		equal(t, []helpdesk.Outcome{o}, must(t, asked, err))
		_, err = tx.Outcome(ctx, 999)
		require.ErrorIs(t, err, helpdesk.ErrNotFound)
	})
}

func TestOnCommit(t *testing.T) {
	db := postgrestest.New(t)
	var ran []string
	note := func(s string) func() { return func() { ran = append(ran, s) } }
	fails := errors.New("no")
	require.ErrorIs(t, db.InTx(t.Context(), func(_ context.Context, tx *postgres.Tx) error {
		tx.OnCommit(note("rolled back"))
		return fails
	}), fails)
	inTx(t, db, func(_ context.Context, tx *postgres.Tx) {
		tx.OnCommit(note("first"))
		tx.OnCommit(note("second"))
	})
	require.Equal(t, []string{"first", "second"}, ran)
}

func TestRollBackWithDeadContext(t *testing.T) {
	db := postgrestest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.Send(ctx, delivery.Outgoing{ChatID: 7, Method: "sendMessage", Params: []byte(`{}`)})
		cancel()
		return err
	})
	require.ErrorIs(t, err, context.Canceled)
	d, err := db.Depths(t.Context())
	require.NoError(t, err)
	require.Zero(t, d.Outbox)
}

func TestErrorsNameNobody(t *testing.T) {
	db := postgrestest.New(t)
	const person = 71000000019
	for name, ask := range map[string]func(context.Context, *postgres.Tx) error{
		"customer": func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.Customer(ctx, person); return err },
		"manager":  func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.Manager(ctx, person); return err },
		"language": func(ctx context.Context, tx *postgres.Tx) error {
			return tx.ChooseLanguage(ctx, person, helpdesk.English)
		},
		"customer's name": func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.SeeCustomer(ctx, helpdesk.Customer{ID: person, FirstName: "\x00"})
			return err
		},
		"manager's name": func(ctx context.Context, tx *postgres.Tx) error {
			return tx.SaveManager(ctx, helpdesk.Manager{ID: person, Name: "\x00"})
		},
		"contact": func(ctx context.Context, tx *postgres.Tx) error {
			return tx.AddContact(ctx, helpdesk.Contact{CustomerID: person})
		},
		"dialogue": func(ctx context.Context, tx *postgres.Tx) error {
			return tx.SaveDialogue(ctx, helpdesk.Dialogue{UserID: person, TicketID: 1})
		},
		"message": func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.MessageAt(ctx, person, 1); return err },
		"sent":    func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.SentAt(ctx, person, 1); return err },
		"after":   func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.SentAfter(ctx, person, 1); return err },
		"asked":   func(ctx context.Context, tx *postgres.Tx) error { _, err := tx.OutcomeAt(ctx, person, 1); return err },
		"outcome": func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.AddOutcome(ctx, helpdesk.Outcome{CustomerID: person})
			return err
		},
		"ticket": func(ctx context.Context, tx *postgres.Tx) error {
			_, err := tx.CreateTicket(ctx, helpdesk.Ticket{CustomerID: person})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := db.InTx(t.Context(), ask)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "71000000019")
		})
	}
}
