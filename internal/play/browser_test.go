package play_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/play"
	"github.com/chatbotsmanagers/faqbot/internal/play/playtest"
)

// within is a JavaScript expression for an element in a person's column.
func within(person int64, selector string) string {
	return fmt.Sprintf(`document.querySelector('[data-person="%d"] %s')`, person, selector)
}

func TestConversation(t *testing.T) {
	f := newFixture(t)
	helperBot := startBot(t, f.server, helper)
	helperBot.call("setMyCommands", object{"commands": []object{
		{"command": "start", "description": "Начать сначала"}, {"command": "topics", "description": "Темы базы знаний"},
	}})
	b := playtest.Open(t, f.url+"/", playtest.Options{})

	// The first message is START, and the bot's keyboard appears.
	b.Press(anna, "Начать")
	b.WaitText(anna, "Здравствуйте!")
	b.Until(within(anna, ".text b")+".textContent === 'сразу'", "bold text")
	b.Until(within(anna, `[data-testid="reply-keyboard"]`), "the bot's keyboard")
	b.Say(anna, "сколько стоит доставка?")
	b.WaitText(anna, "Эхо: сколько стоит доставка?")

	// A pressed button edits its message, and the answer to the press shows as a notice.
	b.Press(anna, "Темы")
	b.Press(anna, "Доставка")
	b.WaitText(anna, "Доставка занимает 1–3 дня.")
	b.Until(within(anna, `[data-testid="edited"]`), "the mark of an edit")
	b.Until(within(anna, `.toast`)+".textContent === 'Открываю тему'", "the notice")
	b.WaitNoText(anna, "Выберите тему")

	// An alert waits for «ОК»; a deleted message is gone.
	b.Press(anna, "Темы")
	b.Press(anna, "Важное")
	b.Until(within(anna, `[data-testid="alert"]`)+".textContent.includes('до 18:00')", "the alert")
	b.Press(anna, "ОК")
	b.Until("!"+within(anna, `[data-testid="alert"]`), "no alert")
	b.Until("!"+within(anna, `[aria-busy]`), "no button that waits for an answer")
	b.Press(anna, "Оплата")
	b.WaitNoText(anna, "Выберите тему")

	// The phone is shared only after a confirmation.
	b.Press(anna, "Оставить контакт")
	b.Until(within(anna, `[data-testid="share-contact"]`), "the question before the phone is shared")
	b.Press(anna, "Отмена")
	b.Press(anna, "Оставить контакт")
	b.Press(anna, "Поделиться номером")
	b.WaitText(anna, "Записал номер "+play.People[0].Phone)

	// A reply shows what it answers; an own message can be changed, and the bot sees that.
	b.PressText(anna, "Записал номер")
	b.Press(anna, "Ответить")
	b.Say(anna, "это рабочий")
	b.Until(within(anna, `.own [data-testid="quote"]`)+"?.textContent.includes('Записал номер')", "the quote")
	b.PressText(anna, "Эхо: это рабочий")
	b.Press(anna, "Удалить")
	b.WaitNoText(anna, "Эхо: это рабочий")
	b.PressText(anna, "это рабочий")
	b.Press(anna, "Изменить")
	b.Say(anna, ", звоните днём")
	b.WaitText(anna, "Вижу правку: это рабочий, звоните днём")

	// Commands come from the menu.
	b.PressOn(anna, "commands")
	b.Press(anna, "/topics")
	b.WaitText(anna, "Эхо: /topics")
	b.Say(anna, "/topics доставка") // typed in spite of the suggestions
	b.WaitText(anna, "Эхо: /topics доставка")
	b.RequireClean()
}

