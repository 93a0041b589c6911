package botapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// saved is the form of the state file.
type saved struct {
	World   world    `json:"world"`
	Updates []kept   `json:"updates"`
	LastID  int64    `json:"last_update_id"`
	Allowed []string `json:"allowed_updates"`
}

// kept is an update with all its fields, unlike the form that the bot gets.
type kept struct {
	ID   int64           `json:"id"`
	Chat int64           `json:"chat"`
	Time time.Time       `json:"time"`
	Kind string          `json:"kind"`
	Body json.RawMessage `json:"body"`
}

// saveEvery is how much of a conversation a killed process may forget.
const saveEvery = 2 * time.Second

// saveNowAndThen saves what changed until the server closes.
func (s *Server) saveNowAndThen() {
	ticker := time.NewTicker(saveEvery)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
		}
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if !changed {
			continue
		}
		if err := s.Save(); err != nil {
			s.logger.Error("the emulator's chats are not kept; check the file's folder and the disk", "error", err)
		}
	}
}

// Save writes the state to the file of [Options.State]; without one it does nothing. The file is replaced whole, so
// that a crash leaves the old one or the new one.
func (s *Server) Save() error {
	if s.opts.State == "" {
		return nil
	}
	s.mu.Lock()
	s.changed = false
	state := saved{World: s.world, LastID: s.updates.lastID, Allowed: s.updates.allowed}
	for _, u := range s.updates.pending {
		state.Updates = append(state.Updates, kept(u))
	}
	data, err := json.Marshal(state)
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("encode the emulator's state: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(s.opts.State), 0o700); err != nil {
		return fmt.Errorf("save the emulator's state: %w", err)
	}
	temporary := s.opts.State + ".new"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return fmt.Errorf("save the emulator's state: %w", err)
	}
	if err := os.Rename(temporary, s.opts.State); err != nil {
		return fmt.Errorf("save the emulator's state: %w", err)
	}
	return nil
}

// load reads the state file, if there is one.
func (s *Server) load() error {
	if s.opts.State == "" {
		return nil
	}
	data, err := os.ReadFile(s.opts.State)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("load the emulator's state: %w", err)
	}
	state := saved{World: newWorld()}
	if err := json.Unmarshal(data, &state); err != nil {
		return fmt.Errorf("load the emulator's state from %s (remove the file to begin anew): %w", s.opts.State, err)
	}
	s.world = state.World
	s.updates.lastID, s.updates.allowed = max(s.updates.lastID, state.LastID), state.Allowed
	for _, k := range state.Updates {
		s.updates.pending = append(s.updates.pending, update(k))
	}
	return nil
}
