package play_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/play"
)

var (
	anna  = play.People[0].ID
	boris = play.People[1].ID
	maria = play.People[2].ID
)

// post sends an action of a person and gives the status and the decoded answer.
func (f *fixture) post(t *testing.T, path string, body any, headers ...string) (int, object) {
	t.Helper()
	data, err := json.Marshal(body)
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url+path, strings.NewReader(string(data)))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	answer := object{}
	_ = json.Unmarshal(raw, &answer) // refusals of the guard are plain text
	return response.StatusCode, answer
}

func (f *fixture) act(t *testing.T, person int64, action string, body any) (int, object) {
	t.Helper()
	return f.post(t, "/play/people/"+strconv.FormatInt(person, 10)+"/"+action, body)
}

// reply is an answer whose body was read.
type reply struct {
	status int
	header http.Header
	body   string
}

func (f *fixture) get(t *testing.T, path string, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+path, nil)
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return reply{response.StatusCode, response.Header, string(body)}
}

func TestStaticFiles(t *testing.T) {
	f := newFixture(t)
	for path, kind := range map[string]string{
		"/": "text/html; charset=utf-8", "/static/main.js": "text/javascript; charset=utf-8",
		"/static/page.css": "text/css; charset=utf-8", "/favicon.ico": "image/svg+xml", "/static/voice.ogg": "audio/ogg",
	} {
		response := f.get(t, path)
		require.Equal(t, http.StatusOK, response.status, path)
		require.Equal(t, kind, response.header.Get("Content-Type"), path)
		require.NotEmpty(t, response.body, path)
		policy := response.header.Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'", path)
		require.NotContains(t, policy, "unsafe", path)

		again := f.get(t, path, "If-None-Match", response.header.Get("ETag"))
		require.Equal(t, http.StatusNotModified, again.status, path)
	}
	for _, path := range []string{"/static/", "/static/nothing.js", "/static/..%2fpage.go", "/nothing"} {
		response := f.get(t, path)
		require.GreaterOrEqual(t, response.status, 400, path)
	}
}

func TestPeopleGetAccounts(t *testing.T) {
	f := newFixture(t)
	require.Len(t, f.server.Chats(), len(play.People)+1, "and the managers' group")
	require.Equal(t, "en", f.server.User(boris).Account().LanguageCode)
	require.Equal(t, []int64{maria, play.People[3].ID}, play.Managers(play.People))

	require.NoError(t, f.server.User(anna).Language("en"))
	play.New(f.server, play.People, nil).Close()
	require.Equal(t, "en", f.server.User(anna).Account().LanguageCode, "an account kept from an earlier run stays as it is")
}

func TestGuard(t *testing.T) {
	f := newFixture(t)
	text := object{"text": "привет"}
	path := "/play/people/" + strconv.FormatInt(anna, 10) + "/messages"
	tests := map[string]struct {
		headers []string
		status  int
	}{
		"same origin":             {[]string{"Sec-Fetch-Site", "same-origin", "Origin", f.url}, http.StatusOK},
		"no browser":              {nil, http.StatusOK},
		"another site":            {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, http.StatusForbidden},
		"another site, old":       {[]string{"Origin", "https://evil.example"}, http.StatusForbidden},
		"a form":                  {[]string{"Content-Type", "application/x-www-form-urlencoded"}, http.StatusUnsupportedMediaType},
		"text that looks as JSON": {[]string{"Content-Type", "text/plain"}, http.StatusUnsupportedMediaType},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			before := len(f.server.Messages(anna))
			status, _ := f.post(t, path, text, test.headers...)
			require.Equal(t, test.status, status)
			sent := len(f.server.Messages(anna)) - before
			require.Equal(t, test.status == http.StatusOK, sent == 1)
		})
	}
}

func TestForeignHostNamesAreRefused(t *testing.T) {
	f := newFixture(t)
	for host, status := range map[string]int{
		"127.0.0.1:8080": http.StatusOK, "localhost": http.StatusOK, "play.localhost:80": http.StatusOK, "[::1]:8080": http.StatusOK,
		"192.168.0.7:8080": http.StatusOK, "evil.example": http.StatusMisdirectedRequest, "127.0.0.1.evil.example:8080": http.StatusMisdirectedRequest,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/", nil)
		require.NoError(t, err)
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, status, response.StatusCode, host)
	}
}

