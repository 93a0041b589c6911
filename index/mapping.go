package index

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// field is a field of a Bleve document, one document an article.
type field uint8

// The fields.
const (
	fieldStems          field = iota // stems of all phrasings
	fieldTrigrams                    // trigrams inside the words of all phrasings
	fieldAnswer                      // stems of the answer and the tags
	fieldAnswerTrigrams              // trigrams inside the words of both, once a word
	fields                           // their number
)

var fieldNames = [fields]string{"stems", "trigrams", "answer", "answer_trigrams"}

// document is what Bleve sees of an article: terms that are analysed already, parted by spaces. The same analysis
// feeds the second stage, so the two can never disagree about what a word is.
type document struct {
	Stems    string `json:"stems"`
	Trigrams string `json:"trigrams"`
	Answer   string `json:"answer"`

	AnswerTrigrams string `json:"answer_trigrams"`
}

const termsAnalyzer = "terms"

func newMapping() (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	m.ScoringModel = bleveindex.BM25Scoring
	err := m.AddCustomAnalyzer(termsAnalyzer, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, fmt.Errorf("index mapping: %w", err)
	}
	terms := bleve.NewTextFieldMapping()
	terms.Analyzer = termsAnalyzer
	terms.Store, terms.IncludeTermVectors, terms.IncludeInAll, terms.DocValues = false, false, false, false

	article := bleve.NewDocumentStaticMapping()
	for _, name := range fieldNames {
		article.AddFieldMappingsAt(name, terms)
	}
	m.DefaultMapping = article
	return m, nil
}

// newInverted opens an empty inverted index in memory. It must be scorch: bleve.NewMemOnly silently ignores BM25.
func newInverted() (bleve.Index, error) {
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	inverted, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open an index in memory: %w", err)
	}
	return inverted, nil
}
