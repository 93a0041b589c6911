package delivery

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path"
)

// transport tells replies of the Bot API from those of something else, and keeps the code of the latter, which telego's
// caller would tell in words only. It goes by what a reply says, since a server of one's own may say nothing of its type.
type transport struct{ *http.Transport }

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.Transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	foreign := &APIError{Method: path.Base(request.URL.Path), Code: response.StatusCode, foreign: true}
	if response.StatusCode >= http.StatusInternalServerError {
		foreign.Description = http.StatusText(response.StatusCode) // Telegram itself says nothing then that would help
		return nil, foreign
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	var reply struct {
		OK *bool `json:"ok"`
	}
	if json.Unmarshal(body, &reply) != nil || reply.OK == nil {
		foreign.Description = "and the reply is none of the Bot API"
		return nil, foreign
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
