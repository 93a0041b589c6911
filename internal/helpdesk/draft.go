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
	DraftWaiting   DraftState = "waiting" // for an administrator
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
	DraftWasPublished   DraftEventKind = "published"
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

// ErrDecided says that a draft is published or rejected already.
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

// Publish notes that the knowledge base has what the draft proposed, in the article with the id.
func (d *Draft) Publish(articleID string, by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftWasPublished, by, now, func() { d.State, d.ArticleID = DraftPublished, articleID })
}

// Reject ends the draft without a change of the knowledge base.
func (d *Draft) Reject(by int64, now time.Time) (*DraftEvent, error) {
	return d.change(DraftWasRejected, by, now, func() { d.State = DraftRejected })
}

func (d *Draft) change(kind DraftEventKind, by int64, now time.Time, do func()) (*DraftEvent, error) {
	if d.State != DraftWaiting {
		return nil, ErrDecided
	}
	do()
	return &DraftEvent{DraftID: d.ID, Kind: kind, ActorID: by, At: now}, nil
}
