package app_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/app"
	"github.com/chatbotsmanagers/faqbot/internal/play"
	"github.com/chatbotsmanagers/faqbot/internal/play/playtest"
)

// TestMainJobInABrowser plays the main job on the page of `faqbot play`, as a person who tries the bot would.
// FAQBOT_SCREENSHOT names a file for a picture of its end.
func TestMainJobInABrowser(t *testing.T) {
	anna, boris, maria, oleg := play.People[0].ID, play.People[1].ID, play.People[2].ID, play.People[3].ID
	page := playtest.Open(t, "http://"+startPlay(t), playtest.Options{})

	page.WaitText(maria, "рабочее место")
	page.WaitText(oleg, "рабочее место")
	page.Press(anna, "Начать")
	page.WaitText(anna, "Здравствуйте, Анна")

	// The bot knows the answer.
	page.Say(anna, "Бот не отвечает, что делать?")
	page.WaitText(anna, "Проверьте по порядку")
	page.Press(anna, "Помогло")
	page.Until(`document.body.innerText.includes("Рад, что помогло")`, "thanks for the feedback")

	// The bot does not know: Мария takes the ticket and answers, Олег is told who has it.
	page.Say(anna, "почём у вас фиолетовые синхрофазотроны в пятницу")
	page.WaitText(anna, "№1")
	page.WaitText(maria, "синхрофазотроны")
	page.WaitText(oleg, "синхрофазотроны")
	page.Press(maria, "✋ Взять")
	page.WaitText(oleg, "ведёт Мария")
	page.Say(maria, "Синхрофазотроны закончились, но бот для магазина сделаем.")
	page.WaitText(anna, "бот для магазина сделаем")
	page.Say(anna, "Отлично, делаем!")
	page.WaitText(maria, "Отлично, делаем!")

	// The other customer reads English.
	page.Press(boris, "Начать")
	page.WaitText(boris, "Hello")

	page.RequireClean()
	if file := os.Getenv("FAQBOT_SCREENSHOT"); file != "" {
		page.Screenshot(file)
	}
}

// startPlay runs `faqbot play` until the test ends and returns the address of its page.
func startPlay(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- app.Play(ctx, app.Config{
			Listen: "127.0.0.1:0", Precision: 0.9, Rate: 30, Location: time.UTC, StopWithin: 10 * time.Second,
			Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
			Ready:  func(address string) { ready <- address },
		}, false, io.Discard)
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	select {
	case address := <-ready:
		return address
	case err := <-ended:
		ended <- err
		t.Fatalf("play ended: %v", err)
		return ""
	}
}
