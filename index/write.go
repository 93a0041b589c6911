package index

import (
	"encoding/json"
	"fmt"
	"io"
)

// NewModel makes a model of fitted numbers, given in the exported fields, ready for use. Its version is that of this program.
func NewModel(of Model) (*Model, error) {
	m := &of
	m.Version = modelVersion
	if err := m.compile(); err != nil {
		return nil, fmt.Errorf("make a ranking model: %w", err)
	}
	return m, nil
}

// Write writes the model as ReadModel reads it.
func (m *Model) Write(to io.Writer) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write the ranking model: %w", err)
	}
	if _, err := to.Write(append(text, '\n')); err != nil {
		return fmt.Errorf("write the ranking model: %w", err)
	}
	return nil
}
