package helpdesk

import (
	"cmp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestDraftIsDecidedOnce tries every act on a draft in every state.
func TestDraftIsDecidedOnce(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	acts := map[DraftEventKind]func(*Draft) (*DraftEvent, error){
		DraftQuestionEdited: func(d *Draft) (*DraftEvent, error) { return d.SetQuestion("а?", 7, now) },
		DraftAnswerEdited:   func(d *Draft) (*DraftEvent, error) { return d.SetAnswer("б", 7, now) },
		DraftMoved:          func(d *Draft) (*DraftEvent, error) { return d.Move("в", 7, now) },
		DraftWasApproved:    func(d *Draft) (*DraftEvent, error) { return d.Approve(7, now) },
		DraftWasPublished:   func(d *Draft) (*DraftEvent, error) { return d.Publish("в/а", 7, now) },
		DraftFailed:         func(d *Draft) (*DraftEvent, error) { return d.Fail(7, now) },
		DraftWasRejected:    func(d *Draft) (*DraftEvent, error) { return d.Reject(7, now) },
	}
	begins := map[DraftEventKind]DraftState{DraftWasPublished: DraftApproved, DraftFailed: DraftApproved}
	changed := map[DraftEventKind]Draft{
		DraftQuestionEdited: {ID: 3, State: DraftWaiting, Question: "а?"},
		DraftAnswerEdited:   {ID: 3, State: DraftWaiting, Answer: "б"},
		DraftMoved:          {ID: 3, State: DraftWaiting, Topic: "в"},
		DraftWasApproved:    {ID: 3, State: DraftApproved},
		DraftWasPublished:   {ID: 3, State: DraftPublished, ArticleID: "в/а"},
		DraftFailed:         {ID: 3, State: DraftWaiting},
		DraftWasRejected:    {ID: 3, State: DraftRejected},
	}
	for kind, act := range acts {
		begin := cmp.Or(begins[kind], DraftWaiting)
		d := Draft{ID: 3, State: begin}
		event, err := act(&d)
		require.NoError(t, err)
		require.Equal(t, &DraftEvent{DraftID: 3, Kind: kind, ActorID: 7, At: now}, event)
		require.Equal(t, changed[kind], d)
		for _, state := range []DraftState{DraftWaiting, DraftApproved, DraftPublished, DraftRejected} {
			if state == begin {
				continue
			}
			decided := Draft{ID: 3, State: state}
			event, err := act(&decided)
			require.ErrorIs(t, err, ErrDecided)
			require.Nil(t, event)
			require.Equal(t, Draft{ID: 3, State: state}, decided)
		}
	}
}
