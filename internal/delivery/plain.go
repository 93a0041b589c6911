package delivery

import (
	"encoding/json"
	"html"
	"regexp"
)

// Refused for its formatting, a message is still worth sending without it; refused for the message that it replies
// to, without the reply. Each is tried once.

// withoutFormatting returns the parameters with text or caption as plain text, and whether there still is formatting in
// them, since it could not be taken out.
func withoutFormatting(params json.RawMessage) (_ json.RawMessage, still bool) {
	changed, ok := change(params, func(p map[string]json.RawMessage) bool {
		var mode string
		if json.Unmarshal(p["parse_mode"], &mode) != nil || mode == "" {
			return false
		}
		delete(p, "parse_mode")
		for _, key := range []string{"text", "caption"} {
			var text string
			if mode != "HTML" || json.Unmarshal(p[key], &text) != nil {
				continue
			}
			plain, err := json.Marshal(html.UnescapeString(tag.ReplaceAllString(text, "")))
			if err != nil {
				return false
			}
			p[key] = plain
		}
		return true
	})
	return changed, !ok
}

var tag = regexp.MustCompile(`</?[a-z][^<>]*>`)

// withoutReply returns the parameters without the message that is replied to, and whether there still is one.
func withoutReply(params json.RawMessage) (_ json.RawMessage, still bool) {
	changed, ok := change(params, func(p map[string]json.RawMessage) bool {
		n := len(p)
		delete(p, "reply_parameters")
		delete(p, "reply_to_message_id")
		return len(p) < n
	})
	return changed, !ok
}

// withMessageID returns the parameters with the message that the call is about.
func withMessageID(params json.RawMessage, id int) (json.RawMessage, bool) {
	return change(params, func(p map[string]json.RawMessage) bool {
		value, err := json.Marshal(id)
		p["message_id"] = value
		return err == nil
	})
}

func change(params json.RawMessage, f func(map[string]json.RawMessage) bool) (json.RawMessage, bool) {
	p := map[string]json.RawMessage{}
	if json.Unmarshal(params, &p) != nil || p == nil || !f(p) {
		return params, false
	}
	changed, err := json.Marshal(p)
	return changed, err == nil
}
