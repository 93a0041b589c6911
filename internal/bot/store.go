package bot

import (
	"context"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Store is one transaction: everything that the handling of one update changes, together with the messages that
// follow from it. It is gone after Handle returns. Methods that look for one thing return helpdesk.ErrNotFound when there is none.
type Store interface {
	Customers
	Dialogues
	Tickets
	TicketSearch
	CannedReplies
	ArticlePrompts
	Exports
	WorkDone
	TicketMessages
	Bursts
	Managers
	Invitations
	Contacts
	Outcomes
	Outbox
	Announcements
	Groups
	Reminders
	DueTickets
	Ratings
	Bans
	Drafts
	Wishes
	AuditLog
	Routes
	// OnCommit runs f once the transaction is committed, and never if it is not.
	OnCommit(f func())
}

// Customers are the people who ask.
type Customers interface {
	// SeeCustomer stores who the person is today and returns what is known. A chosen language is kept.
	SeeCustomer(ctx context.Context, c helpdesk.Customer) (helpdesk.Customer, error)
	Customer(ctx context.Context, id int64) (helpdesk.Customer, error)
	// HoldCustomer returns a customer who is neither banned nor unbanned until the transaction ends. No ticket may be locked
	// before: a ban holds the customer first, and tickets then.
	HoldCustomer(ctx context.Context, id int64) (helpdesk.Customer, error)
	ChooseLanguage(ctx context.Context, id int64, language helpdesk.Language) error
}

// Dialogues are where people's talks with the bot stand.
type Dialogues interface {
	// Dialogue returns an empty one for a person who never talked.
	Dialogue(ctx context.Context, userID int64) (helpdesk.Dialogue, error)
	SaveDialogue(ctx context.Context, d helpdesk.Dialogue) error
}

// Tickets are what waits for managers.
type Tickets interface {
	// CreateTicket stores a new ticket and its first event; it fills in the id and what else is left out.
	CreateTicket(ctx context.Context, t helpdesk.Ticket) (helpdesk.Ticket, error)
	// CreateTicketBy does so for a ticket that another than its customer made.
	CreateTicketBy(ctx context.Context, t helpdesk.Ticket, by int64) (helpdesk.Ticket, error)
	// LockTicket returns the ticket and keeps others from changing it until the transaction ends.
	LockTicket(ctx context.Context, id int64) (helpdesk.Ticket, error)
	// SaveTicket stores a changed ticket, and the event of the change if there is one.
	SaveTicket(ctx context.Context, t helpdesk.Ticket, e *helpdesk.Event) error
	// RewordMerged gives the merged tickets of a customer that ask something another question, and returns them.
	RewordMerged(ctx context.Context, customerID int64, was, now string) ([]helpdesk.Ticket, error)
	Ticket(ctx context.Context, id int64) (helpdesk.Ticket, error)
	// CustomerTickets returns a customer's tickets, live ones first, then newest first.
	CustomerTickets(ctx context.Context, customerID int64, limit int) ([]helpdesk.Ticket, error)
	// Queue returns the tickets in StateNew, the most pressing and then the longest waiting first, and how many there are in all.
	Queue(ctx context.Context, limit, offset int) ([]helpdesk.Ticket, int, error)
	// QueueFor returns the queue with the tickets of the topics that others take behind all other ones.
	QueueFor(ctx context.Context, elsewhere []string, limit, offset int) ([]helpdesk.Ticket, int, error)
	// LockNextOf returns the first of that queue that nobody is busy with, as LockTicket does, but none of one customer.
	LockNextOf(ctx context.Context, elsewhere []string, notOf int64) (helpdesk.Ticket, error)
	// QueueOf returns the tickets of a topic in the order of the queue; of all topics for none.
	QueueOf(ctx context.Context, topic string, limit int) ([]helpdesk.Ticket, error)
	// CountQueueOf returns how many tickets of several topics are in the queue.
	CountQueueOf(ctx context.Context, topics []string) (int, error)
	// InHand returns the live tickets that a manager has, last taken first.
	InHand(ctx context.Context, managerID int64) ([]helpdesk.Ticket, error)
	Events(ctx context.Context, ticketID int64) ([]helpdesk.Event, error)
}

// TicketMessages are what was said in tickets.
type TicketMessages interface {
	// AddMessage stores the message and returns it with its id.
	AddMessage(ctx context.Context, m helpdesk.Message) (helpdesk.Message, error)
	EditMessage(ctx context.Context, m helpdesk.Message) error
	// MessageAt returns the ticket message whose original, or one of its parts, stands at a place in a chat.
	MessageAt(ctx context.Context, chatID int64, telegramID int) (helpdesk.Message, error)
	// Messages returns the last limit messages of a ticket, oldest first.
	Messages(ctx context.Context, ticketID int64, limit int) ([]helpdesk.Message, error)
	// FirstMessages returns the first limit messages of a ticket, oldest first.
	FirstMessages(ctx context.Context, ticketID int64, limit int) ([]helpdesk.Message, error)
	// MessagesBefore returns the last limit messages that came before the one with the id, oldest first.
	MessagesBefore(ctx context.Context, ticketID, before int64, limit int) ([]helpdesk.Message, error)
	Message(ctx context.Context, id int64) (helpdesk.Message, error)
	// DeleteMessage forgets what a message said; that there was one stays known.
	DeleteMessage(ctx context.Context, id int64, at time.Time) error
	// Standing returns what was said in a ticket and not taken back.
	Standing(ctx context.Context, ticketID int64) (helpdesk.Standing, error)
	// LastSpokenOf returns the ticket that a customer's chat was about last, by either side or the bot, also in what waits to be
	// sent; 0 when it was about none.
	LastSpokenOf(ctx context.Context, customerID int64) (int64, error)
	// MoveMessage puts a message into another ticket; replies to its copies follow it.
	MoveMessage(ctx context.Context, id, ticketID int64) error
	// MoveMessages puts all messages of a ticket into another one.
	MoveMessages(ctx context.Context, from, into int64) error
}

// Managers are the staff.
type Managers interface {
	Manager(ctx context.Context, id int64) (helpdesk.Manager, error)
	Managers(ctx context.Context) ([]helpdesk.Manager, error)
	// KeepStaff keeps roles and memberships as they are until the transaction ends. Nothing may be locked before.
	KeepStaff(ctx context.Context) error
	// HoldActor does so, returns the one whose act it is, and keeps the next act of the same person waiting.
	HoldActor(ctx context.Context, id int64) (helpdesk.Manager, error)
	// LockStaff returns the staff and keeps all of them from acting until the transaction ends. Nothing may be locked or kept
	// before, but by LockStaff itself: see turn.actor.
	LockStaff(ctx context.Context) ([]helpdesk.Manager, error)
	// StaffName returns how a member of the staff is called, also of one who has left.
	StaffName(ctx context.Context, id int64) (string, error)
	// StaffNames returns how all who ever were of the staff are called.
	StaffNames(ctx context.Context) (map[int64]string, error)
	// Loads returns what each manager has in hand; of those who have nothing, nothing.
	Loads(ctx context.Context) (map[int64]helpdesk.Load, error)
	// SaveManager stores a new or changed manager.
	SaveManager(ctx context.Context, m helpdesk.Manager) error
}

// Invitations are the links by which managers come.
type Invitations interface {
	CreateInvitation(ctx context.Context, i helpdesk.Invitation) error
	// UseInvitation uses an invitation up and returns it; helpdesk.ErrNotFound when it is unknown, used or expired.
	UseInvitation(ctx context.Context, tokenHash [32]byte, by int64) (helpdesk.Invitation, error)
}

// Contacts are the phones that customers left.
type Contacts interface {
	AddContact(ctx context.Context, c helpdesk.Contact) error
	// Contacts returns a customer's contacts, newest first.
	Contacts(ctx context.Context, customerID int64) ([]helpdesk.Contact, error)
}

// Outcomes are how questions ended.
type Outcomes interface {
	AddOutcome(ctx context.Context, o helpdesk.Outcome) (helpdesk.Outcome, error)
	Outcome(ctx context.Context, id int64) (helpdesk.Outcome, error)
	// OutcomeAt returns the outcome of the question that stands at a place in the customer's chat.
	OutcomeAt(ctx context.Context, customerID int64, telegramID int) (helpdesk.Outcome, error)
	// SaveOutcome stores the verdict, the click and the ticket of an outcome.
	SaveOutcome(ctx context.Context, o helpdesk.Outcome) error
	// CustomerOutcomes returns what a customer asked last, newest first.
	CustomerOutcomes(ctx context.Context, customerID int64, limit int) ([]helpdesk.Outcome, error)
}

// Outbox takes the messages that go out once the transaction is committed.
type Outbox interface {
	// Send puts a call at the end of its chat's queue and returns its outbox id.
	Send(ctx context.Context, o delivery.Outgoing) (int64, error)
	// SentAt returns the outgoing message that stands at a place in a chat.
	SentAt(ctx context.Context, chatID int64, telegramID int) (delivery.Outgoing, error)
	// SentAfter returns the first outgoing message at a place in a chat or behind it.
	SentAfter(ctx context.Context, chatID int64, telegramID int) (delivery.Outgoing, error)
	// Carriers returns the outgoing messages that carry a ticket message to the other side, but no edits of them.
	Carriers(ctx context.Context, messageID int64) ([]delivery.Outgoing, error)
	// RecallWaiting keeps from going out whatever still waits for a chat, but for words taken back.
	RecallWaiting(ctx context.Context, chatID int64) error
}

// Announcements are the messages that offered a ticket to the managers when it waited.
type Announcements interface {
	// SaveAnnouncement remembers a message that offers a ticket, or what it shows now.
	SaveAnnouncement(ctx context.Context, c delivery.Card) error
	// Announcements returns those of a ticket that were not refused, the oldest first.
	Announcements(ctx context.Context, ticketID int64) ([]delivery.Card, error)
	// DropAnnouncement forgets one.
	DropAnnouncement(ctx context.Context, outboxID int64) error
}

// Groups are the groups of managers in Telegram where tickets are shown, with the cards that show them.
type Groups interface {
	// BindGroup stores a group where tickets are shown from now on, or how it is bound now.
	BindGroup(ctx context.Context, g helpdesk.GroupChat) error
	// UnbindGroup forgets a group with its cards and returns it as it was.
	UnbindGroup(ctx context.Context, id int64) (helpdesk.GroupChat, error)
	// MoveGroup makes the supergroup that a group has become the bound one and returns it; its cards are forgotten.
	MoveGroup(ctx context.Context, from, to int64) (helpdesk.GroupChat, error)
	GroupChat(ctx context.Context, id int64) (helpdesk.GroupChat, error)
	GroupChats(ctx context.Context) ([]helpdesk.GroupChat, error)
	// SaveCard remembers the message that shows a ticket in a group, and what it shows.
	SaveCard(ctx context.Context, c delivery.Card) error
	// Cards returns the cards of a ticket in all groups.
	Cards(ctx context.Context, ticketID int64) ([]delivery.Card, error)
	// Card returns the card that was sent under the outbox id.
	Card(ctx context.Context, outboxID int64) (delivery.Card, error)
	// DropCard forgets the card that was sent under the outbox id.
	DropCard(ctx context.Context, outboxID int64) error
}

// Reminders come back later.
type Reminders interface {
	// Remind makes the bot handle the reminder about an outcome at the given time.
	Remind(ctx context.Context, outcomeID int64, at time.Time) error
}

// DueTickets are the tickets for which the bot may have something to do by itself.
type DueTickets interface {
	// LateTickets returns those that have reached one of the marks and whose history has no such alert yet.
	LateTickets(ctx context.Context, marks []helpdesk.Mark) ([]int64, error)
	// UnattendedTickets returns those in which a customer waits for a manager who is away, or since the given time.
	UnattendedTickets(ctx context.Context, silent time.Time) ([]int64, error)
	// SilentTickets returns those that wait for a customer since the first time, unless the customer was reminded after
	// the second one.
	SilentTickets(ctx context.Context, answered, reminded time.Time) ([]int64, error)
	// SettledTickets returns those that were resolved at the given time or earlier.
	SettledTickets(ctx context.Context, resolved time.Time) ([]int64, error)
}
