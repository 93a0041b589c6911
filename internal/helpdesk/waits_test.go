package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHandOnOfWhatWaits(t *testing.T) {
	c, _, monday := office(t, "")
	p := Patience{HandOn: 3 * time.Hour}
	ticket := &Ticket{
		ID: 1, CustomerID: 100, State: StateNew, LastAuthor: AuthorCustomer, CreatedAt: monday, WaitingSince: monday,
	}
	require.Empty(t, p.HandsOn(c, ticket, nil, true, monday.AddDate(0, 0, 1)), "nobody has it")
	taken, err := ticket.Take(1, monday.Add(7*time.Hour))
	require.NoError(t, err)
	history := []Event{*taken}
	require.Empty(t, p.HandsOn(c, ticket, history, false, monday.Add(9*time.Hour)), "not the wait before it was taken counts")
	require.Empty(t, p.HandsOn(c, ticket, history, false, monday.Add(23*time.Hour)), "nor the night")
	require.Equal(t, WhySilent, p.HandsOn(c, ticket, history, false, monday.Add(25*time.Hour)))
	require.Equal(t, WhyAway, p.HandsOn(c, ticket, history, true, monday.Add(8*time.Hour)))
	require.Empty(t, Patience{}.HandsOn(c, ticket, history, false, monday.AddDate(1, 0, 0)), "never, when nothing is said")

	answered, err := ticket.Answer(1, monday.Add(8*time.Hour))
	require.NoError(t, err)
	history = append(history, *answered)
	require.Empty(t, p.HandsOn(c, ticket, history, true, monday.AddDate(0, 0, 2)), "the customer is waited for")
	replied, err := ticket.CustomerWrote(week, monday.AddDate(0, 0, 2))
	require.NoError(t, err)
	history = append(history, *replied)
	require.Empty(t, p.HandsOn(c, ticket, history, false, monday.AddDate(0, 0, 2).Add(2*time.Hour)))
	require.Equal(t, WhySilent, p.HandsOn(c, ticket, history, false, monday.AddDate(0, 0, 2).Add(3*time.Hour)))

	answered, err = ticket.Answer(1, monday.AddDate(0, 0, 2).Add(time.Hour))
	require.NoError(t, err)
	unanswered := ticket.Unanswer(1, Standing{Asked: monday}, monday.AddDate(0, 0, 2).Add(2*time.Hour))
	history = append(history, *answered, *unanswered)
	require.Empty(t, p.HandsOn(c, ticket, history, false, monday.AddDate(0, 0, 2).Add(4*time.Hour)), "who takes an answer back is at it")
	require.Equal(t, WhySilent, p.HandsOn(c, ticket, history, false, monday.AddDate(0, 0, 2).Add(5*time.Hour)))
}

func TestSilenceOfACustomer(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name              string
		p                 Patience
		reminds, resolves time.Duration // since the answer; 0: never
	}{
		{"both", Patience{Remind: 2 * day, Close: 3 * day}, 2 * day, 5 * day},
		{"a reminder alone", Patience{Remind: 2 * day}, 2 * day, 0},
		{"no reminder", Patience{Close: 3 * day}, 0, 3 * day},
		{"neither", Patience{}, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ticket := &Ticket{
				ID: 1, CustomerID: 100, State: StateWaitingCustomer, AssigneeID: 1, LastAuthor: AuthorManager,
				CreatedAt: noon, FirstResponseAt: noon, WaitingSince: noon,
			}
			history := []Event{*ticket.Remind(noon.Add(-time.Hour))} // of an earlier silence
			var reminded, resolved time.Duration
			for passed := time.Duration(0); passed < 10*day; passed += time.Hour {
				switch due := tt.p.Silence(ticket, history, noon.Add(passed)); due {
				case EventReminded:
					require.Zero(t, reminded, "a customer is reminded once")
					reminded = passed
					history = append(history, *ticket.Remind(noon.Add(passed)))
				case EventResolved:
					resolved = passed
					e, err := ticket.ResolveSilent(noon.Add(passed))
					require.NoError(t, err)
					require.Equal(t, Event{TicketID: 1, Kind: EventResolved, Note: WhySilent, At: noon.Add(passed)}, *e)
				default:
					require.Empty(t, due)
				}
			}
			require.Equal(t, tt.reminds, reminded)
			require.Equal(t, tt.resolves, resolved)
		})
	}
}
