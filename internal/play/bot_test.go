package play_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/play"
)

// fixture is a page over an emulator.
type fixture struct {
	server *botapi.Server
	page   *play.Page
	url    string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	server, err := botapi.New(botapi.Options{Name: "Помощник", Username: "helper_bot"})
	require.NoError(t, err)
	require.NoError(t, server.Start())
	page := play.New(server, play.People, nil)
	web := httptest.NewServer(page)
	t.Cleanup(func() {
		page.Close()
		web.Close()
		require.NoError(t, server.Close())
	})
	return &fixture{server: server, page: page, url: web.URL}
}

// bot is a small bot that speaks the plain Bot API over HTTP: what the page shows is not what our own client made.
type bot struct {
	t   *testing.T
	url string
}

type object = map[string]any

// startBot answers updates in the background until the test ends.
func startBot(t *testing.T, server *botapi.Server, answer func(*bot, object)) *bot {
	t.Helper()
	b := &bot{t: t, url: server.URL() + "/bot" + server.Token() + "/"}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		offset := 0.0
		for ctx.Err() == nil {
			updates, err := b.try(ctx, "getUpdates", object{"offset": offset, "timeout": 10})
			if err != nil {
				continue // the test ends, or a fault was injected
			}
			for _, u := range updates.([]any) {
				update := u.(object)
				offset = update["update_id"].(float64) + 1
				answer(b, update)
			}
		}
	})
	t.Cleanup(func() { cancel(); done.Wait() })
	return b
}

// try calls a method and gives its result.
func (b *bot) try(ctx context.Context, method string, params object) (any, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, b.url+method, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	return result(http.DefaultClient.Do(request))
}

// call is try that must work. It may run outside the test's goroutine, so it does not end the test.
func (b *bot) call(method string, params object) object {
	got, err := b.try(context.Background(), method, params)
	if err != nil {
		b.t.Errorf("%s: %v", method, err)
	}
	sent, _ := got.(object)
	return sent
}

// sendPhoto uploads a picture.
func (b *bot) sendPhoto(chat any, caption string) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("chat_id", fmt.Sprintf("%.0f", chat)) // into memory: cannot fail
	_ = form.WriteField("caption", caption)
	part, _ := form.CreateFormFile("photo", "picture.png")
	_, _ = part.Write(picture())
	_ = form.Close()
	if _, err := result(http.Post(b.url+"sendPhoto", form.FormDataContentType(), &body)); err != nil {
		b.t.Errorf("sendPhoto: %v", err)
	}
}

func result(response *http.Response, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var reply struct {
		OK          bool
		Description string
		Result      any
	}
	if err := json.NewDecoder(response.Body).Decode(&reply); err != nil {
		return nil, err
	}
	if !reply.OK {
		return nil, fmt.Errorf("refused: %s", reply.Description)
	}
	return reply.Result, nil
}

// picture is a small sunset as PNG.
func picture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 480, 320))
	for y := range 320 {
		for x := range 480 {
			shade := color.RGBA{uint8(250 - y/3), uint8(190 - y/2), uint8(90 + y/4), 255}
			if dx, dy := x-330, y-190; dx*dx+dy*dy < 2500 {
				shade = color.RGBA{255, 236, 170, 255}
			}
			if y > 230 {
				shade = color.RGBA{uint8(30 + x/12), uint8(60 + x/20), uint8(110 - x/16), 255}
			}
			img.Set(x, y, shade)
		}
	}
	var buffer bytes.Buffer
	_ = png.Encode(&buffer, img) // into memory: cannot fail
	return buffer.Bytes()
}

// helper is the bot of the browser's tests: it shows everything that a page has to show.
func helper(b *bot, update object) {
	if press, ok := update["callback_query"].(object); ok {
		helperPressed(b, press)
		return
	}
	if edited, ok := update["edited_message"].(object); ok {
		b.call("sendMessage", object{"chat_id": chatOf(edited), "text": fmt.Sprintf("Вижу правку: %v", edited["text"])})
		return
	}
	message, ok := update["message"].(object)
	if !ok {
		return
	}
	chat := chatOf(message)
	text, _ := message["text"].(string)
	switch {
	case text == "/start":
		b.call("sendMessage", object{
			"chat_id": chat, "text": "Здравствуйте! Напишите вопрос, отвечу <b>сразу</b>.", "parse_mode": "HTML",
			"reply_markup": object{
				"keyboard":      [][]any{{"Темы", "Мои заявки"}, {object{"text": "Оставить контакт", "request_contact": true}, "Позвать менеджера"}},
				"is_persistent": true, "resize_keyboard": true, "input_field_placeholder": "Ваш вопрос",
			},
		})
	case text == "Темы":
		b.call("sendMessage", object{"chat_id": chat, "text": "Выберите тему:", "reply_markup": object{"inline_keyboard": [][]any{
			{object{"text": "Доставка", "callback_data": "topic:delivery"}, object{"text": "Оплата", "callback_data": "topic:payment"}},
			{object{"text": "Важное", "callback_data": "alert"}},
		}}})
	case text == "оформи":
		b.call("sendMessage", object{"chat_id": chat, "parse_mode": "HTML", "text": "<b>Тариф «Старт»</b>\n<i>курсив</i>, <u>подчёркнуто</u>, <s>зачёркнуто</s>, " +
			"<tg-spoiler>секрет</tg-spoiler> и <code>код &lt;b&gt;</code>.\n<blockquote>Цитата из <b>статьи</b></blockquote>\n" +
			"<pre><code class=\"language-go\">fmt.Println(1)</code></pre>\nПодробнее: <a href=\"https://example.com/tariffs\">на сайте</a> 🙂"})
	case text == "фото":
		b.sendPhoto(chat, "Закат")
	case text == "занят":
		b.call("sendChatAction", object{"chat_id": chat, "action": "typing"})
	case strings.Contains(text, "script"):
		b.call("sendMessage", object{"chat_id": chat, "text": text})
	case message["contact"] != nil:
		contact := message["contact"].(object)
		b.call("sendMessage", object{"chat_id": chat, "text": fmt.Sprintf("Записал номер %v", contact["phone_number"])})
	case message["photo"] != nil:
		b.call("sendMessage", object{"chat_id": chat, "text": "Получил фото", "reply_parameters": object{"message_id": message["message_id"]}})
	case message["voice"] != nil:
		b.call("sendMessage", object{"chat_id": chat, "text": "Послушаю"})
	default:
		b.call("sendMessage", object{"chat_id": chat, "text": "Эхо: " + text})
	}
}

func helperPressed(b *bot, press object) {
	message := press["message"].(object)
	chat := chatOf(message)
	answer := object{"callback_query_id": press["id"]}
	switch press["data"] {
	case "alert":
		answer["text"], answer["show_alert"] = "Сегодня работаем до 18:00", true
	case "topic:delivery":
		answer["text"] = "Открываю тему"
		b.call("editMessageText", object{"chat_id": chat, "message_id": message["message_id"], "text": "Доставка занимает 1–3 дня."})
	case "topic:payment":
		b.call("deleteMessage", object{"chat_id": chat, "message_id": message["message_id"]})
	}
	b.call("answerCallbackQuery", answer)
}

func chatOf(message object) any { return message["chat"].(object)["id"] }
