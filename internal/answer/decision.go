package answer

import (
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Question is what a customer typed, and what is known about the customer.
type Question struct {
	Text       string
	Language   helpdesk.Language
	Attributes map[string]string // what personal answers depend on, such as city
	Now        time.Time         // when it was asked, in the company's time zone
}

// Kind is what to do with a question.
type Kind string

// The kinds of decisions. Rephrase asks once to say it in other words.
const (
	Answer    Kind = "answer"
	Suggest   Kind = "suggest"
	Escalate  Kind = "escalate"
	SmallTalk Kind = "smalltalk"
	Rephrase  Kind = "rephrase"
)

// Reason says why a decision was taken. Logs, metrics, the outcome and the ticket's card use the same words.
type Reason string

// The reasons of decisions.
const (
	Confident     Reason = "confident"      // the best hit is right with the wanted precision
	Ambiguous     Reason = "ambiguous"      // the right article is probably among the best three
	LowConfidence Reason = "low_confidence" // something was found, but probably not what was asked
	NoHits        Reason = "no_hits"        // nothing was found
	Expired       Reason = "expired"        // the best hit no longer holds
	Greeting      Reason = "greeting"
	Thanks        Reason = "thanks"
	Farewell      Reason = "farewell"
	Swearing      Reason = "swearing"
	Chatter       Reason = "chatter"   // an emoji, «ок» and the like
	Gibberish     Reason = "gibberish" // meaningless letters
	// AskedHuman is the reason of a message that is nothing but a wish for a person: it is no question.
	AskedHuman Reason = "asked_human"
)

// Decision is what to do with a question, and why.
type Decision struct {
	Kind       Kind
	Reason     Reason
	Confidence float64        // probability that the best hit is right, in [0, 1]
	Hits       []helpdesk.Hit // best first; each refused one says why
	Repairs    []index.Repair // parts of the question that were searched for in another spelling

	// Article and Text are set for Answer: the article, and its answer for this customer in CommonMark.
	Article *kb.Article
	Text    string
	// Related are other articles worth a look, for Answer.
	Related []*kb.Article
	// Suggestions are up to three articles, best first, for Suggest.
	Suggestions []*kb.Article

	// Took is how long the search took.
	Took time.Duration
}
