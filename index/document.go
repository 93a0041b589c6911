package index

import (
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	blevedocument "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
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
)

// fields is the number of fields.
const fields = int(fieldAnswerTrigrams) + 1

var fieldNames = [fields]string{"stems", "trigrams", "answer", "answer_trigrams"}

// document is what Bleve sees of an article: the words of the forward index. The same analysis feeds both stages, so the
// two can never disagree about what a word is, and nothing is written out only to be cut into terms again. The tables are
// as they were when the article had been read: others may grow them meanwhile.
type document struct {
	entry        *entry
	words        []wordEntry
	spelled      []uint32
	stems, grams []string
}

func (f *forward) document(e *entry) *document {
	return &document{entry: e, words: f.table.words, spelled: f.table.spelled, stems: f.table.stems.terms, grams: f.table.grams.terms}
}

// numbered writes the document for Bleve.
func (d *document) numbered(n int) *blevedocument.Document {
	written := blevedocument.NewDocument(strconv.Itoa(n))
	for of := range field(fields) {
		written.AddField(termsField{document: d, of: of})
	}
	return written
}

// each calls visit with the terms of a field and how often they stand in a place.
func (d *document) each(of field, visit func(term string, n int)) {
	switch of {
	case fieldStems:
		for i := range d.entry.phrasings {
			for _, id := range d.entry.phrasings[i].words {
				visit(d.stems[d.words[id].stem], 1)
			}
		}
	case fieldTrigrams:
		for i := range d.entry.phrasings {
			for _, id := range d.entry.phrasings[i].words {
				d.eachGram(id, visit)
			}
		}
	case fieldAnswer:
		for _, c := range d.entry.answer {
			visit(d.stems[d.words[c.word].stem], int(c.n))
		}
	case fieldAnswerTrigrams:
		for _, c := range d.entry.answer { // once a word: how often it stands there is told by its stem
			d.eachGram(c.word, visit)
		}
	}
}

func (d *document) eachGram(word uint32, visit func(term string, n int)) {
	for _, g := range d.words[word].grams.of(d.spelled) {
		visit(d.grams[g], 1)
	}
}

// termsField is a field whose terms are known already. Bleve keeps what is analysed of a whole batch until the batch is
// written, which would be most of the memory of a build; so Analyze does nothing, and the terms are counted whenever
// they are asked for.
type termsField struct {
	*document
	of field
}

func (f termsField) Name() string                             { return fieldNames[f.of] }
func (f termsField) Options() bleveindex.FieldIndexingOptions { return bleveindex.IndexField }
func (f termsField) EncodedFieldType() byte                   { return 't' }
func (f termsField) ArrayPositions() []uint64                 { return nil }
func (f termsField) Value() []byte                            { return nil } // it is not stored
func (f termsField) NumPlainTextBytes() uint64                { return 0 }
func (f termsField) Size() int                                { return 0 } // beside what the forward index holds anyway
func (f termsField) Analyze()                                 {}

func (f termsField) AnalyzedLength() int {
	length := 0
	f.each(f.of, func(_ string, n int) { length += n })
	return length
}

func (f termsField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies {
	places := 0
	f.each(f.of, func(string, int) { places++ })
	room := make([]bleveindex.TokenFreq, 0, places)
	counted := make(bleveindex.TokenFrequencies, places)
	f.each(f.of, func(term string, n int) {
		of, ok := counted[term]
		if !ok {
			room = append(room, bleveindex.TokenFreq{})
			of = &room[len(room)-1]
			counted[term] = of
		}
		of.SetFrequency(of.Frequency() + n)
	})
	return counted
}

// newInverted opens an empty inverted index in memory. It needs no mapping, since documents bring their terms.
func newInverted() (bleve.Index, error) {
	inverted, err := bleve.NewUsing("", bleve.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open an index in memory: %w", err)
	}
	return inverted, nil
}
