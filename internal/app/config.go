package app

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Config is what the bot needs to run. The command line fills it in and has checked the ranges.
type Config struct {
	TelegramToken string
	TelegramAPI   string // base URL of the Bot API server
	WebhookURL    string // empty: long polling
	WebhookListen string
	Managers      []int64 // Telegram ids of the first managers

	DatabaseURL string // empty: the embedded server
	KB          string // folder or .jsonl file; empty: the embedded articles
	KBGate      Gate   // what becomes of a change that makes tests of articles fail
	Data        string // folder of local state; empty: dataFolder's choice
	Model       string // file; empty: the embedded one
	Listen      string // address of metrics and health

	Precision  float64 // share of the answers given that shall be right, in (0, 1)
	Rate       float64 // messages a second
	Location   *time.Location
	Calendar   helpdesk.Calendar // when the company works
	SLA        helpdesk.SLA
	Patience   helpdesk.Patience
	Flood      int           // messages a minute from one customer that are too many to be answered; 0: none are
	StopWithin time.Duration // bound of a stop

	Logger *slog.Logger

	// Ready is called once the bot works, with the address of metrics and health. It may be nil.
	Ready func(address string)
}

// CheckToken tells whether a text can be a bot's token. The error does not quote it.
func CheckToken(token string) error { return delivery.CheckToken(token) }

// CheckURL tells whether a text is the absolute address of a web server. The error does not quote it, since it may hold a
// password.
func CheckURL(text string) error {
	_, err := delivery.ParseURL(text)
	return err
}

// dataFolder returns where local state lives: the folder that was given, else /var/lib/faqbot for root, else faqbot in
// the user's data folder (XDG Base Directory Specification).
func dataFolder(given string) (string, error) {
	if given != "" {
		return filepath.Abs(given)
	}
	if os.Geteuid() == 0 {
		return "/var/lib/faqbot", nil
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "faqbot"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share", "faqbot"), nil
}

// makeFolder makes a folder and its missing parents. Root's embedded server runs as another user, who has to get
// through them whatever root's umask is; its own folder inside is closed.
func makeFolder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) { //nolint:gosec // see above
		return err
	}
	if os.Geteuid() != 0 {
		return nil
	}
	return os.Chmod(path, 0o755) //nolint:gosec // see above
}
