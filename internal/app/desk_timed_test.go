package app_test

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// timed is a colleague at human pace, whose acts are measured one by one: from the moment in which Telegram has the update
// for the bot to the moment in which it has taken the first that the bot says to that.
type timed struct {
	*colleague
	times     *times
	last      time.Time // when the bot said something to the colleague
	disturbed int       // how often something else came while an answer was awaited
}

// say sends a command, or words to a customer. In the table it is called as it is written, with 12 for every number.
func (c *timed) say(wanted, format string, args ...any) botapi.Message {
	c.desk.tb.Helper()
	return c.reply(0, wanted, fmt.Sprintf(format, args...))
}

// reply is say in answer to a message.
func (c *timed) reply(to int64, wanted, text string) botapi.Message {
	c.desk.tb.Helper()
	return c.measure(text, wanted, 0, func() error {
		_, err := c.Reply(to, text)
		return err
	})
}

// press presses the button of a message whose data begins so.
func (c *timed) press(m botapi.Message, verb, wanted string) botapi.Message {
	c.desk.tb.Helper()
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			if strings.HasPrefix(b.Data, verb) {
				return c.measure("["+b.Text+"]", wanted, m.ID, func() error {
					_, err := c.Press(m.ID, b.Data)
					return err
				})
			}
		}
	}
	require.Fail(c.desk.tb, "there is no such button", "%s below %q", verb, m.Body())
	return m
}

var anyNumber = regexp.MustCompile(`\d+`)

// measure does something once the chat has rested, waits until the bot says what is wanted, and returns the message that does.
// What else comes into the chat takes its place at Telegram's pace, so that such a measure counts for nothing; only a change of
// the message whose button was pressed is an answer too.
func (c *timed) measure(what, wanted string, pressed int64, act func() error) botapi.Message {
	c.desk.tb.Helper()
	what, fits := anyNumber.ReplaceAllString(what, "12"), regexp.MustCompile(wanted)
	c.rest(what)
	tooLong := time.After(longEnough)
	var answered bool
	var others []string
	begun := time.Now()
	require.NoError(c.desk.tb, act(), what)
	for {
		select {
		case r := <-c.heard:
			c.last = r.at
			fit := fits.MatchString(r.text)
			switch {
			case !fit && r.message.ID != pressed:
				others = append(others, r.text)
			case !answered && len(others) == 0:
				c.times.note(what, r.at.Sub(begun))
			case !answered:
				c.disturbed++
				c.desk.tb.Logf("%s is measured again, since this came before the answer: %q", what, others)
			}
			answered = answered || fit || r.message.ID == pressed
			if fit {
				return r.message
			}
		case <-tooLong:
			require.Fail(c.desk.tb, "the bot does not answer as it should", "to %s with %q, but with %q", what, wanted, others)
		}
	}
}

// callsBefore are the acts that make the bot call Telegram for the chat before it answers: it sets the menu.
var callsBefore = map[string]time.Duration{"/start": 1, "[Русский]": 1}

// rest waits until the bot has said all that it has to say to the colleague, and Telegram's pace lets the next at once through.
func (c *timed) rest(before string) {
	c.desk.tb.Helper()
	pace := (1 + callsBefore[before]) * delivery.PrivateEvery
	for {
		select {
		case r := <-c.heard:
			c.last = r.at
		case <-time.After(time.Until(c.last.Add(pace))):
			c.desk.quiet(c.ID())
			if len(c.heard) == 0 {
				return
			}
		}
	}
}

// await waits for what somebody else makes the bot say.
func (c *timed) await(wanted string) botapi.Message {
	c.desk.tb.Helper()
	tooLong := time.After(longEnough)
	for {
		select {
		case r := <-c.heard:
			c.last = r.at
			if strings.Contains(r.text, wanted) {
				return r.message
			}
		case <-tooLong:
			require.Fail(c.desk.tb, "the bot does not say", wanted)
		}
	}
}
