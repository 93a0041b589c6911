package delivery

// Refusal says, in few words, why Telegram will never take a message. It is a metric label, a word in the log and in
// the outbox, and what the author of the message is told about.
type Refusal string

// The reasons for which Telegram refuses for good.
const (
	RefusedBlocked      Refusal = "blocked"        // the person blocked the bot, left, or is no more
	RefusedChatNotFound Refusal = "chat_not_found" // never met, or the group is gone
	RefusedTooLong      Refusal = "too_long"
	RefusedEntities     Refusal = "bad_entities" // formatting that does not parse
	RefusedMarkup       Refusal = "bad_markup"   // buttons that Telegram does not take
	RefusedFile         Refusal = "bad_file"     // a file id that is wrong or not ours
	RefusedGone         Refusal = "gone"         // the message to edit, delete or copy does not exist or may not be changed
	RefusedOrphaned     Refusal = "orphaned"     // the message that it was to change never went out
	RefusedRights       Refusal = "no_rights"    // the bot may not do this in that chat
	RefusedRecalled     Refusal = "recalled"     // by the bot, before it went out: it was for somebody who has left the staff
	RefusedOther        Refusal = "other"
)

// Refusals are all reasons, for metrics that are created before anything happens.
var Refusals = []Refusal{
	RefusedBlocked, RefusedChatNotFound, RefusedTooLong, RefusedEntities, RefusedMarkup, RefusedFile, RefusedGone,
	RefusedOrphaned, RefusedRights, RefusedRecalled, RefusedOther,
}

// Unreachable tells whether the person, and not the one message, is the reason: nothing else will arrive either.
func (r Refusal) Unreachable() bool { return r == RefusedBlocked || r == RefusedChatNotFound }
