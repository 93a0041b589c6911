//go:build linux

package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// sending is a message of the bot as Telegram's log has it.
type sending struct {
	chat int64
	at   time.Time
	botapi.Message
	params string // all of them, in one order
}

// verdict is what the judge counts, for whoever reads the log of the test.
type verdict struct {
	Questions, Answers, Suggestions, SmallTalk, Tickets, ManagersWords, Albums, WholeAlbums int

	AtCrash, AfterOutage distances        // of messages that were sent twice, from the crash that excuses them
	flying               map[[2]int64]int // how many of a chat at a crash while the database worked
}

// distances are sorted when they are shown.
type distances []time.Duration

func (d distances) String() string {
	if len(d) == 0 {
		return "none"
	}
	slices.Sort(d)
	at := func(share float64) time.Duration { return d[int(share*float64(len(d)-1))].Round(time.Millisecond) }
	return fmt.Sprintf("%d (half within %v, 9 of 10 within %v, all within %v)", len(d), at(0.5), at(0.9), at(1))
}

// clock shows times as the bot's log does.
const clock = "15:04:05.000"

// judge compares what people did with what Telegram saw the bot do.
func (x *torture) judge() {
	x.t.Helper()
	require.Empty(x.t, x.telegram.Violations())
	x.history.learn(x.log.all())
	sent := x.sent()
	v := &verdict{flying: map[[2]int64]int{}}
	x.judgeRepeats(sent, v)
	x.judgeQuestions(sent, v)
	x.judgeSmallTalk(sent, v)
	x.judgeStrangers(sent, v)
	x.judgeTickets(sent, v)
	x.judgeAlbums(v)
	x.judgeBooks()
	failed, ok := gauge(x.address, "faqbot_inbox_failed")
	assert.True(x.t, ok)
	assert.Zero(x.t, failed, "updates that were set aside")
	x.t.Logf("%d questions (%d answers, %d suggestions, %d did not help), %d words of small talk, %d tickets, %d words of managers, %d albums (%d at once)",
		v.Questions, v.Answers, v.Suggestions, x.load.pressed, v.SmallTalk, v.Tickets, v.ManagersWords, v.Albums, v.WholeAlbums)
	x.t.Logf("sent twice at a crash: %v; at a crash in or after an outage: %v; recording that a message was sent took: %v",
		v.AtCrash, v.AfterOutage, x.recordings(sent))
}

// sent lists what the bot sent, in the order in which it took effect, and finds no refusal among it.
func (x *torture) sent() (all []sending) {
	x.t.Helper()
	for _, r := range x.telegram.Log("sendMessage") {
		if !r.Applied {
			assert.True(x.t, r.Cut, "Telegram refuses a message: %d %s", r.Code, r.Description)
			continue
		}
		require.Len(x.t, r.Messages, 1)
		s := sending{chat: r.Chat, at: r.Time.Add(r.Duration)}
		s.Message = botapi.Message{ID: r.Messages[0], From: &botapi.User{IsBot: true}, Text: r.Params["text"]}
		if markup := r.Params["reply_markup"]; strings.Contains(markup, "inline_keyboard") {
			require.NoError(x.t, json.Unmarshal([]byte(markup), &s.ReplyMarkup))
		}
		if reply := r.Params["reply_parameters"]; reply != "" {
			require.NoError(x.t, json.Unmarshal([]byte(reply), &s.ReplyTo))
		}
		params, err := json.Marshal(r.Params) // keys come sorted
		require.NoError(x.t, err)
		s.params = string(params)
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b sending) int { return a.at.Compare(b.at) })
	return all
}

// judgeRepeats lets no message be sent twice except over a crash.
func (x *torture) judgeRepeats(sent []sending, v *verdict) {
	x.t.Helper()
	before := map[string]sending{}
	for _, s := range sent {
		first, repeated := before[s.params]
		before[s.params] = s
		if !repeated || x.mayRecur(s) {
			continue
		}
		x.excuse(first, s, v)
	}
}

// excuse wants a crash to explain that a message was sent again, and bounds what one explains. While the inbox takes what
// comes, all goes out by the sender, which begins with no message of a chat before the last one is recorded: so that is one.
// While it does not, the bot answers customers' messages at once, a batch together, and none of that is recorded.
func (x *torture) excuse(first, s sending, v *verdict) {
	x.t.Helper()
	all := x.history.excuses(first.at, s.at)
	switch {
	case len(all) == 0:
		assert.Fail(x.t, "no crash excuses a message that was sent twice", "chat %d: message %d, sent at %v, was sent again as %d at %v: %s (%s)",
			s.chat, first.ID, first.at.Format(clock), s.ID, s.at.Format(clock), s.Text, x.history.between(first.at, s.at))
		return
	case all[0].outage && !bySender(s):
		v.AfterOutage = append(v.AfterOutage, all[0].distance)
		return
	}
	e := all[0]
	for _, other := range slices.Backward(all) { // of two crashes in a row each explains one
		if v.flying[[2]int64{int64(other.death), s.chat}] == 0 {
			e = other
		}
	}
	v.AtCrash = append(v.AtCrash, e.distance)
	flight := [2]int64{int64(e.death), s.chat}
	v.flying[flight]++
	assert.Equal(x.t, 1, v.flying[flight], "chat %d: messages that were sent again over the crash at %v, with %d at %v",
		s.chat, x.history.deaths[e.death].from.Format(clock), s.ID, s.at.Format(clock))
}

// bySender tells of what the sender alone brings, at any time: managers' words, and all that managers get.
func bySender(s sending) bool {
	_, said := markOf(fromManager, s.Text)
	_, shown := markOf(fromAlbum, s.Text)
	return said || shown || slices.Contains(managerIDs, s.chat)
}

