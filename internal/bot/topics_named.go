package bot

import (
	"strings"
	"unicode/utf8"
)

func (b *Bot) topicTitles() []string {
	topics := b.Answers.Base().Topics
	titles := make([]string, 0, len(topics))
	for _, t := range topics {
		titles = append(titles, t.Title)
	}
	return titles
}

// begunTopics returns the titles that begin with the first of the words, with as many of them as there is a title for, and
// the words that follow: «тарифы склад» begins «Тарифы и оплата».
func begunTopics(titles []string, words string) (begun []string, rest string) {
	fields := strings.Fields(words)
	for n := len(fields); n > 0; n-- {
		beginning := strings.ToLower(strings.Join(fields[:n], " "))
		if utf8.RuneCountInString(beginning) < leastBeginning {
			break
		}
		for _, title := range titles {
			if strings.HasPrefix(strings.ToLower(title), beginning) {
				begun = append(begun, title)
			}
		}
		if len(begun) > 0 {
			return begun, strings.Join(fields[n:], " ")
		}
	}
	return nil, ""
}

// whichTopic returns the key of what to say where words name no topic or, when some are given, several.
func (b *Bot) whichTopic(several []string) (key string, a args) {
	if len(several) > 0 {
		return "group.several_topics", args{"Topics": strings.Join(several, ", ")}
	}
	return "group.no_topic", args{"Topics": strings.Join(b.topicTitles(), ", ")}
}

// exampleTopic returns a topic as somebody might type it: the first word of a title where that is enough.
func (t *turn) exampleTopic() string {
	titles := t.topicTitles()
	if len(titles) == 0 {
		return t.text.label("route.topic")
	}
	word, _ := firstWord(titles[0])
	if begun, _ := begunTopics(titles, word); len(begun) == 1 {
		return word
	}
	return titles[0]
}
