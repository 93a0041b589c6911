package botapi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// A person asks, the bot answers over HTTP, the person reads the answer.
func Example() {
	srv, err := botapi.New(botapi.Options{Strict: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	if err := srv.Start(); err != nil {
		fmt.Println(err)
		return
	}

	anna := srv.AddUser(501, botapi.Profile{FirstName: "Анна"})
	if _, err := anna.Send("Сколько идёт доставка?"); err != nil {
		fmt.Println(err)
		return
	}

	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	bot := &http.Client{Transport: transport}
	resp, err := bot.PostForm(srv.URL()+"/bot"+srv.Token()+"/sendMessage", url.Values{
		"chat_id": {"501"}, "text": {"Обычно <b>1–3 дня</b>."}, "parse_mode": {"HTML"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()

	answer, err := anna.Wait(context.Background(), botapi.Message.FromBot)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Text, answer.Entities[0].Type)
	// Output: Обычно 1–3 дня. bold
}