func TestFormattedAndHostileTexts(t *testing.T) {
	f := newFixture(t)
	startBot(t, f.server, helper)
	b := playtest.Open(t, f.url+"/", playtest.Options{})
	b.Press(boris, "Начать")
	b.Say(boris, "оформи")
	b.WaitText(boris, "Тариф")
	for selector, text := range map[string]string{
		"b": "Тариф «Старт»", "i": "курсив", "u": "подчёркнуто", "s": "зачёркнуто", "code": "код <b>", ".spoiler": "секрет",
		"blockquote": "Цитата из статьи", "blockquote b": "статьи", "pre": "fmt.Println(1)", "a": "на сайте",
	} {
		b.Until(fmt.Sprintf("[...document.querySelectorAll('[data-person=\"%d\"] .text %s')].some(e => e.textContent === %s)",
			boris, selector, strconv.Quote(text)), "%s with %q", selector, text)
	}
	b.Until(within(boris, ".text a")+".href === 'https://example.com/tariffs' && "+within(boris, ".text a")+".rel.includes('noopener')", "a safe link")
	b.Until("getComputedStyle("+within(boris, ".spoiler")+").color === 'rgba(0, 0, 0, 0)'", "a hidden text")
	b.Evaluate(within(boris, ".spoiler")+".click()", nil)
	b.Until(within(boris, ".spoiler.revealed"), "the text revealed")

	hostile := `<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3)`
	b.Say(boris, hostile)
	b.Until(fmt.Sprintf("[...document.querySelectorAll('[data-person=\"%d\"] .text')].filter(e => e.textContent === %s).length === 2",
		boris, strconv.Quote(hostile)), "the text as it was written, of both sides")
	b.Until("document.querySelectorAll('.text script, .text img, .text [onerror], .text a[href^=javascript]').length === 0", "no element out of a text")
	b.RequireClean()
}

func TestAttachments(t *testing.T) {
	t.Setenv("LC_ALL", "C") // as on a bare system: the names of files are Russian there too
	f := newFixture(t)
	startBot(t, f.server, helper)
	b := playtest.Open(t, f.url+"/", playtest.Options{})
	b.Press(maria, "Начать")
	dir := t.TempDir()
	sunset, price := filepath.Join(dir, "закат.png"), filepath.Join(dir, "прайс.pdf")
	require.NoError(t, os.WriteFile(sunset, picture(), 0o600))
	require.NoError(t, os.WriteFile(price, []byte("%PDF-1.4 price list"), 0o600))

	b.Attach(maria, "Фото", "Смотрите", sunset)
	b.WaitText(maria, "Получил фото")
	b.Until(within(maria, ".own img.photo")+".naturalWidth === 480", "the picture")
	b.Until(within(maria, `.bot [data-testid="quote"]`)+".textContent.includes('Смотрите')", "the bot's reply with its quote")
	b.Attach(maria, "Фото", "", sunset, sunset, sunset)
	b.Until(`document.querySelectorAll('.album-3 img').length === 3`, "an album")
	b.Attach(maria, "Файл", "", price)
	b.Until(within(maria, ".file-name")+".textContent === 'прайс.pdf'", "the file")

	// A picture is pasted from the clipboard, another dragged in.
	for _, event := range []string{
		"'[data-testid=input]').dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }))",
		"'.chat').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))",
	} {
		b.Evaluate(fmt.Sprintf(`fetch(document.querySelector('.own img.photo').src).then(r => r.blob()).then(blob => {
			const data = new DataTransfer();
			data.items.add(new File([blob], 'pasted.png', { type: 'image/png' }));
			document.querySelector('[data-person="%d"]').querySelector(%s;
		})`, maria, event), nil)
		b.Until(within(maria, `[data-testid="send-files"] img`), "the picture before it is sent")
		b.Press(maria, "Отправить")
	}
	b.Until(`document.querySelectorAll('.own > .bubble > .photo-link').length === 3`, "both pictures sent")

	b.PressOn(maria, "attach")
	b.Press(maria, "Голосовое (образец)")
	b.WaitText(maria, "Послушаю")
	b.Evaluate(within(maria, ".voice button")+".click()", nil)
	b.Until(within(maria, ".voice .icon-pause"), "the sound being played")
	b.PressOn(maria, "attach")
	b.Press(maria, "Место")
	b.Press(maria, "Казань, Кремль")
	b.Until(within(maria, ".place"), "the place")
	b.PressOn(maria, "attach")
	b.Press(maria, "Мой контакт")
	b.Press(maria, "Поделиться номером")
	b.WaitText(maria, "Записал номер "+play.People[2].Phone)

	b.Say(maria, "фото")
	b.Until(within(maria, ".bot img.photo")+"?.naturalWidth === 480", "the bot's picture")
	b.RequireClean()
}

