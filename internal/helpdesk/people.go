package helpdesk

import (
	"strings"
	"time"
)

// Language is the language that the bot speaks with a person, as an ISO 639-1 code.
type Language string

// The languages of the bot. Russian is the default.
const (
	Russian Language = "ru"
	English Language = "en"
)

// Customer is a person who asks. The ID is Telegram's user id, which is also the id of the private chat.
type Customer struct {
	ID        int64
	FirstName string
	LastName  string
	Username  string // without "@", may be empty

	Language       Language
	LanguageChosen bool // the customer chose it; Telegram's own setting no longer changes it

	Attributes map[string]string // what personal answers depend on, such as city
	CreatedAt  time.Time

	BannedAt  time.Time // zero: managers take what the customer writes
	BanReason string
}

// Name returns how managers see the customer.
func (c *Customer) Name() string { return fullName(c.FirstName, c.LastName, c.Username) }

// Role is what a member of the staff may do.
type Role string

// The roles. An administrator may do what a manager may, and decides who is of the staff; an observer only looks.
const (
	RoleAdministrator Role = "administrator"
	RoleManager       Role = "manager"
	RoleObserver      Role = "observer"
)

// Roles are all roles, the one with most rights first.
var Roles = []Role{RoleAdministrator, RoleManager, RoleObserver}

// Manager is a member of the staff. The ID is Telegram's user id, which is also the id of the private chat.
type Manager struct {
	ID        int64
	Name      string
	Username  string
	Language  Language
	Role      Role
	InHand    int64 // the ticket that plain text goes to: the last one taken; 0 for none
	CreatedAt time.Time
	AwaySince time.Time // zero: at work
	LeftAt    time.Time // zero: of the staff
}

// Works tells whether the member of the staff has tickets and answers them, and not only looks.
func (m Manager) Works() bool { return m.Role == RoleAdministrator || m.Role == RoleManager }

// AtWork tells whether the member of the staff takes tickets now.
func (m Manager) AtWork() bool { return m.Works() && !m.Away() }

// LastAdministrator tells whether the staff would have no administrator without the person.
func LastAdministrator(staff []Manager, id int64) bool {
	last := false
	for _, m := range staff {
		if m.Role == RoleAdministrator {
			if m.ID != id {
				return false
			}
			last = true
		}
	}
	return last
}

// Load is how much a manager has in hand.
type Load struct {
	Held    int // tickets
	Awaited int // of them, those whose customer waits for an answer
}

// Invitation is a one-time way to become a manager. Only the hash of its token is kept.
type Invitation struct {
	TokenHash [32]byte // SHA-256 of the token in the link
	Role      Role
	CreatedBy int64
	CreatedAt time.Time
	ExpiresAt time.Time
}

// InvitationLifetime is how long an unused invitation holds.
const InvitationLifetime = 24 * time.Hour

// Contact is a phone number that a customer left, with the consent that allows keeping it.
type Contact struct {
	ID         int64
	CustomerID int64
	Phone      string // E.164
	ConsentAt  time.Time
	CreatedAt  time.Time
}

func fullName(first, last, username string) string {
	name := strings.TrimSpace(first + " " + last)
	if name == "" && username != "" {
		return "@" + username
	}
	return name
}
