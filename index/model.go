package index

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// Model holds the fitted numbers of ranking and confidence together with their origin, so that a number can be
// traced to what it was measured on.
type Model struct {
	Version    int                `json:"version"`
	Origin     Origin             `json:"origin"`
	Ranking    map[string]float64 `json:"ranking"`    // weight by feature of a candidate
	Confidence Logistic           `json:"confidence"` // the first hit is right
	Suggestion Logistic           `json:"suggestion"` // one of the first three hits is right
	// Thresholds are in rising order of precision.
	Thresholds []Threshold `json:"thresholds"`
	// SuggestFrom is the suggestion confidence from which it is worth showing the best three.
	SuggestFrom float64 `json:"suggest_from"`
	// Precedents are questions that the model remembers together with their articles. They belong to one knowledge base.
	Precedents []Precedent `json:"precedents,omitempty"`

	compiled   bool
	ranking    [features]float64
	confidence weights
	suggestion weights
}

// Origin says what a model was fitted on and how well it did on questions that it had not seen.
type Origin struct {
	Fitted  string    `json:"fitted"` // date
	Method  string    `json:"method"`
	Data    []DataSet `json:"data"`
	Comment string    `json:"comment"`
}

// DataSet is a set of labelled questions and the figures reached on it when its own questions (CrossValidated) or all
// of its domain (Unseen) were left out of the fit.
type DataSet struct {
	Name           string             `json:"name"`
	Questions      int                `json:"questions"`
	Answerable     int                `json:"answerable,omitempty"`
	Weight         float64            `json:"weight,omitempty"` // of a question beside those of other sets
	Before         map[string]float64 `json:"before,omitempty"` // with the model that the fit began with
	CrossValidated map[string]float64 `json:"cross_validated,omitempty"`
	Unseen         map[string]float64 `json:"unseen,omitempty"` // only where there are several domains
}

// Logistic is a logistic regression over named signals.
type Logistic struct {
	Bias    float64            `json:"bias"`
	Weights map[string]float64 `json:"weights"`
}

// Threshold is the confidence from which answers reached a precision.
type Threshold struct {
	Precision  float64 `json:"precision"`
	Confidence float64 `json:"confidence"`
	Coverage   float64 `json:"coverage"` // part of the answerable questions that were answered rightly at it
}

// modelVersion rises when features change their meaning, which makes older files wrong.
const modelVersion = 1

//go:embed model.json
var embeddedModel []byte

var defaultModel = sync.OnceValues(func() (*Model, error) { return ReadModel(bytes.NewReader(embeddedModel)) })

// DefaultModel returns the embedded model.
func DefaultModel() (*Model, error) { return defaultModel() }

// ReadModel reads a model and checks that it fits this version of the features.
func ReadModel(from io.Reader) (*Model, error) {
	m := &Model{}
	d := json.NewDecoder(from)
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("this is no model such as faqbot tune writes: %w", err)
	}
	if m.Version != modelVersion {
		return nil, fmt.Errorf("read the ranking model: its version is %d, this program needs %d: fit it again", m.Version, modelVersion)
	}
	if err := m.compile(); err != nil {
		return nil, fmt.Errorf("read the ranking model: %w", err)
	}
	return m, nil
}

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

// compile turns names into places and checks that none is missing or unknown.
func (m *Model) compile() error {
	if err := place(m.ranking[:], featureNames[:], m.Ranking); err != nil {
		return fmt.Errorf("ranking: %w", err)
	}
	for _, l := range []struct {
		name string
		from Logistic
		to   *weights
	}{{"confidence", m.Confidence, &m.confidence}, {"suggestion", m.Suggestion, &m.suggestion}} {
		l.to.bias = l.from.Bias
		if err := place(l.to.by[:], signalNames[:], l.from.Weights); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	if len(m.Thresholds) == 0 {
		return errors.New("thresholds: none given")
	}
	if !slices.IsSortedFunc(m.Thresholds, func(a, b Threshold) int {
		return int(1e6*a.Precision) - int(1e6*b.Precision)
	}) {
		return errors.New("thresholds: not in rising order of precision")
	}
	m.compiled = true
	return nil
}

func place(to []float64, names []string, from map[string]float64) error {
	for name := range from {
		if !slices.Contains(names, name) {
			return fmt.Errorf("unknown weight %q", name)
		}
	}
	for i, name := range names {
		w, ok := from[name]
		if !ok {
			return fmt.Errorf("weight %q is missing", name)
		}
		to[i] = w
	}
	return nil
}

// NeverConfident is a threshold that no confidence reaches.
const NeverConfident = 1.01

// AnswerFrom returns the confidence from which answers are right at least as often as precision says. Above the
// highest measured precision nothing is known, and nothing is answered: it is NeverConfident.
func (m *Model) AnswerFrom(precision float64) float64 {
	for _, t := range m.Thresholds {
		if t.Precision >= precision {
			return t.Confidence
		}
	}
	return NeverConfident
}
