package app_test

import (
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// colleague is a manager who does one thing after the other.
type colleague struct {
	*botapi.Person
	desk  *busyDesk
	heard chan remark
}

// remark is something that the bot said or showed to somebody.
type remark struct {
	at      time.Time
	text    string
	message botapi.Message // in which it did, or below which a button was pressed
}

func newColleague(d *busyDesk, p *botapi.Person) *colleague {
	return &colleague{Person: p, desk: d, heard: make(chan remark, 100)}
}

// do does something and waits until the bot has said all that it has to say of it.
func (c *colleague) do(what string, act func() error) {
	c.desk.tb.Helper()
	c.desk.quiet(c.ID())
	for len(c.heard) > 0 { // what was said before
		<-c.heard
	}
	require.NoError(c.desk.tb, act(), what)
	select {
	case <-c.heard:
	case <-time.After(longEnough):
		require.Fail(c.desk.tb, "the bot says nothing", what)
	}
}

// send sends a command or words.
func (c *colleague) send(text string) botapi.Message {
	c.desk.tb.Helper()
	return c.reply(0, text)
}

func (c *colleague) reply(to int64, text string) (sent botapi.Message) {
	c.desk.tb.Helper()
	what, _, _ := strings.Cut(text, " ")
	if !strings.HasPrefix(what, "/") {
		what = "words"
	}
	c.do(what, func() (err error) {
		sent, err = c.Reply(to, text)
		return err
	})
	return sent
}

// press presses the last button whose data begins so.
func (c *colleague) press(verb string) {
	c.desk.tb.Helper()
	c.desk.quiet(c.ID())
	m, data, ok := lastButton(c.Person, verb)
	require.True(c.desk.tb, ok, "there is no button %s", verb)
	c.forge(m.ID, data)
}

// forge presses what may stand on no button any more.
func (c *colleague) forge(message int64, data string) {
	c.desk.tb.Helper()
	verb, _, _ := strings.Cut(data, ":")
	c.do("["+verb+"]", func() error {
		_, err := c.Forge(message, data)
		return err
	})
}

// lastButton returns the last button of a chat whose data begins so.
func lastButton(p *botapi.Person, verb string) (m botapi.Message, data string, ok bool) {
	for _, m := range slices.Backward(p.View().Messages) {
		if m.ReplyMarkup == nil {
			continue
		}
		for _, row := range m.ReplyMarkup.Rows {
			for _, b := range row {
				if strings.HasPrefix(b.Data, verb) {
					return m, b.Data, true
				}
			}
		}
	}
	return m, "", false
}
