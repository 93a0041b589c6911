package bot

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

const (
	maxAnswering = 64                     // presses that are answered at once
	pressTimeout = 5 * time.Second        // how long the answer to a press is tried
	pressPause   = 300 * time.Millisecond // before it is tried again
	maxReply     = 200                    // characters that Telegram takes in it
)

// presses answers presses beside the workers, so that a slow Telegram keeps none of them from the questions.
type presses struct {
	slots   chan struct{}
	running sync.WaitGroup
}

// reply answers the press of a button once the transaction is committed: a short note at the top of the screen, or
// nothing but the end of the button's spinner when text is empty. Only the first reply to a press counts.
func (t *turn) reply(ctx context.Context, text string) {
	if t.replied {
		return
	}
	t.replied = true
	id := t.press.ID
	t.store.OnCommit(func() { t.answerPress(ctx, id, text) })
}

// answerPress answers a press in the background. When too many answers are on their way already, the caller waits for
// this one: none is left out.
func (b *Bot) answerPress(ctx context.Context, id, text string) {
	ctx = context.WithoutCancel(ctx)
	select {
	case b.presses.slots <- struct{}{}:
		b.presses.running.Go(func() {
			defer func() { <-b.presses.slots }()
			b.answerPressNow(ctx, id, text)
		})
	default:
		b.answerPressNow(ctx, id, text)
	}
}

// answerPressNow tries to answer a press until Telegram takes the answer or says no to it.
func (b *Bot) answerPressNow(ctx context.Context, id, text string) {
	ctx, cancel := context.WithTimeout(ctx, pressTimeout)
	defer cancel()
	for {
		err := b.Presses.AnswerCallbackQuery(ctx, &telego.AnswerCallbackQueryParams{CallbackQueryID: id, Text: shorten(text, maxReply)})
		if err == nil {
			return
		}
		if refusedForGood(err) || !pause(ctx, pressPause) {
			b.Logger.WarnContext(ctx, "answer to a press not sent", "error", err)
			return
		}
	}
}

// refusedForGood tells of a call that Telegram understood and will not take, such as the answer to a press that is too
// old.
func refusedForGood(err error) bool {
	var no *delivery.APIError
	return errors.As(err, &no) && no.Code == http.StatusBadRequest
}

// pause waits, and returns false when ctx ends before.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// Wait returns when all presses that were handled have their answer, or have waited too long for it. It is for the end,
// when no more updates are handled.
func (b *Bot) Wait() { b.presses.running.Wait() }
