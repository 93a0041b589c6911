package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRating(t *testing.T) {
	ticket := &Ticket{
		ID: 1, CustomerID: 100, AssigneeID: 7, State: StateResolved, FirstResponseAt: noon, ResolvedAt: noon,
	}
	var r Rating
	require.True(t, r.Asks(ticket, noon))
	r.Ask(ticket, noon)
	_, err := r.Explain(ticket, "words", noon)
	require.ErrorIs(t, err, ErrRated, "there is no score yet")
	for _, score := range []int{-1, 0, 6} {
		_, _, err := r.Rate(ticket, score, noon)
		require.ErrorIs(t, err, ErrNoScore, score)
		require.False(t, r.Given())
	}

	at := noon.Add(time.Hour)
	event, first, err := r.Rate(ticket, 2, at)
	require.NoError(t, err)
	require.True(t, first)
	require.True(t, r.Low())
	require.Equal(t, &Event{TicketID: 1, Kind: EventRated, ActorID: 100, Note: "2", At: at}, event)
	event, _, err = r.Rate(ticket, 2, at)
	require.NoError(t, err)
	require.Nil(t, event, "the same again")
	_, first, err = r.Rate(ticket, 3, at.Add(RatingWindow-time.Second))
	require.NoError(t, err)
	require.False(t, first)
	require.False(t, r.Low())
	event, err = r.Explain(ticket, "words", at.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, &Event{TicketID: 1, Kind: EventRatingExplained, ActorID: 100, Note: "words", At: at.Add(time.Minute)}, event)
	_, _, err = r.Rate(ticket, 5, at.Add(RatingWindow))
	require.ErrorIs(t, err, ErrRated)
	_, err = r.Explain(ticket, "more", at.Add(RatingWindow))
	require.ErrorIs(t, err, ErrRated)
	require.Equal(t, Rating{TicketID: 1, ManagerID: 7, Score: 3, Comment: "words", AskedAt: noon, RatedAt: at}, r)

	require.False(t, r.Asks(ticket, at.Add(RatingWindow-time.Second)), "closed again within a day")
	again := at.Add(RatingWindow)
	require.True(t, r.Asks(ticket, again))
	r.Ask(ticket, again)
	require.False(t, r.Given())
	require.Equal(t, 3, r.Score, "stays until there is another")
	_, first, err = r.Rate(ticket, 3, again.Add(time.Hour))
	require.NoError(t, err)
	require.True(t, first)
	require.Empty(t, r.Comment, "it explained the other score")
}

func TestNobodyIsAskedInVain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		ticket Ticket
	}{
		{"nobody answered", Ticket{State: StateResolved}},
		{"withdrawn", Ticket{State: StateWithdrawn, FirstResponseAt: noon}},
		{"merged", Ticket{State: StateMerged, FirstResponseAt: noon}},
		{"still open", Ticket{State: StateWaitingCustomer, FirstResponseAt: noon}},
	} {
		require.False(t, (&Rating{}).Asks(&tt.ticket, noon), tt.name)
	}
}

func TestRatingReminder(t *testing.T) {
	asked, due := Rating{AskedAt: noon}, noon.Add(RatingReminder)
	for _, tt := range []struct {
		name  string
		r     Rating
		state State
		now   time.Time
		want  bool
	}{
		{"after a day", asked, StateResolved, due, true},
		{"closed for good", asked, StateClosed, due, true},
		{"too early", asked, StateResolved, due.Add(-time.Second), false},
		{"opened again", asked, StateWaitingManager, due, false},
		{"rated", Rating{AskedAt: noon, RatedAt: noon, Score: 4}, StateResolved, due, false},
		{"reminded", Rating{AskedAt: noon, RemindedAt: noon}, StateResolved, due, false},
		{"asked again", Rating{AskedAt: noon, RatedAt: noon.Add(-time.Hour), Score: 4}, StateResolved, due, true},
	} {
		require.Equal(t, tt.want, tt.r.Reminds(&Ticket{State: tt.state}, tt.now), tt.name)
	}
}
