package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhoWorks(t *testing.T) {
	t.Parallel()
	for role, works := range map[Role]bool{RoleAdministrator: true, RoleManager: true, RoleObserver: false, "": false, "owner": false} {
		require.Equal(t, works, Manager{Role: role}.Works(), role)
		require.Equal(t, works, Manager{Role: role}.AtWork(), role)
		require.False(t, Manager{Role: role, AwaySince: time.Now()}.AtWork(), role)
	}
}

func TestLastAdministrator(t *testing.T) {
	t.Parallel()
	one := []Manager{{ID: 1, Role: RoleAdministrator}, {ID: 2, Role: RoleManager}, {ID: 3, Role: RoleObserver}}
	require.True(t, LastAdministrator(one, 1))
	require.False(t, LastAdministrator(one, 2), "no administrator at all")
	require.False(t, LastAdministrator(append(one, Manager{ID: 4, Role: RoleAdministrator}), 1))
	require.False(t, LastAdministrator(nil, 1))
}

// A ticket whose manager has left is opened again for anybody; a live one keeps who has it.
func TestOrphan(t *testing.T) {
	t.Parallel()
	now := time.Now()
	ticket := &Ticket{ID: 1, CustomerID: 7, State: StateResolved, AssigneeID: 2, LastAuthor: AuthorManager, FirstResponseAt: now}
	ticket.Orphan()
	event, err := ticket.CustomerWrote(time.Hour, now)
	require.NoError(t, err)
	require.Equal(t, EventReopened, event.Kind)
	require.Equal(t, StateNew, ticket.State)
	ticket.AssigneeID, ticket.State = 3, StateOpen
	ticket.Orphan()
	require.Equal(t, int64(3), ticket.AssigneeID)
}
