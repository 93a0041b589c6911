package helpdesk

import "time"

// OutcomeKind says how a question ended.
type OutcomeKind string

// Every question ends in exactly one outcome.
const (
	OutcomeAnswered  OutcomeKind = "answered"
	OutcomeSuggested OutcomeKind = "suggested"
	OutcomeEscalated OutcomeKind = "escalated"
	OutcomeSmallTalk OutcomeKind = "smalltalk"
)

// OutcomeKinds are all kinds, for metrics that are created before anything happens.
var OutcomeKinds = []OutcomeKind{OutcomeAnswered, OutcomeSuggested, OutcomeEscalated, OutcomeSmallTalk}

// Verdict is what the customer made of an outcome.
type Verdict string

// The verdicts that refine an outcome.
const (
	VerdictHelped     Verdict = "helped"
	VerdictNotHelped  Verdict = "not_helped"
	VerdictRephrased  Verdict = "rephrased"
	VerdictAskedHuman Verdict = "asked_human"
)

// Verdicts are all verdicts, for metrics that are created before anything happens.
var Verdicts = []Verdict{VerdictHelped, VerdictNotHelped, VerdictRephrased, VerdictAskedHuman}

// Outcome is the end of one question, the row that analysts count.
type Outcome struct {
	ID         int64
	CustomerID int64
	Question   string
	TelegramID int // the question's place in the customer's chat; its buttons name it so
	Kind       OutcomeKind
	Reason     string  // the reason of the decision
	Confidence float64 // in [0, 1]
	ArticleID  string  // the article that was answered with or chosen, else the best hit; may be empty
	Hits       []Hit
	TicketID   int64   // 0: no ticket came of it
	Verdict    Verdict // empty: the customer said nothing
	Click      int     // rank of the suggestion that was pressed, from 1; 0 for none
	AskedAt    time.Time
}
