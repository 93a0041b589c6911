//go:build linux

package app_test

import (
	"encoding/json"
	"fmt"
	"os"
)

// keepTraces leaves behind, for whoever looks into a failure, the bot's log, and what Telegram knows: each request of the
// bot and each chat as its people see it.
func (x *torture) keepTraces() {
	if !x.t.Failed() {
		return
	}
	x.keep("the bot's log", "faqbot-torture-*.log", func(file *os.File) error {
		for _, line := range x.log.all() {
			if _, err := fmt.Fprintln(file, line); err != nil {
				return err
			}
		}
		return nil
	})
	x.keep("what Telegram knows", "faqbot-torture-*.telegram.jsonl", func(file *os.File) error {
		lines := json.NewEncoder(file)
		for _, r := range x.telegram.Log() {
			if r.Method == "getUpdates" {
				continue
			}
			if err := lines.Encode(r); err != nil {
				return err
			}
		}
		for _, chat := range x.telegram.Chats() {
			if err := lines.Encode(x.telegram.View(chat.ID)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *torture) keep(what, pattern string, write func(*os.File) error) {
	file, err := os.CreateTemp("", pattern)
	if err != nil {
		x.t.Log(err)
		return
	}
	defer file.Close()
	if err := write(file); err != nil {
		x.t.Log(err)
	}
	x.t.Logf("%s: %s", what, file.Name())
}
