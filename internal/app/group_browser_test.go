package app_test

import (
	"os"
	"testing"

	"github.com/chatbotsmanagers/faqbot/internal/play"
	"github.com/chatbotsmanagers/faqbot/internal/play/playtest"
)

// TestGroupInABrowser binds the managers' group on the page of `faqbot play`: tickets come there as cards, a press of
// one manager edits the card for all, and the talk goes on in private. FAQBOT_SCREENSHOT_GROUP names a file for a picture
// of its end.
func TestGroupInABrowser(t *testing.T) {
	anna, boris, maria, oleg := play.People[0].ID, play.People[1].ID, play.People[2].ID, play.People[3].ID
	page := playtest.Open(t, "http://"+startPlay(t), playtest.Options{})
	page.WaitText(maria, "рабочее место")
	page.PressOn(oleg, "talk-group")
	page.WaitText(oleg, "Здесь могут появляться новые заявки")
	page.Say(oleg, "/bind")
	page.WaitText(oleg, "Новые заявки будут появляться здесь")

	page.Press(anna, "Начать")
	page.WaitText(anna, "Здравствуйте, Анна")
	page.Say(anna, "почём у вас фиолетовые синхрофазотроны в пятницу")
	page.WaitText(oleg, "Заявка №1")
	page.WaitText(oleg, "Ждёт с")
	page.WaitNoText(maria, "синхрофазотроны") // the group stands in for the offers in private

	page.PressOn(maria, "talk-group")
	page.Press(maria, "✋ Взять")
	page.WaitText(oleg, "Ведёт Мария")
	page.PressOn(maria, "talk-bot")
	page.WaitText(maria, "Заявка №1 · у вас в работе")
	page.Say(maria, "Синхрофазотроны закончились, но бот для магазина сделаем.")
	page.WaitText(anna, "бот для магазина сделаем")
	page.WaitText(oleg, "слово за клиентом")

	page.Press(boris, "Начать")
	page.WaitText(boris, "Hello")
	page.Press(boris, "Call a manager")
	page.WaitText(boris, "one message")
	page.Say(boris, "Can the bot speak Klingon? Call me: +7 916 123-45-02")
	page.WaitText(oleg, "Заявка №2")
	page.WaitText(oleg, "Call me: •••") // no more of a customer than the name
	page.RequireClean()
	if file := os.Getenv("FAQBOT_SCREENSHOT_GROUP"); file != "" {
		page.Screenshot(file)
	}
}
