package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	_ "time/tzdata" // the company's time zone must be known on machines without a zone database

	"github.com/chatbotsmanagers/faqbot/internal/app"
)

// house are the flags of everything that runs the bot.
type house struct {
	DatabaseURL string        `help:"Postgres. Empty: the embedded server." placeholder:"URL"`
	KB          string        `name:"kb" help:"Folder of the knowledge base. Empty: the embedded articles." placeholder:"DIR"`
	Data        string        `help:"Folder of the embedded server and other local state. Empty: faqbot in the user's data folder, /var/lib/faqbot for root." placeholder:"DIR"`
	Listen      string        `help:"Address of metrics and health." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Model       string        `help:"Weights and calibration of the search. Empty: the embedded ones." placeholder:"FILE"`
	Precision   float64       `help:"Share of the answers given that shall be right, above 0 and below 1." default:"0.90"`
	Rate        float64       `help:"Messages a second that the bot may send." default:"30"`
	Timezone    *timezone     `help:"The company's time zone." default:"Europe/Moscow"`
	LogFormat   string        `help:"Form of the log: text or json." enum:"text,json" default:"text"`
	LogLevel    slog.Level    `help:"Least level that is logged: debug, info, warn or error." default:"info"`
	StopWithin  time.Duration `help:"How long a stop may take to finish what is in hand." default:"10s"`
}

// Validate is called by the parser; its errors are wrong usage.
func (h *house) Validate() error {
	if err := validPrecision(h.Precision); err != nil {
		return err
	}
	if h.Rate <= 0 {
		return fmt.Errorf("--rate: %v is not above 0", h.Rate)
	}
	return nil
}

func (h *house) config(s streams) app.Config {
	options := &slog.HandlerOptions{Level: h.LogLevel}
	var handler slog.Handler = slog.NewTextHandler(s.err, options)
	if h.LogFormat == "json" {
		handler = slog.NewJSONHandler(s.err, options)
	}
	return app.Config{
		DatabaseURL: h.DatabaseURL, KB: h.KB, Data: h.Data, Listen: h.Listen, Model: h.Model,
		Precision: h.Precision, Rate: h.Rate, Location: h.Timezone.Location, StopWithin: h.StopWithin,
		Logger: slog.New(handler),
	}
}

// timezone is a time zone of the IANA database.
type timezone struct{ *time.Location }

// UnmarshalText reads a name such as Europe/Moscow.
func (z *timezone) UnmarshalText(name []byte) (err error) {
	z.Location, err = time.LoadLocation(string(name))
	return err
}

type serveCommand struct {
	TelegramToken string  `help:"The bot's token, from @BotFather." placeholder:"TOKEN"`
	TelegramAPI   string  `name:"telegram-api" help:"Base URL of the Bot API server." default:"https://api.telegram.org" placeholder:"URL"`
	Managers      []int64 `help:"Telegram ids of the first managers, comma-separated." placeholder:"ID"`
	WebhookURL    string  `help:"Public URL to receive updates at. Empty: long polling." placeholder:"URL"`
	WebhookListen string  `help:"Address that the webhook listens on." default:"127.0.0.1:8081" placeholder:"HOST:PORT"`
	house         `embed:""`
}

// Validate is called by the parser; its errors are wrong usage.
func (c *serveCommand) Validate() error {
	if c.TelegramToken == "" {
		return errors.New("--telegram-token: a token is needed, ask @BotFather in Telegram for one and set FAQBOT_TELEGRAM_TOKEN; to try the bot without one: faqbot play")
	}
	return c.house.Validate()
}

// Run serves until the context ends.
func (c *serveCommand) Run(ctx context.Context, s streams) error {
	config := c.config(s)
	config.TelegramToken, config.TelegramAPI, config.Managers = c.TelegramToken, c.TelegramAPI, c.Managers
	config.WebhookURL, config.WebhookListen = c.WebhookURL, c.WebhookListen
	return app.Serve(ctx, config)
}

type playCommand struct {
	Keep  bool `help:"Keep the chats and tickets for the next start."`
	house `embed:""`
}

// Run plays until the context ends.
func (c *playCommand) Run(ctx context.Context, s streams) error {
	return app.Play(ctx, c.config(s), c.Keep, s.out)
}
