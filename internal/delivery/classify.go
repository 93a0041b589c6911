package delivery

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

// diagnosis says what follows from a failed call. Telegram's words are read here and nowhere else.
type diagnosis struct {
	done         bool    // what was wanted is so already
	refusal      Refusal // not empty: it will never be taken as it is
	unquote      bool    // it may be taken without the reply to a message that is gone
	movedTo      int64   // the supergroup that the chat has become, of a refusal
	retryAfter   time.Duration
	tooMany      bool // 429
	unauthorized bool
	foreign      bool // something else than Telegram says so
}

// classify reads the error of a call. An empty diagnosis means: the network or the server failed, try again.
func classify(err error) diagnosis {
	var apiErr *APIError
	if !errors.As(err, &apiErr) {
		return diagnosis{}
	}
	if apiErr.foreign { // a proxy knows nothing of a message that would make it worthless
		wrongAddress := apiErr.Code == http.StatusUnauthorized || apiErr.Code == http.StatusNotFound
		return diagnosis{foreign: true, unauthorized: wrongAddress}
	}
	switch apiErr.Code {
	case http.StatusTooManyRequests:
		return diagnosis{tooMany: true, retryAfter: max(apiErr.RetryAfter, time.Second)}
	case http.StatusUnauthorized, http.StatusNotFound: // 404 is what a token of the wrong shape gets
		return diagnosis{unauthorized: true}
	case http.StatusForbidden:
		return diagnosis{refusal: forbidden(strings.ToLower(apiErr.Description))}
	case http.StatusRequestEntityTooLarge:
		return diagnosis{refusal: RefusedFile}
	case http.StatusBadRequest:
		d := badRequest(strings.ToLower(apiErr.Description))
		d.movedTo = apiErr.MovedTo
		return d
	}
	return diagnosis{retryAfter: apiErr.RetryAfter}
}

func forbidden(description string) Refusal {
	if strings.Contains(description, "rights") || strings.Contains(description, "write_forbidden") {
		return RefusedRights
	}
	return RefusedBlocked
}

func badRequest(description string) diagnosis {
	switch {
	case strings.Contains(description, "message is not modified"),
		strings.Contains(description, "message to delete not found"):
		return diagnosis{done: true}
	case containsAny(description, "message to be replied not found", "message to reply not found", "replied message not found"):
		return diagnosis{refusal: RefusedGone, unquote: true}
	}
	for _, known := range badRequests {
		if containsAny(description, known.words...) {
			return diagnosis{refusal: known.refusal}
		}
	}
	return diagnosis{refusal: RefusedOther}
}

// badRequests are the descriptions of 400 that mean something to us, in lower case. The first that fits counts.
var badRequests = []struct {
	refusal Refusal
	words   []string
}{
	{RefusedEntities, []string{"can't parse entities", "entity_"}},
	{RefusedTooLong, []string{"too long", "message_too_long", "caption_too_long"}},
	{RefusedMarkup, []string{"button_", "keyboard", "reply markup", "reply_markup", "button type", "unallowed"}},
	{RefusedGone, []string{
		"message to edit not found", "message can't be edited", "message can't be deleted", "message to copy not found",
		"message to forward not found", "message_id_invalid", "message can't be copied", "message identifier is not specified",
	}},
	{RefusedRights, []string{"not enough rights", "have no rights", "chat_write_forbidden", "chat_admin_required", "voice_messages_forbidden"}},
	{RefusedChatNotFound, []string{
		"chat not found", "user not found", "peer_id_invalid", "chat_id is empty", "upgraded to a supergroup", "group chat was deactivated",
	}},
	{RefusedFile, []string{"file", "http url", "photo_", "image_", "wrong type of the web page"}},
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
