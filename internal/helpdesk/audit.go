package helpdesk

import "time"

// Deed names a privileged act in the audit log: one that needs a right, or that touches what another has in hand.
type Deed string

// The deeds of the audit log.
const (
	DeedInvited     Deed = "invited"     // Details: the role
	DeedJoined      Deed = "joined"      // PersonID: the inviter; of one of the configured list, who joined. Details: the role
	DeedRoleChanged Deed = "role"        // PersonID: whose. Details: the role
	DeedDismissed   Deed = "dismissed"   // PersonID: who
	DeedLeft        Deed = "left"        // of one's own will
	DeedAssigned    Deed = "assigned"    // a ticket out of another's hands or out of the queue. PersonID: to whom
	DeedTransferred Deed = "transferred" // a ticket out of one's own hands. PersonID: to whom
	DeedMerged      Deed = "merged"      // Object: the ticket where it goes on
	DeedSplit       Deed = "split"       // Object: the ticket that came of it
	DeedDeleted     Deed = "deleted"     // a message of one's own
	DeedBanned      Deed = "banned"      // PersonID: the customer
	DeedUnbanned    Deed = "unbanned"    // PersonID: the customer
	DeedExported    Deed = "exported"    // Details: what
	DeedDraftEdited Deed = "draft"       // Object: the draft. Details: which part, a DraftPart or "topic"
	DeedApproved    Deed = "approved"    // Object: the draft, to be written into the knowledge base
	DeedPublished   Deed = "published"   // Object: the draft. Details: the article
	DeedUnwritten   Deed = "unwritten"   // Object: the draft that was approved and could not be written
	DeedRejected    Deed = "rejected"    // Object: the draft
	DeedBound       Deed = "bound"       // Object: the group in Telegram. Details: its topic
	DeedUnbound     Deed = "unbound"     // Object: the group in Telegram
	DeedTeamJoined  Deed = "team_joined" // Object: the team. PersonID: who
	DeedTeamLeft    Deed = "team_left"   // Object: the team. PersonID: who
	DeedRouted      Deed = "routed"      // Object: the topic. Details: the team, empty for everybody
	DeedCannedSaved Deed = "canned"      // Object: the name of the canned reply
	DeedCannedGone  Deed = "canned_gone" // Object: the name of the canned reply
)

// Deeds are all deeds.
var Deeds = []Deed{
	DeedInvited, DeedJoined, DeedRoleChanged, DeedDismissed, DeedLeft, DeedAssigned, DeedTransferred, DeedMerged,
	DeedSplit, DeedDeleted, DeedBanned, DeedUnbanned, DeedExported, DeedDraftEdited, DeedApproved, DeedPublished,
	DeedUnwritten, DeedRejected, DeedBound, DeedUnbound, DeedTeamJoined, DeedTeamLeft, DeedRouted, DeedCannedSaved, DeedCannedGone,
}

// AuditRecord is one line of the audit log, which is never changed: who did what, when, and on which object. It holds no
// words of messages and no phones.
type AuditRecord struct {
	ID       int64
	At       time.Time
	ActorID  int64 // 0: the bot, or its configuration
	Deed     Deed
	TicketID int64  // 0 for none
	PersonID int64  // the member of the staff or the customer whom it concerns, 0 for none
	Object   string // what else it concerns, by its name or number
	Details  string
}

// AuditFilter says which records are wanted; what is zero filters nothing.
type AuditFilter struct {
	PersonID int64 // who did it, or whom it concerns
	TicketID int64
	Before   int64 // only records older than the one with this id
}
