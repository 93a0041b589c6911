package bot

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

func TestLinesInARowAreOneQuestion(t *testing.T) {
	at := func(seconds int, ticket int64, text string) helpdesk.Outcome {
		return helpdesk.Outcome{AskedAt: time.Unix(int64(1000+seconds), 0), TicketID: ticket, Question: text}
	}
	joined := joinBursts([]helpdesk.Outcome{ // the newest first
		at(100, 1, "и ещё"), at(19, 0, "доставка"), at(16, 2, "о другом"), at(14, 1, "в субботу"), at(7, 1, "завтра или"), at(0, 1, "вы работаете"),
	})
	require.Equal(t, []helpdesk.Outcome{
		at(100, 1, "и ещё"), at(19, 0, "доставка"), at(16, 2, "о другом"), at(0, 1, "вы работаете завтра или в субботу"),
	}, joined)
	require.Empty(t, joinBursts(nil))
}