func TestActions(t *testing.T) {
	f := newFixture(t)
	status, sent := f.act(t, anna, "messages", object{"text": "Сколько стоит бот?"})
	require.Equal(t, http.StatusOK, status)
	id := sent["message_id"]

	status, _ = f.act(t, anna, "messages", object{"text": "И когда?", "reply_to": id})
	require.Equal(t, http.StatusOK, status)
	status, _ = f.act(t, anna, "edit", object{"message_id": id, "text": "Сколько стоит бот для кафе?"})
	require.Equal(t, http.StatusOK, status)
	status, _ = f.act(t, anna, "contact", object{"own": true})
	require.Equal(t, http.StatusOK, status)
	status, _ = f.act(t, anna, "contact", object{"first_name": "Пётр", "phone": "+79990001122"})
	require.Equal(t, http.StatusOK, status)
	status, _ = f.act(t, anna, "location", object{"latitude": 55.75, "longitude": 37.62})
	require.Equal(t, http.StatusOK, status)

	chat := f.server.Messages(anna)
	require.Len(t, chat, 5)
	require.Equal(t, "Сколько стоит бот для кафе?", chat[0].Text)
	require.NotZero(t, chat[0].EditDate)
	require.Equal(t, chat[0].ID, chat[1].ReplyTo.ID)
	require.Equal(t, anna, chat[2].Contact.UserID)
	require.Zero(t, chat[3].Contact.UserID, "somebody else's contact carries no id")
	require.InDelta(t, 55.75, chat[4].Location.Latitude, 0.001)

	status, _ = f.act(t, anna, "delete", object{"message_id": id})
	require.Equal(t, http.StatusOK, status)
	require.Len(t, f.server.Messages(anna), 4)

	status, _ = f.act(t, anna, "block", object{"blocked": true})
	require.Equal(t, http.StatusOK, status)
	require.True(t, f.server.View(anna).Blocked)
	status, _ = f.act(t, anna, "block", object{"blocked": false})
	require.Equal(t, http.StatusOK, status)
	status, _ = f.act(t, anna, "language", object{"language": "en"})
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "en", f.server.User(anna).Account().LanguageCode)
}

func TestRefusedActionsSayWhy(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.server.User(boris).Block())
	tests := map[string]struct {
		person int64
		action string
		body   any
		status int
		says   string
	}{
		"empty text":       {anna, "messages", object{"text": " \n"}, http.StatusUnprocessableEntity, "Напишите"},
		"too long":         {anna, "messages", object{"text": strings.Repeat("й", 4097)}, http.StatusUnprocessableEntity, "4096"},
		"blocked bot":      {boris, "messages", object{"text": "эй"}, http.StatusConflict, "заблокирован"},
		"no such message":  {anna, "edit", object{"message_id": 77, "text": "эй"}, http.StatusConflict, "больше нет"},
		"deleted already":  {anna, "delete", object{"message_id": 77}, http.StatusConflict, "уже нет"},
		"no such button":   {anna, "press", object{"message_id": 77, "data": "x"}, http.StatusConflict, "кнопки"},
		"unknown language": {anna, "language", object{"language": "tlh"}, http.StatusUnprocessableEntity, "русский"},
		"nameless contact": {anna, "contact", object{"phone": "+7999"}, http.StatusUnprocessableEntity, "имя"},
		"no file":          {anna, "media", object{}, http.StatusUnprocessableEntity, "Выберите"},
		"empty file":       {anna, "media", object{"files": []object{{"kind": "photo", "name": "a.png"}}}, http.StatusUnprocessableEntity, "Пустой"},
		"unknown field":    {anna, "messages", object{"text": "эй", "html": true}, http.StatusBadRequest, "Обновите"},
		"no JSON object":   {anna, "messages", 5, http.StatusBadRequest, "Обновите"},
		"unknown action":   {anna, "dance", object{}, http.StatusNotFound, "Обновите"},
		"stranger":         {42, "messages", object{"text": "эй"}, http.StatusNotFound, "Обновите"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, answer := f.act(t, test.person, test.action, test.body)
			require.Equal(t, test.status, status)
			require.Contains(t, answer["error"], test.says)
		})
	}
	require.Empty(t, f.server.Messages(anna))
}

