package helpdesk

import (
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
		DraftWasPublished:   func(d *Draft) (*DraftEvent, error) { return d.Publish("в/а", 7, now) },
		DraftWasRejected:    func(d *Draft) (*DraftEvent, error) { return d.Reject(7, now) },
	}
	changed := map[DraftEventKind]Draft{
		DraftQuestionEdited: {ID: 3, State: DraftWaiting, Question: "а?"},
		DraftAnswerEdited:   {ID: 3, State: DraftWaiting, Answer: "б"},
		DraftMoved:          {ID: 3, State: DraftWaiting, Topic: "в"},
		DraftWasPublished:   {ID: 3, State: DraftPublished, ArticleID: "в/а"},
		DraftWasRejected:    {ID: 3, State: DraftRejected},
	}
	for kind, act := range acts {
		d := Draft{ID: 3, State: DraftWaiting}
		event, err := act(&d)
		require.NoError(t, err)
		require.Equal(t, &DraftEvent{DraftID: 3, Kind: kind, ActorID: 7, At: now}, event)
		require.Equal(t, changed[kind], d)
		for _, state := range []DraftState{DraftPublished, DraftRejected} {
			decided := Draft{ID: 3, State: state}
			event, err := act(&decided)
			require.ErrorIs(t, err, ErrDecided)
			require.Nil(t, event)
			require.Equal(t, Draft{ID: 3, State: state}, decided)
		}
	}
}
