package delivery

import (
	"context"
	"encoding/json"
	"time"
)

// Caller calls the Bot API.
type Caller interface {
	Call(ctx context.Context, method string, params any) (json.RawMessage, error)
}

// attempt makes one attempt at a call that sends so many messages, within the limits, with what went wrong, if anything. It
// returns false when ctx ended before the call began: nothing was sent. A call that has begun runs to its end on work,
// since one that is cut off may or may not have been taken.
func attempt(ctx, work context.Context, caller Caller, limits *Limits, o Outgoing, messages int) (r Result, cause error, begun bool) {
	r.Outgoing = o
	params := o.Params
	formatted, quoted := true, true
	for {
		if err := limits.Wait(ctx, o.ChatID, messages); err != nil {
			return r, err, false
		}
		reply, err := call(work, caller, o, params)
		if err == nil {
			r.Sent, r.MessageIDs = true, messageIDs(reply)
			if len(r.MessageIDs) > 0 {
				r.TelegramID = r.MessageIDs[0]
			}
			return r, nil, true
		}
		d := classify(err)
		if d.refusal == RefusedEntities && formatted {
			if params, formatted = withoutFormatting(params); !formatted {
				continue
			}
		}
		if d.unquote && quoted {
			if params, quoted = withoutReply(params); !quoted {
				continue
			}
		}
		switch {
		case d.done:
			r.Sent = true
			return r, nil, true
		case d.refusal != "":
			r.Refusal = d.refusal
			r.Outgoing.MovedTo = d.movedTo
			return r, err, true
		case d.tooMany:
			limits.Pause(o.ChatID, d.retryAfter)
			r.RetryAt = time.Now().Add(d.retryAfter)
			return r, err, true
		}
		r.RetryAt = time.Now().Add(max(backoff(o.Attempts), d.retryAfter))
		return r, err, true
	}
}

// call calls with the parameters, and with the file if the message has one.
func call(ctx context.Context, caller Caller, o Outgoing, params json.RawMessage) (json.RawMessage, error) {
	if o.File == nil {
		return caller.Call(ctx, o.Method, params)
	}
	return caller.Call(ctx, o.Method, Upload{Params: params, File: *o.File})
}

// messageIDs returns the message_id of each message in a reply: of one, of several, or of none.
func messageIDs(reply json.RawMessage) (ids []int) {
	type message struct {
		ID int `json:"message_id"`
	}
	var one message
	if json.Unmarshal(reply, &one) == nil {
		return []int{one.ID}
	}
	var several []message
	if json.Unmarshal(reply, &several) == nil {
		for _, m := range several {
			ids = append(ids, m.ID)
		}
	}
	return ids
}
