package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// actor returns the member of the staff whose turn it is; helpdesk.ErrNotFound for everybody else. Until the turn ends nobody
// else changes roles or who belongs to the staff. A turn that may do so locks the staff before anything else, since of two
// that keep it as it is neither could go on to change it.
func (t *turn) actor(ctx context.Context) (helpdesk.Manager, error) {
	if t.mayChangeStaff() {
		switch _, err := t.store.Manager(ctx, t.from.ID); {
		case err == nil: // nobody else is to make the staff wait
			if _, err := t.store.LockStaff(ctx); err != nil {
				return helpdesk.Manager{}, err
			}
		case !errors.Is(err, helpdesk.ErrNotFound):
			return helpdesk.Manager{}, err
		}
	}
	return t.store.HoldActor(ctx, t.from.ID)
}

// mayChangeStaff tells whether the update asks for another role, or for somebody to leave the staff.
func (t *turn) mayChangeStaff() bool {
	switch {
	case t.press != nil:
		verb := parseAction(t.press.Data).verb
		return verb == verbLeave || verb == verbDismiss
	case t.message != nil:
		c, ok := parseCommand(strings.TrimSpace(t.message.Text))
		return ok && c.spread().name == "role"
	}
	return false
}