func TestOwnTelegram(t *testing.T) {
	f := newFixture(t)
	b0 := startBot(t, f.server, helper)
	b := playtest.Open(t, f.url+"/", playtest.Options{})
	b.Press(anna, "Начать")
	b.WaitText(anna, "Здравствуйте")
	b.Press(anna, "EN")
	b.Until(within(anna, `[data-language="en"]`)+".getAttribute('aria-pressed') === 'true'", "English")
	require.Equal(t, "en", f.server.User(anna).Account().LanguageCode)

	b.PressOn(anna, "more")
	b.Press(anna, "Заблокировать бота")
	b.Press(anna, "Разблокировать")
	b.Say(anna, "я вернулась")
	b.WaitText(anna, "Эхо: я вернулась")

	b0.call("sendChatAction", object{"chat_id": anna, "action": "typing"})
	b.Until(within(anna, ".status")+".textContent === 'печатает'", "that the bot is typing")
	b0.call("sendMessage", object{"chat_id": anna, "text": "готово"})
	b.Until(within(anna, ".status")+".textContent !== 'печатает'", "that the bot has finished")

	// An invitation, sent to one person, is opened by another.
	b0.call("sendMessage", object{"chat_id": anna, "text": "Приглашение", "reply_markup": object{
		"inline_keyboard": [][]object{{{"text": "Войти", "url": "https://t.me/helper_bot?start=invite_7"}}},
	}})
	b.Press(anna, "Войти")
	b.Press(boris, "Открыть как Борис Ким")
	b.WaitText(boris, "/start invite_7")
	b.RequireClean()
}

func TestReconnectedPageIsWhole(t *testing.T) {
	f := newFixture(t)
	// In front of the page stands something that cuts streams, as a proxy or a sleeping laptop does.
	streams := newCutter(f.page)
	web := streams.serve(t)
	b0 := startBot(t, f.server, helper)
	b := playtest.Open(t, web+"/", playtest.Options{})
	b.Press(anna, "Начать")
	b.WaitText(anna, "Здравствуйте")
	for round := range 5 {
		first := b0.call("sendMessage", object{"chat_id": anna, "text": fmt.Sprintf("до %d", round)})
		second := b0.call("sendMessage", object{"chat_id": anna, "text": fmt.Sprintf("удалено %d", round)})
		streams.cut()
		b0.call("deleteMessage", object{"chat_id": anna, "message_id": second["message_id"]})
		b0.call("editMessageText", object{"chat_id": anna, "message_id": first["message_id"], "text": fmt.Sprintf("изменено %d", round)})
		b0.call("sendMessage", object{"chat_id": anna, "text": fmt.Sprintf("после %d", round)})
	}
	var want []string
	for _, m := range f.server.Messages(anna) {
		want = append(want, strconv.FormatInt(m.ID, 10)+" "+m.Text)
	}
	b.WaitText(anna, "после 4")
	b.WaitText(anna, "изменено 4")
	b.WaitNoText(anna, "удалено")
	var got []string
	b.Evaluate(fmt.Sprintf(`[...document.querySelectorAll('[data-person="%d"] .message')].map(m => m.dataset.messageId + ' ' + m.querySelector('.text').textContent)`, anna), &got)
	require.Equal(t, want, got)
	b.RequireClean()
}

