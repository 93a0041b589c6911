package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/play"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// Play runs the bot on an emulated Telegram, with a web page for customers and managers, until ctx ends. Chats and
// tickets are fresh at each start unless they are to be kept. The page's address is printed to out.
func Play(ctx context.Context, c Config, keep bool, out io.Writer) (err error) {
	fmt.Fprintln(out, "Starting the bot and a Postgres of its own…")
	folder, err := playFolder(c.Data, keep)
	if err != nil {
		return fmt.Errorf("folder for local state: %w; set FAQBOT_DATA (TMPDIR without --keep)", err)
	}
	if !keep {
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	c.Data = folder
	if c.KB == "" {
		if c.KB, err = playArticles(folder); err != nil {
			return err
		}
	}
	emulator, err := botapi.New(botapi.Options{
		Name: "ChatBotsManagers", Username: "chatbotsmanagers_bot", Strict: true, Logger: c.Logger,
		Limits: botapi.TelegramLimits, State: stateFile(folder, keep),
	})
	if err != nil {
		return err
	}
	if err := emulator.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, emulator.Close()) }()
	page := play.New(emulator, play.People, c.Logger)
	defer page.Close()
	context.AfterFunc(ctx, page.Close) // open pages would hold the stop up

	c.TelegramToken, c.TelegramAPI, c.Managers = emulator.Token(), emulator.URL(), play.Managers(play.People)
	ready := c.Ready
	c.Ready = func(address string) {
		if ready != nil {
			ready(address)
		}
		seatManagers(ctx, emulator, c.Logger)
		fmt.Fprintf(out, "The articles, which you can edit and the bot can add to: %s\n", c.KB)
		fmt.Fprintf(out, "Try the bot at http://%s (Ctrl-C stops it)\n", address)
	}
	return serve(ctx, c, page)
}

// seatManagers has the managers press Start: Telegram delivers a bot's messages, here the tickets, only to people who
// have done so.
func seatManagers(ctx context.Context, emulator *botapi.Server, log *slog.Logger) {
	for _, manager := range play.Managers(play.People) {
		if len(emulator.Messages(manager)) > 0 {
			continue
		}
		if _, err := emulator.User(manager).Send("/start"); err != nil {
			log.WarnContext(ctx, "manager did not press Start and gets no tickets", "manager", manager, "error", err)
		}
	}
}

// playFolder returns a folder of its own, apart from a served bot's: a new one for data that is not kept.
func playFolder(data string, keep bool) (string, error) {
	if !keep {
		// Short, since the name of a Unix socket in it is limited to 107 bytes.
		folder, err := os.MkdirTemp("", "faqbot")
		if err != nil {
			return "", err
		}
		return folder, os.Chmod(folder, 0o711) //nolint:gosec // root's embedded server runs as another user
	}
	folder, err := dataFolder(data)
	if err != nil {
		return "", err
	}
	folder = filepath.Join(folder, "play")
	return folder, makeFolder(folder)
}

// playArticles returns a folder with the embedded articles, so that drafts can be published and edited files go live as they
// do with a folder of one's own. What is kept from the last time stays.
func playArticles(folder string) (string, error) {
	dir := filepath.Join(folder, "articles")
	_, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = kb.CopyEmbedded(dir)
	}
	return dir, err
}

func stateFile(folder string, keep bool) string {
	if !keep {
		return ""
	}
	return filepath.Join(folder, "chats.json")
}
