package bot

import (
	"context"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// AuditLog is what was done by right of a role, for ever as it was written.
type AuditLog interface {
	AddAuditRecord(ctx context.Context, r helpdesk.AuditRecord) error
	// AuditLog returns the last limit records that fit, newest first.
	AuditLog(ctx context.Context, f helpdesk.AuditFilter, limit int) ([]helpdesk.AuditRecord, error)
}

// auditLength is how many characters of an object and of details the audit log keeps.
const auditLength = 100

// audit writes a privileged act of the person whose turn it is, or of the bot itself, into the audit log. It commits with the act. What
// people typed is kept short and without phones and addresses.
func (t *turn) audit(ctx context.Context, r helpdesk.AuditRecord) error {
	r.At = t.now
	if t.from != nil {
		r.ActorID = t.from.ID
	}
	r.Object = shorten(withoutContacts(r.Object), auditLength)
	r.Details = shorten(withoutContacts(r.Details), auditLength)
	return t.store.AddAuditRecord(ctx, r)
}
