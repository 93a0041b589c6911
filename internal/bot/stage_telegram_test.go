package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// fetch takes what Telegram has for the bot.
func (s *stage) fetch(ctx context.Context) ([]delivery.Update, error) {
	var raw []json.RawMessage
	if err := s.call(ctx, "getUpdates", map[string]any{"offset": s.offset}, &raw); err != nil {
		return nil, err
	}
	updates := make([]delivery.Update, 0, len(raw))
	for _, r := range raw {
		var u struct {
			ID      int64                              `json:"update_id"`
			Message *struct{ Chat struct{ ID int64 } } `json:"message"`
			Member  *struct{ Chat struct{ ID int64 } } `json:"my_chat_member"`
			Edited  *struct{ Chat struct{ ID int64 } } `json:"edited_message"`
			Press   *struct {
				Message struct{ Chat struct{ ID int64 } }
			} `json:"callback_query"`
		}
		if err := json.Unmarshal(r, &u); err != nil {
			return nil, err
		}
		s.offset = u.ID + 1
		update := delivery.Update{ID: u.ID, Raw: r, ReceivedAt: s.now}
		switch {
		case u.Message != nil:
			update.Kind, update.ChatID = "message", u.Message.Chat.ID
		case u.Edited != nil:
			update.Kind, update.ChatID = "edited_message", u.Edited.Chat.ID
		case u.Press != nil:
			update.Kind, update.ChatID = "callback_query", u.Press.Message.Chat.ID
		case u.Member != nil:
			update.Kind, update.ChatID = "my_chat_member", u.Member.Chat.ID
		default:
			update.Kind = "other"
		}
		updates = append(updates, update)
	}
	return updates, nil
}

func (s *stage) deliver(ctx context.Context) (int, error) {
	sent := 0
	for !s.held {
		// What people did before is handled: an album that waits for the rest of itself has it.
		if _, err := s.sql.Exec(ctx, `UPDATE outbox SET not_before = '-infinity' WHERE not_before > now()`); err != nil {
			return sent, err
		}
		heads, err := s.outbox.Heads(ctx, nil, 1)
		if err != nil || len(heads) == 0 {
			return sent, err
		}
		for _, h := range heads {
			if err := s.send(ctx, h); err != nil {
				return sent, err
			}
			sent++
		}
	}
	return sent, nil
}

func (s *stage) send(ctx context.Context, h delivery.Head) error {
	if album, ok := delivery.Together(h.Pieces); ok {
		return s.sendAlbum(ctx, album, h.Pieces)
	}
	params := map[string]any{}
	if err := json.Unmarshal(h.Params, &params); err != nil {
		return err
	}
	if h.About != 0 {
		params["message_id"] = h.AboutTelegramID
	}
	result := delivery.Result{Outgoing: h.Outgoing, Sent: true}
	var message json.RawMessage
	send := func() error { return s.call(ctx, h.Method, params, &message) }
	if h.File != nil {
		send = func() (err error) {
			message, err = s.uploads.Call(ctx, h.Method, delivery.Upload{Params: h.Params, File: *h.File})
			return err
		}
	}
	if err := send(); err != nil {
		s.refused = append(s.refused, fmt.Sprintf("! Telegram refuses %s: %v\n", h.Method, err))
		if !strings.Contains(err.Error(), "message is not modified") { // what was wanted is so already
			result.Sent, result.Refusal = false, refusalOf(err)
		}
		if no := (*noError)(nil); errors.As(err, &no) {
			result.Outgoing.MovedTo = no.movedTo
		}
	}
	var placed struct {
		ID int `json:"message_id"`
	}
	if json.Unmarshal(message, &placed) == nil {
		result.TelegramID = placed.ID
	}
	return s.outbox.Settle(ctx, result)
}

// sendAlbum sends the pieces of an album in one call, or has them go out one by one when Telegram does not take it.
func (s *stage) sendAlbum(ctx context.Context, album delivery.Outgoing, pieces []delivery.Outgoing) error {
	var sent []struct {
		ID int `json:"message_id"`
	}
	end := delivery.Result{Sent: true}
	if err := s.call(ctx, album.Method, album.Params, &sent); err != nil {
		s.refused = append(s.refused, fmt.Sprintf("! Telegram refuses %s: %v\n", album.Method, err))
		end = delivery.Result{Refusal: refusalOf(err)}
	}
	for _, m := range sent {
		end.MessageIDs = append(end.MessageIDs, m.ID)
	}
	return s.outbox.Settle(ctx, end.OfEach(pieces)...)
}

// call makes a request of the Bot API.
func (s *stage) call(ctx context.Context, method string, params, result any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	url := s.api.URL() + "/bot" + s.api.Token() + "/" + method
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var envelope struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
		Parameters  struct {
			MigrateTo int64 `json:"migrate_to_chat_id"`
		} `json:"parameters"`
	}
	if err := json.Unmarshal(raw, &envelope); err != nil {
		return err
	}
	if !envelope.OK {
		return &noError{envelope.Description, envelope.Parameters.MigrateTo}
	}
	return json.Unmarshal(envelope.Result, result)
}
