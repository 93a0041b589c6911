package bot

import (
	"context"
	"maps"
	"slices"
)

// What a manager's dialogue remembers, beside dataAlbum.
const (
	dataPressed = "pressed" // the button that was pressed last and may be pressed only once
	dataBan     = "ban"     // the ticket whose customer the manager was asked about banning, and the reason
)

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
	kept := []string{dataAlbum, dataPressed, dataBan}
	data := maps.Clone(d.Data)
	maps.DeleteFunc(data, func(k, _ string) bool { return !slices.Contains(kept, k) })
	if data == nil {
		data = map[string]string{}
	}
	data[key] = value
	d.UserID, d.TouchedAt, d.Data = m.manager.ID, m.now, data
	return m.store.SaveDialogue(ctx, d)
}
