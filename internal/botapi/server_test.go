package botapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// result is the envelope of an answer as a bot sees it.
type result struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	ErrorCode   int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
	status int
}

// params are the parameters of a call in a test.
type params map[string]any

// newServer starts a server that ends with the test.
func newServer(t *testing.T, opts Options) *Server {
	t.Helper()
	s, err := New(opts)
	require.NoError(t, err)
	require.NoError(t, s.Start())
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// httpClient gives up no connection to the next test.
func httpClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

// post calls a method with a JSON body; the error is the network's.
func post(c *http.Client, s *Server, method string, p params) (result, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return result{}, err
	}
	return answer(c.Post(s.URL()+"/bot"+s.Token()+"/"+method, "application/json", bytes.NewReader(body)))
}

// answer reads what a request brought.
func answer(resp *http.Response, err error) (result, error) {
	if err != nil {
		return result{}, err
	}
	defer resp.Body.Close()
	r := result{status: resp.StatusCode}
	return r, json.NewDecoder(resp.Body).Decode(&r)
}

// try calls a method and gives the network's error.
func try(t *testing.T, s *Server, method string, p params) (result, error) {
	t.Helper()
	return post(httpClient(t), s, method, p)
}

// callAPI calls a method and expects an answer, good or bad.
func callAPI(t *testing.T, s *Server, method string, p params) result {
	t.Helper()
	r, err := try(t, s, method, p)
	require.NoError(t, err)
	return r
}

// must calls a method, expects success, and decodes the result.
func must[T any](t *testing.T, s *Server, method string, p params) T {
	t.Helper()
	r := callAPI(t, s, method, p)
	require.True(t, r.OK, "%s: %s", method, r.Description)
	var v T
	require.NoError(t, json.Unmarshal(r.Result, &v))
	return v
}

// gotUpdate is an update as a bot decodes it.
type gotUpdate struct {
	ID            int64           `json:"update_id"`
	Message       *Message        `json:"message"`
	Edited        *Message        `json:"edited_message"`
	CallbackQuery *CallbackQuery  `json:"callback_query"`
	MyChatMember  json.RawMessage `json:"my_chat_member"`
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestConversation(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	anna := s.AddUser(501, Profile{FirstName: "Анна", Username: "anna"})
	_, err := anna.Send("/start")
	require.NoError(t, err)

	updates := must[[]gotUpdate](t, s, "getUpdates", nil)
	require.Len(t, updates, 1)
	require.Equal(t, "/start", updates[0].Message.Text)
	require.Equal(t, []Entity{{Type: "bot_command", Offset: 0, Length: 6}}, updates[0].Message.Entities)

	sent := must[Message](t, s, "sendMessage", params{
		"chat_id": 501, "text": "<b>Здравствуйте</b>, Анна", "parse_mode": "HTML",
		"reply_markup": params{"inline_keyboard": [][]params{{{"text": "Темы", "callback_data": "topics"}}}},
	})
	require.Equal(t, "Здравствуйте, Анна", sent.Text)
	require.Equal(t, []Entity{{Type: "bold", Offset: 0, Length: 12}}, sent.Entities)

	got, err := anna.Wait(soon(t), Message.FromBot)
	require.NoError(t, err)
	require.Equal(t, sent.ID, got.ID)

	id, err := anna.Press(got.ID, "Темы")
	require.NoError(t, err)
	updates = must[[]gotUpdate](t, s, "getUpdates", params{"offset": updates[0].ID + 1})
	require.Len(t, updates, 1)
	require.Equal(t, "topics", updates[0].CallbackQuery.Data)
	require.Equal(t, sent.ID, updates[0].CallbackQuery.Message.ID)
	require.True(t, must[bool](t, s, "answerCallbackQuery", params{"callback_query_id": id, "text": "Вот темы", "show_alert": true}))
	answer, err := s.WaitAnswer(soon(t), id)
	require.NoError(t, err)
	require.Equal(t, CallbackAnswer{Text: "Вот темы", Alert: true}, answer)

	must[Message](t, s, "editMessageText", params{"chat_id": 501, "message_id": sent.ID, "text": "Темы:"})
	edited, err := anna.Wait(soon(t), func(m Message) bool { return m.EditDate > 0 })
	require.NoError(t, err)
	require.Equal(t, "Темы:", edited.Text)
	require.Nil(t, edited.ReplyMarkup)
	require.Empty(t, s.Violations())
}

func TestParametersComeInEveryEncoding(t *testing.T) {
	s := newServer(t, Options{Strict: true})
	_, err := s.User(7).Send("привет")
	require.NoError(t, err)
	base := s.URL() + "/bot" + s.Token() + "/"
	c := httpClient(t)

	r, err := answer(c.Get(base + "SENDmessage?chat_id=7&text=" + url.QueryEscape("раз")))
	require.NoError(t, err)
	require.True(t, r.OK, "names of methods have no case")

	r, err = answer(c.PostForm(base+"sendMessage", url.Values{"chat_id": {"7"}, "text": {"два"}}))
	require.NoError(t, err)
	require.True(t, r.OK)

	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	require.NoError(t, form.WriteField("chat_id", "7"))
	require.NoError(t, form.WriteField("caption", "<i>три</i>"))
	require.NoError(t, form.WriteField("parse_mode", "HTML"))
	part, err := form.CreateFormFile("document", "договор.pdf")
	require.NoError(t, err)
	_, err = part.Write([]byte("%PDF-1.4"))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	r, err = answer(c.Post(base+"sendDocument", form.FormDataContentType(), &body))
	require.NoError(t, err)
	require.True(t, r.OK, r.Description)

	var bodies []string
	for _, m := range s.Messages(7) {
		bodies = append(bodies, m.Body())
	}
	require.Equal(t, []string{"привет", "раз", "два", "три"}, bodies)
	last := s.Messages(7)[3]
	require.Equal(t, "договор.pdf", last.Document.FileName)

	file := must[File](t, s, "getFile", params{"file_id": last.Document.FileID})
	resp, err := c.Get(s.URL() + "/file/bot" + s.Token() + "/" + file.FilePath)
	require.NoError(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, "%PDF-1.4", string(data))
	require.Empty(t, s.Violations())
}
