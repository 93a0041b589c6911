package playtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// column is the selector of a person's column.
func column(person int64) string {
	return fmt.Sprintf("[data-person=%q]", strconv.FormatInt(person, 10))
}

// quoted is a text as JavaScript writes it.
func quoted(text string) string {
	data, _ := json.Marshal(text) // a string can always be encoded
	return string(data)
}

// Show brings the person's column on screen, which on a phone's width takes a tap on the tab.
func (b *Browser) Show(person int64) {
	b.t.Helper()
	var hidden bool
	b.Evaluate(fmt.Sprintf("document.querySelector('%s').offsetParent === null", column(person)), &hidden)
	if hidden {
		b.click(fmt.Sprintf(`document.querySelector('[data-tab="%d"]')`, person), "the tab of %d", person)
	}
}

// Say types a text into the person's input field and sends it with Enter.
func (b *Browser) Say(person int64, text string) {
	b.t.Helper()
	b.Show(person)
	field := column(person) + ` [data-testid="input"]`
	b.Until(fmt.Sprintf("document.querySelector('%s')?.offsetParent", field), "the input field of %d", person)
	b.do(chromedp.SendKeys(chromedp.CSS(field), text))
	b.enter()
	b.Until(fmt.Sprintf("document.querySelector('%s').value === ''", field), "the text of %d sent", person)
}

// enter presses Enter in the focused field. SendKeys would add the character, which a field that sends on Enter refuses.
func (b *Browser) enter() {
	b.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		command(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
		})
	}
}

// WaitText waits until a message in the person's chat contains the text.
func (b *Browser) WaitText(person int64, text string) {
	b.t.Helper()
	b.Until(fmt.Sprintf("[...document.querySelectorAll('%s .message')].some(m => m.textContent.includes(%s))", column(person), quoted(text)),
		"%q in the chat of %d", text, person)
}

// WaitNoText waits until no message in the person's chat contains the text.
func (b *Browser) WaitNoText(person int64, text string) {
	b.t.Helper()
	b.Until(fmt.Sprintf("![...document.querySelectorAll('%s .message')].some(m => m.textContent.includes(%s))", column(person), quoted(text)),
		"no %q in the chat of %d", text, person)
}

// Messages are the texts of the person's chat, oldest first.
func (b *Browser) Messages(person int64) []string {
	b.t.Helper()
	var list []string
	b.Evaluate(fmt.Sprintf("[...document.querySelectorAll('%s .message .text')].map(m => m.textContent)", column(person)), &list)
	return list
}

// Press presses what the person sees with this label: a button under a message (the latest of several), a key of the
// keyboard, an item of an open menu, a button of a dialog.
func (b *Browser) Press(person int64, button string) {
	b.t.Helper()
	b.Show(person)
	b.click(fmt.Sprintf(`[...document.querySelectorAll('%s button, .menu button')].filter(e => e.offsetParent &&
		(e.querySelector('.menu-label') ?? e).textContent.trim() === %s).at(-1)`, column(person), quoted(button)),
		"the button %q of %d", button, person)
}

// PressOn presses an element inside the person's column, found by its data-testid: "attach", "commands", "more", …
func (b *Browser) PressOn(person int64, testID string) {
	b.t.Helper()
	b.Show(person)
	b.click(fmt.Sprintf(`document.querySelector('%s [data-testid=%q]')`, column(person), testID), "%q of %d", testID, person)
}

// PressAt presses the element that a selector finds anywhere on the page.
func (b *Browser) PressAt(selector string) {
	b.t.Helper()
	b.click("document.querySelector("+quoted(selector)+")", "%s", selector)
}

// PressText presses the bubble of the latest message that contains the text, which opens its menu. It presses the time,
// since the middle may be a link or a quote.
func (b *Browser) PressText(person int64, text string) {
	b.t.Helper()
	b.Show(person)
	b.click(fmt.Sprintf(`[...document.querySelectorAll('%s .bubble')].filter(e => e.textContent.includes(%s)).at(-1)?.querySelector('.meta')`,
		column(person), quoted(text)), "the message %q of %d", text, person)
}

// Attach opens an item of the attach menu («Фото», «Файл»), chooses the files and sends them with the caption.
func (b *Browser) Attach(person int64, item, caption string, files ...string) {
	b.t.Helper()
	b.PressOn(person, "attach")
	// The system's window for choosing a file cannot be driven; the field behind it can.
	b.do(chromedp.Evaluate[chromedp.Void](`HTMLInputElement.prototype.click = function () {}`))
	b.Press(person, item)
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`body > input[type=file]`), files))
	dialog := column(person) + ` [data-testid="send-files"]`
	b.Until(fmt.Sprintf("document.querySelector('%s')", dialog), "the dialog for files")
	if caption != "" {
		b.do(chromedp.SendKeys(chromedp.CSS(dialog+" input"), caption))
	}
	b.Press(person, "Отправить")
}

// click waits until an element is there with nothing in front of it, and clicks its middle like a person.
func (b *Browser) click(expression, format string, args ...any) {
	b.t.Helper()
	what := fmt.Sprintf(format, args...)
	deadline := time.Now().Add(patience)
	for {
		var at *struct{ X, Y float64 }
		b.Evaluate(fmt.Sprintf(`(() => {
			const element = %s;
			if (!element) return null;
			element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
			const box = element.getBoundingClientRect();
			const at = { X: box.left + box.width / 2, Y: box.top + box.height / 2 };
			const top = document.elementFromPoint(at.X, at.Y);
			return top && element.contains(top) ? at : null;
		})()`, expression), &at)
		if at != nil {
			b.do(chromedp.MouseClickXY(at.X, at.Y))
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("cannot press %s in %v\n%s", what, patience, b.Transcript())
		}
		b.do(chromedp.Sleep(30 * time.Millisecond))
	}
}

// WaitService waits for a line that the chat itself puts between the messages.
func (b *Browser) WaitService(person int64, text string) {
	b.t.Helper()
	b.Until(fmt.Sprintf("[...document.querySelectorAll('%s .service')].some(m => m.textContent.includes(%s))", column(person), quoted(text)),
		"the line %q in the chat of %d", text, person)
}
