package play

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// maxBody bounds an action: files travel as base64, and Telegram hands bots files of up to 20 MB.
const maxBody = 64 << 20

// maxText is Telegram's limit of a message, in UTF-16 units.
const maxText = 4096

// refusal is an error whose text is meant for the person at the page.
type refusal string

func (r refusal) Error() string { return string(r) }

// action is something a person does.
type action struct {
	do func(person *botapi.Person, body []byte) (any, error)
	// failed is what the person reads when the emulator refuses: its own words are a developer's.
	failed string
}

// takes makes an action's function out of one with a typed body; unknown fields are errors.
func takes[T any](do func(*botapi.Person, T) (any, error)) func(*botapi.Person, []byte) (any, error) {
	return func(person *botapi.Person, body []byte) (any, error) {
		var value T
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&value); err != nil {
			return nil, &bodyError{err}
		}
		return do(person, value)
	}
}

// bodyError says that the page sent something else than agreed.
type bodyError struct{ cause error }

func (e *bodyError) Error() string { return "decode the body: " + e.cause.Error() }
func (e *bodyError) Unwrap() error { return e.cause }

const notSent = "Не отправлено: бот заблокирован, или сообщение, на которое вы отвечаете, удалено."

var actions = map[string]action{
	"messages": {takes(sendText), notSent},
	"media":    {takes(sendMedia), notSent},
	"location": {takes(sendLocation), notSent},
	"contact":  {takes(sendContact), notSent},
	"edit":     {takes(edit), "Не изменено: этого сообщения больше нет."},
	"delete":   {takes(remove), "Этого сообщения уже нет."},
	"press":    {takes(press), "Этой кнопки уже нет."},
	"block":    {takes(block), "Не получилось изменить блокировку."},
	"language": {takes(language), "Не получилось сменить язык."},
}

// serveAction does what a person did on the page.
func (p *Page) serveAction(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("person"), 10, 64)
	act, known := actions[r.PathValue("action")]
	chat := r.URL.Query().Get("chat")
	if chat == "group" && r.PathValue("action") == "presence" {
		act, known = action{takes(p.presence), "Не получилось: бот уже там или уже вышел."}, true
	}
	person, member := p.acting(id, chat)
	if err != nil || !known || !member {
		writeError(w, http.StatusNotFound, "Такого здесь нет. Обновите страницу.")
		return
	}
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	answer, err := act.do(person, body)
	var (
		told refusal
		bad  *bodyError
	)
	switch {
	case err == nil:
		writeJSON(w, http.StatusOK, answer)
	case errors.As(err, &told):
		writeError(w, http.StatusUnprocessableEntity, told.Error())
	case errors.As(err, &bad):
		writeError(w, http.StatusBadRequest, "Страница и сервер не поняли друг друга. Обновите страницу.")
	default:
		p.logger.Debug("the emulator refused an action", "person", id, "action", r.PathValue("action"), "error", err)
		writeError(w, http.StatusConflict, act.failed)
	}
}

func (p *Page) shows(id int64) bool {
	for _, person := range p.people {
		if person.ID == id {
			return true
		}
	}
	return false
}

// message is what the page needs to know of what was sent.
type message struct {
	ID int64 `json:"message_id"`
}

type textBody struct {
	Text    string `json:"text"`
	ReplyTo int64  `json:"reply_to"`
}

func sendText(person *botapi.Person, body textBody) (any, error) {
	if err := checkText(body.Text); err != nil {
		return nil, err
	}
	sent, err := person.Reply(body.ReplyTo, body.Text)
	return message{sent.ID}, err
}

func checkText(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return refusal("Напишите что-нибудь.")
	case len(utf16.Encode([]rune(text))) > maxText:
		return refusal("В одном сообщении помещается 4096 символов.")
	}
	return nil
}

type locationBody struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

func sendLocation(person *botapi.Person, body locationBody) (any, error) {
	sent, err := person.SendLocation(body.Latitude, body.Longitude)
	return message{sent.ID}, err
}

type contactBody struct {
	Own       bool   `json:"own"`
	FirstName string `json:"first_name"`
	Phone     string `json:"phone"`
}

// sendContact shares the person's own number or somebody else's; only the first carries a user id.
func sendContact(person *botapi.Person, body contactBody) (any, error) {
	if body.Own {
		sent, err := person.ShareContact()
		return message{sent.ID}, err
	}
	if body.FirstName == "" || body.Phone == "" {
		return nil, refusal("Укажите имя и телефон.")
	}
	sent, err := person.ShareOther(botapi.Contact{FirstName: body.FirstName, PhoneNumber: body.Phone})
	return message{sent.ID}, err
}

type editBody struct {
	MessageID int64  `json:"message_id"`
	Text      string `json:"text"`
}

func edit(person *botapi.Person, body editBody) (any, error) {
	if err := checkText(body.Text); err != nil {
		return nil, err
	}
	return message{body.MessageID}, person.Edit(body.MessageID, body.Text)
}

func remove(person *botapi.Person, body message) (any, error) {
	return body, person.Delete(body.ID)
}

type pressBody struct {
	MessageID int64  `json:"message_id"`
	Data      string `json:"data"`
}

type pressed struct {
	Query string `json:"query"` // by which the stream tells the answer
}

func press(person *botapi.Person, body pressBody) (any, error) {
	query, err := person.Press(body.MessageID, body.Data)
	return pressed{query}, err
}

type blockBody struct {
	Blocked bool `json:"blocked"`
}

func block(person *botapi.Person, body blockBody) (any, error) {
	if body.Blocked {
		return body, person.Block()
	}
	return body, person.Unblock()
}

type languageBody struct {
	Language string `json:"language"`
}

func language(person *botapi.Person, body languageBody) (any, error) {
	if body.Language != "ru" && body.Language != "en" {
		return nil, refusal("Здесь есть только русский и английский Telegram.")
	}
	return body, person.Language(body.Language)
}
