package delivery

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClassify(t *testing.T) {
	for _, test := range []struct {
		code        int
		description string
		want        diagnosis
	}{
		{400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", diagnosis{done: true}},
		{400, "Bad Request: message to delete not found", diagnosis{done: true}},
		{400, "Bad Request: message to be replied not found", diagnosis{refusal: RefusedGone, unquote: true}},
		{400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"", diagnosis{refusal: RefusedEntities}},
		{400, "Bad Request: message is too long", diagnosis{refusal: RefusedTooLong}},
		{400, "Bad Request: MESSAGE_TOO_LONG", diagnosis{refusal: RefusedTooLong}},
		{400, "Bad Request: message caption is too long", diagnosis{refusal: RefusedTooLong}},
		{400, "Bad Request: BUTTON_DATA_INVALID", diagnosis{refusal: RefusedMarkup}},
		{400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard", diagnosis{refusal: RefusedMarkup}},
		{400, "Bad Request: chat not found", diagnosis{refusal: RefusedChatNotFound}},
		{400, "Bad Request: group chat was upgraded to a supergroup chat", diagnosis{refusal: RefusedChatNotFound}},
		{400, "Bad Request: message to edit not found", diagnosis{refusal: RefusedGone}},
		{400, "Bad Request: message can't be edited", diagnosis{refusal: RefusedGone}},
		{400, "Bad Request: not enough rights to send text messages to the chat", diagnosis{refusal: RefusedRights}},
		{400, "Bad Request: wrong file identifier/HTTP URL specified", diagnosis{refusal: RefusedFile}},
		{400, "Bad Request: message text is empty", diagnosis{refusal: RefusedOther}},
		{413, "Request Entity Too Large", diagnosis{refusal: RefusedFile}},
		{403, "Forbidden: bot was blocked by the user", diagnosis{refusal: RefusedBlocked}},
		{403, "Forbidden: user is deactivated", diagnosis{refusal: RefusedBlocked}},
		{403, "Forbidden: bot was kicked from the group chat", diagnosis{refusal: RefusedBlocked}},
		{401, "Unauthorized", diagnosis{unauthorized: true}},
		{404, "Not Found", diagnosis{unauthorized: true}},
		{500, "Internal Server Error", diagnosis{}},
		{502, "reply is not JSON", diagnosis{}},
	} {
		t.Run(test.description, func(t *testing.T) {
			require.Equal(t, test.want, classify(&APIError{Code: test.code, Description: test.description}))
		})
	}
	require.Equal(t, diagnosis{foreign: true}, classify(&APIError{Code: http.StatusForbidden, foreign: true}), "no word of a blocked bot")
	require.Equal(t, diagnosis{foreign: true}, classify(&APIError{Code: http.StatusBadRequest, foreign: true}))
	require.Equal(t, diagnosis{foreign: true, unauthorized: true}, classify(&APIError{Code: http.StatusNotFound, foreign: true}))
	require.Equal(t, diagnosis{tooMany: true, retryAfter: 7 * time.Second},
		classify(&APIError{Code: http.StatusTooManyRequests, RetryAfter: 7 * time.Second}))
	require.Equal(t, diagnosis{}, classify(errors.New("connection reset by peer")))
}

func TestRemedies(t *testing.T) {
	plain, still := withoutFormatting(json.RawMessage(`{"text":"<b>1 &lt; 2</b> <a href=\"https://x.ru\">и</a> 3","parse_mode":"HTML","chat_id":7}`))
	require.False(t, still)
	require.JSONEq(t, `{"text":"1 < 2 и 3","chat_id":7}`, string(plain))
	_, still = withoutFormatting(plain)
	require.True(t, still, "nothing left to take out")

	unquoted, still := withoutReply(json.RawMessage(`{"text":"а","reply_parameters":{"message_id":5}}`))
	require.False(t, still)
	require.JSONEq(t, `{"text":"а"}`, string(unquoted))
	_, still = withoutReply(unquoted)
	require.True(t, still)

	_, ok := withMessageID(json.RawMessage(`null`), 5)
	require.False(t, ok)
}

func TestMessageIDs(t *testing.T) {
	require.Equal(t, []int{5}, messageIDs(json.RawMessage(`{"message_id":5,"text":"а"}`)))
	require.Equal(t, []int{5, 6}, messageIDs(json.RawMessage(`[{"message_id":5},{"message_id":6}]`)))
	require.Empty(t, messageIDs(json.RawMessage(`true`)))
}

func TestTroubleLastsFromTheFirstFailureToTheLast(t *testing.T) {
	var tr trouble
	start := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	failure := errors.New("cut off")
	state := func(lasting time.Duration, err error) {
		t.Helper()
		gotLasting, gotErr := tr.state()
		require.Equal(t, lasting, gotLasting)
		require.Equal(t, err, gotErr)
	}
	state(0, nil)
	tr.note(failure, start)
	state(0, failure)
	tr.note(failure, start.Add(20*time.Second))
	state(20*time.Second, failure)
	tr.note(nil, start.Add(21*time.Second))
	state(0, nil)
	tr.note(failure, start.Add(time.Hour))
	state(0, failure)
}
