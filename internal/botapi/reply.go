package botapi

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// reply is the envelope of every answer.
type reply struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	ErrorCode   int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

type parameters struct {
	RetryAfter int   `json:"retry_after,omitempty"`
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
}

func writeError(w http.ResponseWriter, err *apiError) {
	body := reply{ErrorCode: err.code, Description: err.description}
	if err.retryAfter > 0 {
		body.Parameters = &parameters{RetryAfter: err.retryAfter}
		w.Header().Set("Retry-After", strconv.Itoa(err.retryAfter))
	}
	if err.migrateTo != 0 {
		body.Parameters = &parameters{MigrateTo: err.migrateTo}
	}
	writeJSON(w, err.code, body)
}

func writeJSON(w http.ResponseWriter, code int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "encode the reply: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(data) // the bot may have hung up; there is nobody to tell
}

// serveFile hands out the contents that getFile named.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	token, path, _ := strings.Cut(path, "/")
	if err := s.checkToken(token); err != nil {
		writeError(w, err)
		return
	}
	path, err := url.PathUnescape(path)
	if err != nil {
		writeError(w, refuse(notFound))
		return
	}
	s.mu.Lock()
	f, ok := s.world.fileAt(path)
	s.mu.Unlock()
	if !ok {
		writeError(w, refuse(notFound))
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.Data)
	}
}
