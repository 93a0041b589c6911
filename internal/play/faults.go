package play

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// faultBody is a botapi.Fault as the «Сбой» menu asks for it.
type faultBody struct {
	Clear      bool   `json:"clear"` // end all faults instead
	Method     string `json:"method"`
	Times      int    `json:"times"`
	DelayMS    int    `json:"delay_ms"`
	RetryAfter int    `json:"retry_after"` // seconds
	Status     int    `json:"status"`
	Drop       bool   `json:"drop"`
	LoseReply  bool   `json:"lose_reply"`
}

// serveFault makes the bot's way to the emulator misbehave, or behave again.
func (p *Page) serveFault(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	var fault faultBody
	if err := json.Unmarshal(body, &fault); err != nil || !fault.Clear && fault.Times <= 0 {
		writeError(w, http.StatusBadRequest, "Такого сбоя здесь нет.")
		return
	}
	if fault.Clear {
		p.server.Faults().Clear()
	} else {
		p.server.Faults().Add(botapi.Fault{
			Method: fault.Method, Times: fault.Times, Status: fault.Status, Drop: fault.Drop, LoseReply: fault.LoseReply,
			Delay: time.Duration(fault.DelayMS) * time.Millisecond, RetryAfter: time.Duration(fault.RetryAfter) * time.Second,
		})
	}
	p.logger.Info("faults changed on the play page", "clear", fault.Clear, "method", fault.Method, "times", fault.Times)
	writeJSON(w, http.StatusOK, fault)
}
