package index

// vocabulary numbers terms, so that the second stage compares integers and not strings.
type vocabulary struct {
	numbers map[string]uint32
	terms   []string // by number
}

func newVocabulary() vocabulary { return vocabulary{numbers: map[string]uint32{}} }

// add returns the number of a term, giving it the next one if it is new.
func (v *vocabulary) add(term string) uint32 {
	n, ok := v.numbers[term]
	if !ok {
		n = uint32(len(v.terms))
		v.numbers[term] = n
		v.terms = append(v.terms, term)
	}
	return n
}

// wordTable holds every distinct word of the knowledge base once, with all that is known about it.
type wordTable struct {
	texts    vocabulary
	stems    vocabulary
	grams    vocabulary
	prefixes vocabulary
	words    []wordEntry // by number of the text
}

type wordEntry struct {
	stem   uint32
	prefix uint32
	grams  []uint32
	class  Class
	asking string // the kind of answer that a question word asks for
}

func newWordTable() *wordTable {
	return &wordTable{texts: newVocabulary(), stems: newVocabulary(), grams: newVocabulary(), prefixes: newVocabulary()}
}

func (t *wordTable) add(w Word) uint32 {
	if id, ok := t.texts.numbers[w.Text]; ok {
		return id
	}
	e := wordEntry{stem: t.stems.add(w.Stem), prefix: t.prefixes.add(prefix(w.Text)), class: w.Class, asking: askingWords[w.Text]}
	for _, g := range trigrams(w.Text) {
		e.grams = append(e.grams, t.grams.add(g))
	}
	t.words = append(t.words, e)
	return t.texts.add(w.Text)
}
