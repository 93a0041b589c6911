package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/app"
)

// house are the flags of everything that runs the bot.
type house struct {
	search     `embed:""`
	KBGate     gate      `name:"kb-gate" help:"What becomes of a change of the articles that makes their tests fail: warn, it goes live and the log tells; refuse, the last state stays." default:"warn" placeholder:"GATE"`
	Data       string    `help:"Folder of the embedded server and other local state; play uses it only with --keep. Empty: faqbot in the user's data folder, /var/lib/faqbot for root." placeholder:"DIR"`
	Listen     address   `help:"Where metrics, health and the page of play are served." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Precision  share     `help:"Share of the answers given that shall be right, above 0 and below 1." default:"0.90" placeholder:"SHARE"`
	Rate       rate      `help:"Messages a second that the bot may send." default:"30" placeholder:"NUMBER"`
	Timezone   *timezone `help:"The company's time zone." default:"Europe/Moscow" placeholder:"ZONE"`
	timing     `embed:""`
	LogFormat  format   `help:"Form of the log: text or json." default:"text" placeholder:"FORMAT"`
	LogLevel   level    `help:"Least level that is logged: debug, info, warn or error." default:"${level}" placeholder:"LEVEL"`
	StopWithin patience `help:"How long a stop may take to finish what is in hand." default:"10s" placeholder:"DURATION"`
}

func (h *house) config(s streams) app.Config {
	options := &slog.HandlerOptions{Level: h.LogLevel.Level}
	var handler slog.Handler = slog.NewTextHandler(s.err, options)
	if h.LogFormat == "json" {
		handler = slog.NewJSONHandler(s.err, options)
	}
	return app.Config{
		KB: h.KB, KBGate: app.Gate(h.KBGate), Data: h.Data, Listen: string(h.Listen), Model: h.Model,
		Precision: float64(h.Precision), Rate: float64(h.Rate), Location: h.Timezone.Location,
		Calendar: h.calendar(h.Timezone.Location), SLA: h.SLA, Patience: h.patience(), Flood: int(h.Flood),
		StopWithin: time.Duration(h.StopWithin), Logger: slog.New(handler),
	}
}

type serveCommand struct {
	TelegramToken string     `help:"The bot's token, from @BotFather. Better given by the variable: other users of the machine can see flags." placeholder:"TOKEN"`
	TelegramAPI   string     `name:"telegram-api" help:"Base URL of the Bot API server." default:"https://api.telegram.org" placeholder:"URL"`
	Managers      []personID `help:"Telegram ids of the first managers, comma-separated." placeholder:"ID"`
	WebhookURL    string     `help:"Public URL to receive updates at. Empty: long polling." placeholder:"URL"`
	WebhookListen address    `help:"Where the webhook is served." default:"127.0.0.1:8081" placeholder:"HOST:PORT"`
	DatabaseURL   string     `help:"Postgres. Empty: the embedded server." placeholder:"URL"`
	house         `embed:"" set:"level=info"`
}

// Validate is called by the parser; its errors are wrong usage. What may hold a secret is checked here and not while it is
// read: of a value that came from a variable the parser would quote it.
func (c *serveCommand) Validate() error {
	if err := app.CheckURL(c.TelegramAPI); err != nil {
		return fmt.Errorf("--telegram-api (FAQBOT_TELEGRAM_API): %w", err)
	}
	if c.WebhookURL != "" {
		if err := app.CheckURL(c.WebhookURL); err != nil {
			return fmt.Errorf("--webhook-url (FAQBOT_WEBHOOK_URL): %w", err)
		}
	}
	if c.TelegramToken == "" {
		return errors.New("--telegram-token: a token is needed, ask @BotFather in Telegram for one and set FAQBOT_TELEGRAM_TOKEN; to try the bot without one: faqbot play")
	}
	if err := app.CheckToken(c.TelegramToken); err != nil {
		return fmt.Errorf("--telegram-token: %w", err)
	}
	return nil
}

// Run serves until the context ends.
func (c *serveCommand) Run(ctx context.Context, s streams) error {
	config := c.config(s)
	config.TelegramToken, config.TelegramAPI = c.TelegramToken, c.TelegramAPI
	config.WebhookURL, config.WebhookListen = c.WebhookURL, string(c.WebhookListen)
	config.DatabaseURL = c.DatabaseURL
	for _, id := range c.Managers {
		config.Managers = append(config.Managers, int64(id))
	}
	return app.Serve(ctx, config)
}

// playCommand knows no database but its own: what is played must never get among what customers wrote.
type playCommand struct {
	Keep  bool `help:"Keep the chats and tickets for the next start."`
	house `embed:"" set:"level=warn"`
}

// Run plays until the context ends.
func (c *playCommand) Run(ctx context.Context, s streams) error {
	return app.Play(ctx, c.config(s), c.Keep, s.out)
}
