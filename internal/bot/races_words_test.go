package bot_test

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// checkCustomersWords holds that each word of the customer stands in a ticket that is not merged, once, and came to a
// manager at most once, in order; and that nothing keeps what was taken back.
func (r *race) checkCustomersWords() {
	for _, said := range r.customer.said {
		var stored, deleted, kept int
		require.NoError(r.t, r.s.sql.QueryRow(r.s.t.Context(), `
			SELECT count(*), count(deleted_at), (SELECT count(*) FROM tickets WHERE customer_id = $2 AND question = $3)
			FROM ticket_messages AS m JOIN tickets AS t ON t.id = m.ticket_id
			WHERE t.state <> 'merged' AND t.customer_id = $2 AND m.chat_id = $2
				AND (m.telegram_id = $1 OR EXISTS (SELECT FROM message_parts AS p WHERE p.message_id = m.id AND p.telegram_id = $1))`,
			said.id, r.customer.ID(), said.text).Scan(&stored, &deleted, &kept))
		require.Equal(r.t, 1, stored, said.text)
		require.Equal(r.t, said.takenBack != 0, deleted == 1, "%s is forgotten when it was taken back", said.text)
		if deleted == 1 {
			require.Zero(r.t, kept, "%s was taken back, and a ticket asks it", said.text)
		}
	}
	for _, m := range r.managers {
		came := r.inOrder(m, r.customer, func(m botapi.Message) bool { return strings.HasPrefix(m.Body(), "№") })
		for _, said := range r.customer.said {
			require.False(r.t, said.takenBack != 0 && came[said.text], "%s still reads %s", m.name, said.text)
		}
	}
}

// checkManagersWords holds that each word of a manager that was confirmed came to the customer, once and in order, and
// that no other did, nor what was taken back.
func (r *race) checkManagersWords() {
	gone := r.gone()
	for _, m := range r.managers {
		came := r.inOrder(r.customer, m, botapi.Message.FromBot)
		confirmed := map[int64]bool{}
		for _, heard := range m.View().Messages {
			if heard.ReplyTo != nil && strings.HasPrefix(heard.Body(), "✓") {
				confirmed[heard.ReplyTo.ID] = true
			}
		}
		for _, said := range m.said {
			if slices.Contains(gone, m.ID()) && (!confirmed[said.id] || said.takenBack != 0) {
				continue // the word that it went out was recalled with all that waited; who has left takes nothing back
			}
			require.Equal(r.t, confirmed[said.id] && said.takenBack == 0, came[said.text],
				"%s was confirmed and not taken back, it came", said.text)
		}
	}
}

// inOrder holds that of what one said, the other heard nothing twice and nothing out of order. It returns what was heard.
func (r *race) inOrder(hearer, speaker *racer, relayed func(botapi.Message) bool) map[string]bool {
	place := map[string]int{}
	for i, said := range speaker.said {
		place[said.text] = i
	}
	came, last := map[string]bool{}, -1
	for _, m := range hearer.View().Messages {
		if !relayed(m) {
			continue
		}
		for _, text := range strings.Split(m.Body(), "\n")[1:] { // a burst is one message of several lines
			if i, ok := place[text]; ok {
				require.Greater(r.t, i, last, "%s heard what %s said: %s", hearer.name, speaker.name, text)
				came[text], last = true, i
			}
		}
	}
	return came
}
