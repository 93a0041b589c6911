package index

import (
	"maps"
	"slices"
)

// vocabulary numbers terms, so that the second stage compares integers and not strings. A number is never given twice:
// a term that nobody uses any more leaves a hole.
type vocabulary struct {
	numbers map[string]uint32
	terms   []string // by number; empty: a hole
	users   []uint32 // by number: what holds the term
}

func newVocabulary() vocabulary { return vocabulary{numbers: map[string]uint32{}} }

func (v *vocabulary) clone() vocabulary {
	return vocabulary{numbers: maps.Clone(v.numbers), terms: slices.Clone(v.terms), users: slices.Clone(v.users)}
}

// add returns the number of a term, giving it the next one if it is new.
func (v *vocabulary) add(term string) uint32 {
	n, ok := v.numbers[term]
	if !ok {
		n = uint32(len(v.terms))
		v.numbers[term] = n
		v.terms = append(v.terms, term)
		v.users = append(v.users, 0)
	}
	return n
}

// use changes the number of users of a term by one up or down and tells whether it was or became unused. What became
// unused is forgotten.
func (v *vocabulary) use(n uint32, by int) (turned bool) {
	if by > 0 {
		v.users[n]++
		return v.users[n] == 1
	}
	v.users[n]--
	if v.users[n] > 0 {
		return false
	}
	delete(v.numbers, v.terms[n])
	v.terms[n] = ""
	return true
}

// wordTable holds every distinct word of the knowledge base once, with all that is known about it.
type wordTable struct {
	texts   vocabulary
	stems   vocabulary
	grams   vocabulary
	roots   vocabulary
	words   []wordEntry // by number of the text
	spelled []uint32    // trigrams of all words, one word's after another's: a search reads thousands of them
}

func (t *wordTable) clone() *wordTable {
	return &wordTable{
		texts: t.texts.clone(), stems: t.stems.clone(), grams: t.grams.clone(), roots: t.roots.clone(),
		words: slices.Clip(t.words), spelled: slices.Clip(t.spelled), // what is in them never changes, and the next one makes a copy
	}
}

// holes tells whether so much of the table is unused that it should be made anew.
func (t *wordTable) holes() bool { return len(t.texts.terms) > 2*len(t.texts.numbers)+1000 }

type wordEntry struct {
	stem  uint32
	root  uint32
	grams span // of wordTable.spelled
	class Class
	light bool
}

// span is a part of a slice.
type span struct {
	from   uint32
	length uint16
}

func (s span) of(all []uint32) []uint32 { return all[s.from:][:s.length] }

func newWordTable() *wordTable {
	return &wordTable{texts: newVocabulary(), stems: newVocabulary(), grams: newVocabulary(), roots: newVocabulary()}
}

// word tells what a folded text is. Most words of an article are in the table already, and stemming is most of an analysis.
func (t *wordTable) word(text string) Word {
	id, known := t.texts.numbers[text]
	if !known {
		return newWord(text)
	}
	e := &t.words[id]
	return Word{Text: text, Stem: t.stems.terms[e.stem], Class: e.class}
}

func (t *wordTable) add(w Word) uint32 {
	if id, ok := t.texts.numbers[w.Text]; ok {
		return id
	}
	e := wordEntry{
		stem: t.stems.add(w.Stem), root: t.roots.add(w.root()),
		class: w.Class, light: w.light(),
		grams: span{from: uint32(len(t.spelled))},
	}
	for _, g := range trigrams(w.sound()) {
		t.spelled = append(t.spelled, t.grams.add(g))
		e.grams.length++
	}
	t.words = append(t.words, e)
	return t.texts.add(w.Text)
}

// use changes by one the number of articles that hold a word. A word that no article holds is forgotten with all that
// only it had, so that it is as unknown as one that never was.
func (t *wordTable) use(word uint32, by int) {
	if !t.texts.use(word, by) {
		return
	}
	e := &t.words[word]
	t.stems.use(e.stem, by)
	t.roots.use(e.root, by)
	for _, g := range e.grams.of(t.spelled) {
		t.grams.use(g, by)
	}
}