func TestPhone(t *testing.T) {
	f := newFixture(t)
	b0 := startBot(t, f.server, helper)
	b := playtest.Open(t, f.url+"/", playtest.Options{Width: 390, Height: 844, Scale: 2, Touch: true, Dark: true})
	for _, person := range play.People {
		b.Press(person.ID, "Начать")
		b.WaitText(person.ID, "Здравствуйте")
	}
	b.Say(boris, "оформи")
	b.Say(boris, "оченьдлинноесловобезпробеловкотороенепомещаетсявстрокутелефонаидолжнопереноситьсяНаНовую")
	b.WaitText(boris, "Эхо: очень")
	b.Press(boris, "Темы")
	b.Until(within(boris, ".inline-keyboard"), "buttons")
	b0.call("sendMessage", object{"chat_id": anna, "text": "Вам ответили"})
	b.Until(`document.querySelector('[data-tab="`+strconv.FormatInt(anna, 10)+`"] .badge').textContent === '1'`, "an unread message on the tab")

	var cut []string
	b.Evaluate(`[...document.querySelectorAll('body *')].filter(e => e.offsetParent && !e.closest('svg')).filter(e => {
		const box = e.getBoundingClientRect();
		return box.left < -0.5 || box.right > innerWidth + 0.5;
	}).map(e => e.outerHTML.slice(0, 120))`, &cut)
	require.Empty(t, cut, "nothing stands out of the screen")
	b.Until("document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight", "a page that does not scroll")
	b.Screenshot(filepath.Join(t.ArtifactDir(), "phone.png"))

	b.Show(anna)
	b.Until(`document.querySelector('[data-tab="`+strconv.FormatInt(anna, 10)+`"] .badge').hidden`, "no unread message on the tab")
	b.RequireClean()
}

func TestFaultsFromTheMenu(t *testing.T) {
	f := newFixture(t)
	_, err := f.server.User(anna).Send("/start")
	require.NoError(t, err)
	b0 := &bot{t: t, url: f.server.URL() + "/bot" + f.server.Token() + "/"}
	b := playtest.Open(t, f.url+"/", playtest.Options{})
	b.PressAt("#faults")
	b.Press(anna, "Ошибка 500")
	b.Until("document.querySelector('body > .toast')", "that the fault is on")
	_, err = b0.try(t.Context(), "sendMessage", object{"chat_id": anna, "text": "раз"})
	require.Error(t, err)
	b.PressAt("#faults")
	b.Press(anna, "Убрать все сбои")
	b.Until("document.querySelector('body > .toast').textContent.includes('без сбоев')", "that the fault is off")
	b0.call("sendMessage", object{"chat_id": anna, "text": "два"})
	b.WaitText(anna, "два")
	b.WaitNoText(anna, "раз")
	b.RequireClean()
}

func TestBotThatIsAway(t *testing.T) {
	f := newFixture(t)
	_, err := f.server.User(anna).Send("/start")
	require.NoError(t, err)
	b0 := &bot{t: t, url: f.server.URL() + "/bot" + f.server.Token() + "/"}
	b0.call("sendMessage", object{"chat_id": anna, "text": "Нажмите", "reply_markup": object{
		"inline_keyboard": [][]object{{{"text": "Да", "callback_data": "yes"}}},
	}})
	b := playtest.Open(t, f.url+"/", playtest.Options{})
	b.Press(anna, "Да")
	b.Until(within(anna, ".inline-button.pressed[aria-busy]"), "a button that waits for the bot")
	b.Say(anna, "эй")
	b.WaitText(anna, "эй")
	b.Press(anna, "Да") // pressed already: nothing happens
	updates, err := b0.try(t.Context(), "getUpdates", object{"offset": -1})
	require.NoError(t, err)
	require.Len(t, updates, 1)
	b.RequireClean()
}
