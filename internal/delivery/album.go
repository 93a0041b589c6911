package delivery

import (
	"context"
	"encoding/json"
)

// Together returns the call that sends the pieces of an album at once. Its caption is that of the first, which says whose they
// are: people see it under the whole album when no other piece has one. It returns false for less than two pieces.
func Together(pieces []Outgoing) (album Outgoing, ok bool) {
	if len(pieces) < 2 {
		return album, false
	}
	album = pieces[0]
	album.Method = "sendMediaGroup"
	album.Params, ok = change(album.Params, func(p map[string]json.RawMessage) bool {
		media := make([]json.RawMessage, len(pieces))
		for i, o := range pieces {
			media[i] = o.Media
		}
		first, ok := change(media[0], func(m map[string]json.RawMessage) bool {
			for _, key := range []string{"caption", "parse_mode"} {
				if value, given := p[key]; given {
					m[key] = value
					delete(p, key)
				}
			}
			return true
		})
		media[0] = first
		all, err := json.Marshal(media)
		p["media"] = all
		delete(p, "from_chat_id")
		delete(p, "message_id")
		return ok && err == nil
	})
	return album, ok
}

// attemptAlbum makes one attempt at an album. When Telegram does not take it, its pieces go out one by one, so that only
// what cannot be delivered is lost, and its author told.
func (s *Sender) attemptAlbum(ctx, work context.Context, album Outgoing, pieces []Outgoing) ([]Result, bool) {
	end, cause, begun := attempt(ctx, work, s.caller, s.limits, album, len(pieces))
	if !begun {
		return nil, false
	}
	if end.Refusal == "" {
		s.reachable.note(ctx, cause)
	} else {
		s.reachable.note(ctx, nil)
		s.log.WarnContext(ctx, "Telegram does not take an album, so its pieces go out one by one",
			"outbox_id", album.ID, "pieces", len(pieces), "reason", end.Refusal, "code", codeOf(cause))
	}
	return end.OfEach(pieces), true
}
