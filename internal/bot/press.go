package bot

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// action is what a button asks for: a verb and its arguments, as "take:12" in the callback data. Telegram allows 64
// bytes, so that articles and topics stand there as a short hash.
type action struct {
	verb string
	args []string
}

// data returns the callback data of a button.
func data(verb string, args ...any) string {
	parts := []string{verb}
	for _, a := range args {
		switch a := a.(type) {
		case int64:
			parts = append(parts, strconv.FormatInt(a, 10))
		case int:
			parts = append(parts, strconv.Itoa(a))
		case string:
			parts = append(parts, a)
		}
	}
	return strings.Join(parts, ":")
}

func parseAction(data string) action {
	parts := strings.Split(data, ":")
	return action{verb: parts[0], args: parts[1:]}
}

// id returns argument i as a number, or 0, which names nothing, when it is missing or forged.
func (a action) id(i int) int64 {
	if i >= len(a.args) {
		return 0
	}
	n, err := strconv.ParseInt(a.args[i], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// arg returns argument i, or nothing.
func (a action) arg(i int) string {
	if i >= len(a.args) {
		return ""
	}
	return a.args[i]
}

// hash shortens the id of an article or a topic for callback data: 72 bits, so that two of a company's articles never
// meet by chance.
func hash(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// articleOf returns the article that a hash stands for, or nil when the knowledge base no longer has it.
func articleOf(base *kb.Base, h string) *kb.Article {
	for i := range base.Articles {
		if hash(base.Articles[i].ID) == h {
			return &base.Articles[i]
		}
	}
	return nil
}