// mayRecur tells of messages that are worded alike although each is one of its own: small talk, news of a ticket, and
// promises without a number. Their judges count them.
func (x *torture) mayRecur(s sending) bool {
	if _, ok := x.load.talk[s.chat]; ok {
		return true
	}
	_, said := markOf(fromManager, s.Text)
	return x.load.strangers[s.chat] != nil && s.ReplyMarkup == nil && !said
}

// judgeQuestions wants one outcome for each question that has an answer, and always the same.
func (x *torture) judgeQuestions(sent []sending, v *verdict) {
	x.t.Helper()
	type place struct{ chat, question int64 }
	outcomes := map[place][]sending{}
	for _, s := range sent {
		if _, id := outcomeOf(s.Message); id != 0 {
			outcomes[place{s.chat, id}] = append(outcomes[place{s.chat, id}], s)
		}
	}
	for _, q := range x.load.questions {
		found := outcomes[place{q.chat, q.id}]
		if !assert.NotEmpty(x.t, found, "chat %d: question %d (%s) is lost", q.chat, q.id, q.text) {
			continue
		}
		verb, _ := outcomeOf(found[0].Message)
		for _, other := range found[1:] { // judgeRepeats has looked at those that are the same
			assert.Equal(x.t, found[0].params, other.params, "chat %d: question %d has two outcomes", q.chat, q.id)
		}
		v.Questions++
		if verb == "choose" {
			v.Suggestions++
		} else {
			v.Answers++
		}
	}
	assert.Positive(x.t, v.Answers)
	assert.Positive(x.t, v.Suggestions)
}

// judgeSmallTalk wants each word answered, in order. A crash may have whatever was answered without the database said
// again, so that several replies in a row come once more.
func (x *torture) judgeSmallTalk(sent []sending, v *verdict) {
	x.t.Helper()
	replies := map[string]string{} // by what was said
	for chat, said := range x.load.talk {
		waiting, times := slices.Clone(said), map[string][]time.Time{} // of each reply
		for _, s := range among(sent, func(s sending) bool { return s.chat == chat }) {
			before := times[s.Text]
			times[s.Text] = append(before, s.at)
			if len(waiting) > 0 && waiting[0].at.Before(s.at) && replies[waiting[0].text] == "" && len(before) == 0 {
				replies[waiting[0].text] = s.Text
			}
			if n := x.answeredBy(s, waiting, replies); n >= 0 {
				waiting = slices.Delete(waiting, n, n+1)
				continue
			}
			if !assert.NotEmpty(x.t, before, "chat %d: a reply that nobody asked for at %v", chat, s.at.Format(clock)) {
				continue
			}
			n := x.repeatedBy(s, before, v)
			x.excuse(sending{chat: chat, at: before[n], Message: s.Message}, s, v)
			times[s.Text] = append(slices.Delete(slices.Clone(before), n, n+1), s.at)
		}
		for _, w := range waiting {
			assert.Fail(x.t, "small talk is lost", "chat %d: no reply to %q, said at %v", chat, w.text, w.at.Format(clock))
		}
		v.SmallTalk += len(said) - len(waiting)
	}
	assert.Positive(x.t, v.SmallTalk)
}

// repeatedBy returns which of the replies of the same words was said again. They cannot be told apart, and what is answered
// without the database comes in between: so it is the last that is explained by an outage or by a crash that explains
// nothing else yet, or else by any crash, or else the last of all; but each only once.
func (x *torture) repeatedBy(s sending, before []time.Time, v *verdict) int {
	found := len(before) - 1
	explained := false
	for n, first := range slices.Backward(before) {
		all := x.history.excuses(first, s.at)
		if slices.ContainsFunc(all, func(e excuse) bool { return e.outage || v.flying[[2]int64{int64(e.death), s.chat}] == 0 }) {
			return n
		}
		if len(all) > 0 && !explained {
			found, explained = n, true
		}
	}
	return found
}

// answeredBy returns which of the words that wait gets this reply, -1 for none: the first; or one that was said while the
// database was away, since what is answered without it overtakes what waits in it.
func (x *torture) answeredBy(s sending, waiting []word, replies map[string]string) int {
	for n, w := range waiting {
		if !w.at.Before(s.at) {
			break
		}
		if replies[w.text] == s.Text && (n == 0 || x.history.awayDuring(w.at, s.at)) {
			return n
		}
	}
	return -1
}

// once drops what is sent again over a crash.
func once(x *torture, sent []sending) (kept []sending) {
	for i, s := range sent {
		if i > 0 && s.params == sent[i-1].params {
			if len(x.history.excuses(sent[i-1].at, s.at)) > 0 {
				continue
			}
		}
		kept = append(kept, s)
	}
	return kept
}

func among(sent []sending, fits func(sending) bool) (found []sending) {
	for _, s := range sent {
		if fits(s) {
			found = append(found, s)
		}
	}
	return found
}

// judgeLog finds neither the token nor anything that people wrote or are called in the log, and no data race.
func (x *torture) judgeLog() {
	x.t.Helper()
	_, secret, _ := strings.Cut(x.telegram.Token(), ":")
	words := append([]string{secret, surname, "secret_", phonePrefix, "рояль", "скрипка", fromManager + "-", fromCustomer + "-", fromAlbum + "-", "DATA RACE"}, known...)
	words = append(words, smalltalk...)
	lines := x.log.all()
	require.NotEmpty(x.t, lines)
	for _, line := range lines {
		for _, word := range words {
			if strings.Contains(line, word) {
				assert.Fail(x.t, "the log must not say "+strconv.Quote(word), line)
			}
		}
	}
}
