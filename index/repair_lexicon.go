package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// lexicon is all that a misspelt word can be corrected to: the words of the articles, their stems, for a form that no
// article holds, and words that are understood although they stand in no article.
type lexicon struct {
	forward  *forward
	declared map[string]bool // words and stems of the company's synonyms and of the thesaurus
	entries  []lexeme
	byText   []uint32 // numbers of the words of the articles, in the order of their letters
	deletes  deletes
	heard    []uint64 // by number of the stem
}

// lexeme is one possible correction.
type lexeme struct {
	text  string
	stem  uint32 // its number, noStem for a word of no article
	kind  lexemeKind
	heard uint64
}

type lexemeKind uint8

const (
	form     lexemeKind = iota // stands in some article
	bareStem                   // stem of a form that does
	function                   // says something about the question itself: courtesy, negation, question word
	declared                   // a synonym
)

const noStem = ^uint32(0)

func newLexicon(f *forward, synonyms [][]string) *lexicon {
	l := &lexicon{forward: f, declared: map[string]bool{}}
	t := f.table
	for i, text := range t.texts.terms {
		if t.words[i].class != Number && alphabetOf(text) != mixed {
			l.byText = append(l.byText, uint32(len(l.entries)))
			l.entries = append(l.entries, lexeme{text: text, stem: t.words[i].stem})
		}
	}
	for i, stem := range t.stems.terms {
		if _, isForm := t.texts.numbers[stem]; !isForm && alphabetOf(stem) != mixed {
			l.entries = append(l.entries, lexeme{text: stem, stem: uint32(i), kind: bareStem})
		}
	}
	for _, text := range functionWords {
		l.entries = append(l.entries, lexeme{text: text, stem: noStem, kind: function})
	}
	for _, line := range synonyms {
		l.declare(Analyze(strings.Join(line, " ")))
	}
	for _, group := range thesaurus() {
		if slices.ContainsFunc(group, l.hasSome) {
			for _, words := range group {
				l.declare(words)
			}
		}
	}
	slices.SortFunc(l.byText, func(a, b uint32) int { return cmp.Compare(l.entries[a].text, l.entries[b].text) })
	for i := range l.entries {
		l.entries[i].heard = heard(l.entries[i].text)
	}
	l.heard = make([]uint64, len(t.stems.terms))
	for i, stem := range t.stems.terms {
		l.heard[i] = heard(stem)
	}
	l.deletes = newDeletes(l.entries)
	return l
}

// hasSome tells whether some article holds one of the words: only then it is of use to understand those of the same meaning.
func (l *lexicon) hasSome(words []Word) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return l.hasStem(w.Stem) })
}

// declare makes words known that are understood although no article need hold them.
func (l *lexicon) declare(words []Word) {
	for _, w := range words {
		if l.declared[w.Text] || alphabetOf(w.Text) == mixed {
			continue
		}
		l.declared[w.Text], l.declared[w.Stem] = true, true
		l.entries = append(l.entries, lexeme{text: w.Text, stem: noStem, kind: declared})
	}
}

var functionWords = func() []string {
	all := map[string]bool{}
	maps.Copy(all, stopWords)
	maps.Copy(all, negations)
	for w := range askingWords {
		all[w] = true
	}
	maps.DeleteFunc(all, func(w string, _ bool) bool { return spoken[w] != "" })
	return slices.Sorted(maps.Keys(all))
}()

func isFunctionWord(text string) bool {
	return stopWords[text] || negations[text] || askingWords[text] != 0
}

// knows tells whether a word needs no repair: some article holds it or another form of it, the company declared it, or
// it says something about the question itself. Numbers and codes are never wrong: 2026 is not a slip for 2027.
func (l *lexicon) knows(w Word) bool {
	return w.Class == Number || isFunctionWord(w.Text) || l.hasStem(w.Stem) || l.hasText(w.Text) || l.declared[w.Text] || l.declared[w.Stem]
}

// knowsText is stricter with short words, whose other forms are found by chance.
func (l *lexicon) knowsText(text string) bool {
	return isFunctionWord(text) || l.hasText(text) || letters(text) > 3 && l.knows(newWord(text))
}

func (l *lexicon) hasText(text string) bool {
	_, ok := l.forward.table.texts.numbers[text]
	return ok
}

func (l *lexicon) hasStem(stem string) bool {
	_, ok := l.forward.table.stems.numbers[stem]
	return ok
}

// frequency is the number of articles that hold a lexeme. Function words are as frequent as anything.
func (l *lexicon) frequency(e *lexeme) uint32 {
	switch {
	case e.kind == function:
		return uint32(len(l.forward.articles))
	case e.stem == noStem:
		return 1
	}
	return l.forward.stemsAll.count(e.stem)
}

// startingWith returns the numbers of the article words that begin with some letters.
func (l *lexicon) startingWith(letters string) []uint32 {
	from, _ := slices.BinarySearchFunc(l.byText, letters, func(i uint32, letters string) int {
		return cmp.Compare(l.entries[i].text, letters)
	})
	n, _ := slices.BinarySearchFunc(l.byText[from:], letters, func(i uint32, letters string) int {
		if strings.HasPrefix(l.entries[i].text, letters) {
			return -1
		}
		return 1
	})
	return l.byText[from : from+n]
}

// alphabet is what a word is written in.
type alphabet uint8

const (
	mixed alphabet = iota // several alphabets, digits, or another alphabet
	cyrillic
	latin
)

func alphabetOf(word string) alphabet {
	is := mixed
	for i, r := range word {
		of := mixed
		switch {
		case r >= 'а' && r <= 'я':
			of = cyrillic
		case r >= 'a' && r <= 'z':
			of = latin
		}
		if of == mixed || i > 0 && of != is {
			return mixed
		}
		is = of
	}
	return is
}

func letters(word string) int { return utf8.RuneCountInString(word) }
