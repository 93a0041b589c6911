package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// What a manager's dialogue remembers, beside dataAlbum.
const (
	dataPressed = "pressed" // the button that was pressed last and may be pressed only once
	dataBan     = "ban"     // the ticket whose customer the manager was asked about banning, and the reason
	dataAsked   = "asked"   // the outbox message that asked the manager for words, and when
)

// awaited is how long the next message without a reply is what the bot asked for. Telegram makes it a reply by itself, but a
// manager may close that, and the words must not reach a customer instead.
const awaited = 10 * time.Minute

// awaitWords has the manager's next message taken for what an outbox message asks for.
func (m *managerTurn) awaitWords(ctx context.Context, outboxID int64) error {
	return m.remember(ctx, dataAsked, fmt.Sprint(outboxID, " ", m.now.Unix()))
}

// awaitedWords returns the outbox message that asked for the words that come now, 0 if none did, and forgets it.
func (m *managerTurn) awaitedWords(ctx context.Context) (outboxID int64, err error) {
	asked, err := m.remembered(ctx, dataAsked)
	if err != nil || asked == "" {
		return 0, err
	}
	var at int64
	if _, err := fmt.Sscan(asked, &outboxID, &at); err != nil {
		return 0, fmt.Errorf("what a manager was asked: %w", err)
	}
	if m.now.Sub(time.Unix(at, 0)) > awaited {
		outboxID = 0
	}
	return outboxID, m.remember(ctx, dataAsked, "")
}

// remembered returns what the manager's dialogue remembers under a key.
func (m *managerTurn) remembered(ctx context.Context, key string) (string, error) {
	d, err := m.store.Dialogue(ctx, m.manager.ID)
	return d.Data[key], err
}

// remember keeps a value in the manager's dialogue. What stands there of a time as a customer is forgotten.
func (m *managerTurn) remember(ctx context.Context, key, value string) error {
	d, err := m.store.Dialogue(ctx, m.manager.ID)
	if err != nil {
		return err
	}
	kept := []string{dataAlbum, dataPressed, dataBan, dataAsked}
	data := maps.Clone(d.Data)
	maps.DeleteFunc(data, func(k, _ string) bool { return !slices.Contains(kept, k) })
	if data == nil {
		data = map[string]string{}
	}
	data[key] = value
	d.UserID, d.TouchedAt, d.Data = m.manager.ID, m.now, data
	return m.store.SaveDialogue(ctx, d)
}
