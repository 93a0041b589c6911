package helpdesk

import (
	"errors"
	"time"
)

// DraftKind says what a draft would change in the knowledge base.
type DraftKind string

// The kinds of drafts.
const (
	DraftArticle  DraftKind = "article"  // a new article
	DraftPhrasing DraftKind = "phrasing" // one more of the other phrasings of an article that exists
)

// DraftState is where a draft stands.
type DraftState string

// The states of a draft. Both ends are final: what is written in a file is changed there.
const (
	DraftWaiting   DraftState = "waiting"  // for an administrator
	DraftApproved  DraftState = "approved" // about to be written into the knowledge base
	DraftPublished DraftState = "published"
	DraftRejected  DraftState = "rejected"
)

// Draft is what a ticket could teach the knowledge base.
type Draft struct {
	ID       int64
	TicketID int64
	Kind     DraftKind
	State    DraftState

	ArticleID string // the article that gets the phrasing; of a new article, its id once it is published
	Topic     string // the folder of a new article, empty for the root
	Question  string // of a new article, or the phrasing
	Answer    string // of a new article, in Markdown

	AuthorID  int64 // the manager whose proposal it is
	CreatedAt time.Time
}

// DraftEventKind names a change of a draft.
type DraftEventKind string

// The events of a draft's history.
const (
	DraftProposed       DraftEventKind = "proposed"
	DraftQuestionEdited DraftEventKind = "question_edited"
	DraftAnswerEdited   DraftEventKind = "answer_edited"
	DraftMoved          DraftEventKind = "moved" // to another topic
	DraftWasApproved    DraftEventKind = "approved"
	DraftWasPublished   DraftEventKind = "published"
	DraftFailed         DraftEventKind = "failed" // it could not be written, and waits again
	DraftWasRejected    DraftEventKind = "rejected"
)

// DraftEvent is one line of a draft's history: who did what, and when.
type DraftEvent struct {
	DraftID int64
	Kind    DraftEventKind
	ActorID int64
	At      time.Time
}

// DraftPart is what of a draft can be written anew.
type DraftPart string

// The parts of a draft.
const (
	DraftQuestion DraftPart = "question"
	DraftAnswer   DraftPart = "answer"
)

// DraftPrompt asks an administrator for a part of a draft.
type DraftPrompt struct {
	DraftID int64
	Part    DraftPart
}

// ErrDecided says that a draft is not where an act on it begins: somebody has decided on it already, or nobody yet.
var ErrDecided = errors.New("draft is decided")

// SetQuestion gives the new article another question, or changes the phrasing.
func (d *Draft) SetQuestion(question string, by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftQuestionEdited, by, now, func() { d.Question = question })
}

// SetAnswer gives the new article another answer, in Markdown.
func (d *Draft) SetAnswer(markdown string, by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftAnswerEdited, by, now, func() { d.Answer = markdown })
}

// Move puts the new article into another topic.
func (d *Draft) Move(topic string, by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftMoved, by, now, func() { d.Topic = topic })
}

// Approve is an administrator's word that the draft goes into the knowledge base.
func (d *Draft) Approve(by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftWasApproved, by, now, func() { d.State = DraftApproved })
}

// Publish notes that the knowledge base has what the approved draft proposed, in the article with the id.
func (d *Draft) Publish(articleID string, by int64, now time.Time) (*DraftEvent, error) {
	return d.changeFrom(DraftApproved, DraftWasPublished, by, now, func() { d.State, d.ArticleID = DraftPublished, articleID })
}

// Fail notes that the knowledge base could not take what the approved draft proposed.
func (d *Draft) Fail(by int64, now time.Time) (*DraftEvent, error) {
	return d.changeFrom(DraftApproved, DraftFailed, by, now, func() { d.State = DraftWaiting })
}

// Reject ends the draft without a change of the knowledge base.
func (d *Draft) Reject(by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftWasRejected, by, now, func() { d.State = DraftRejected })
}

func (d *Draft) change(kind DraftEventKind, by int64, now time.Time, do func()) (*DraftEvent, error) {
	return d.changeFrom(DraftWaiting, kind, by, now, do)
}

func (d *Draft) changeFrom(state DraftState, kind DraftEventKind, by int64, now time.Time, do func()) (*DraftEvent, error) {
	if d.State != state {
		return nil, ErrDecided
	}
	do()
	return &DraftEvent{DraftID: d.ID, Kind: kind, ActorID: by, At: now}, nil
}
