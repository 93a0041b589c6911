package app

import (
	"errors"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// openArticles returns where the bot writes what it has learned, nil when the articles are no folder: then drafts are
// kept, and managers are told why. With several replicas each writes to its own folder.
func openArticles(c Config) (bot.Articles, error) {
	folder, err := kb.OpenFolder(c.KB, c.Logger)
	if errors.Is(err, kb.ErrNoFolder) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return folder, nil
}
