package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What many or long names make longer than one message comes in several, and a page of the audit log shows fewer records.
func TestLongListsAreNotRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.do("@ Мария is a manager")
	long := strings.Repeat("Длинное имя ", 30)
	for i := range 60 {
		_, err := s.sql.Exec(ctx, `INSERT INTO managers (id, name, username, language, role) VALUES ($1, $2, '', 'ru', 'manager')`, 9000+i, fmt.Sprintf("%d %.120s", i, long))
		require.NoError(t, err)
		_, err = s.sql.Exec(ctx, `INSERT INTO audit_log (at, actor_id, deed, object, details) VALUES ($1, $2, 'canned', $3, '')`,
			s.now, ids["Мария"], fmt.Sprintf("%s%d.", long, i))
		require.NoError(t, err)
	}
	team := s.do("> Мария: /team")
	require.Greater(t, strings.Count(team, "< bot: "), 1)
	for i := range 60 {
		require.Contains(t, team, fmt.Sprintf("%d Длинное имя", i))
	}

	shown := s.do("> Мария: /audit")
	for page := shown; strings.Contains(page, "[Раньше →]"); shown += page {
		page = s.do("> Мария presses [Раньше →]")
	}
	for i := range 60 {
		require.Contains(t, shown, fmt.Sprintf(" %d.", i), "the page that was cut goes on with the next record")
	}
	require.Empty(t, s.refused)
	s.check()
}