func TestFilesTravelBothWays(t *testing.T) {
	f := newFixture(t)
	file := func(kind, name, mime string, data []byte) object {
		return object{"kind": kind, "name": name, "mime": mime, "data": base64.StdEncoding.EncodeToString(data)}
	}
	page := []byte("<html><script>alert(1)</script></html>")
	for _, files := range [][]object{
		{file("photo", "sunset.png", "image/png", picture())},
		{file("photo", "1.png", "image/png", picture()), file("photo", "2.png", "image/png", picture())},
		{file("document", "page.html", "text/html", page)},
		{file("voice", "voice.ogg", "audio/ogg", []byte("OggS\x00 sound"))},
	} {
		status, answer := f.act(t, anna, "media", object{"files": files, "caption": "Вот"})
		require.Equal(t, http.StatusOK, status, answer)
	}
	chat := f.server.Messages(anna)
	require.Len(t, chat, 5)
	require.Equal(t, "Вот", chat[0].Caption)
	require.NotEmpty(t, chat[1].MediaGroupID)
	require.Equal(t, chat[1].MediaGroupID, chat[2].MediaGroupID)
	require.Empty(t, chat[2].Caption)

	response := f.get(t, "/play/files/"+chat[0].Photo[0].FileID)
	require.Equal(t, "image/png", response.header.Get("Content-Type"))
	require.Equal(t, string(picture()), response.body)

	response = f.get(t, "/play/files/"+chat[3].Document.FileID)
	require.Equal(t, "application/octet-stream", response.header.Get("Content-Type"), "a stranger's web page must not run here")
	require.Equal(t, "attachment", response.header.Get("Content-Disposition"))
	require.Contains(t, response.header.Get("Content-Security-Policy"), "sandbox")
	require.Equal(t, string(page), response.body)

	response = f.get(t, "/play/files/"+chat[4].Voice.FileID)
	require.Equal(t, "application/ogg", response.header.Get("Content-Type"))
	response = f.get(t, "/play/files/none")
	require.Equal(t, http.StatusNotFound, response.status)
}

func TestTooMuchAtOnceIsRefused(t *testing.T) {
	f := newFixture(t)
	status, answer := f.act(t, anna, "messages", object{"text": strings.Repeat("x", 65<<20)})
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	require.Contains(t, answer["error"], "МБ")
}

func TestFaults(t *testing.T) {
	f := newFixture(t)
	b := &bot{t: t, url: f.server.URL() + "/bot" + f.server.Token() + "/"}
	status, _ := f.post(t, "/play/faults", object{"status": 500, "times": 1, "method": "getMe"})
	require.Equal(t, http.StatusOK, status)
	_, err := b.try(t.Context(), "getMe", nil)
	require.Error(t, err)
	_, err = b.try(t.Context(), "getMe", nil)
	require.NoError(t, err, "the fault was for one request")

	_, _ = f.post(t, "/play/faults", object{"drop": true, "times": 100})
	status, _ = f.post(t, "/play/faults", object{"clear": true})
	require.Equal(t, http.StatusOK, status)
	_, err = b.try(t.Context(), "getMe", nil)
	require.NoError(t, err)

	status, _ = f.post(t, "/play/faults", object{"status": 500})
	require.Equal(t, http.StatusBadRequest, status, "a fault without an end would have to be found in a menu")
}

func TestPressIsHeardByTheBot(t *testing.T) {
	f := newFixture(t)
	b := &bot{t: t, url: f.server.URL() + "/bot" + f.server.Token() + "/"}
	_, err := f.server.User(anna).Send("/start")
	require.NoError(t, err)
	sent := b.call("sendMessage", object{"chat_id": anna, "text": "?", "reply_markup": object{
		"inline_keyboard": [][]object{{{"text": "Да", "callback_data": "yes"}}},
	}})
	status, answer := f.act(t, anna, "press", object{"message_id": sent["message_id"], "data": "yes"})
	require.Equal(t, http.StatusOK, status)
	b.call("answerCallbackQuery", object{"callback_query_id": answer["query"], "text": "ок"})
	got, err := f.server.WaitAnswer(t.Context(), answer["query"].(string))
	require.NoError(t, err)
	require.Equal(t, botapi.CallbackAnswer{Text: "ок"}, got)
}
