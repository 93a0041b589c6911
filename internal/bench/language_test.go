package bench

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// language is a model of the seed's texts that writes new ones. Known words follow one another as they do in the seed.
// New ones come as the Pitman-Yor process has them, which gives both laws that texts obey: frequencies fall by rank as
// Zipf says, and the vocabulary grows with a power of the text's length as Heaps says.
type language struct {
	rng     *rand.Rand
	letters *letters

	numbers   map[string]int32
	words     []string  // by number
	following [][]int32 // words that stand after a word in the seed, as often as they do
	beginning []int32   // first words of texts

	// discount is the power of Heaps' law, estimated by the part of the seed's words that occur once.
	discount float64
	written  float64 // words of text so far, the seed's included
	invented []token // those of them that the seed does not hold
	newWords int     // distinct ones among invented
}

// token is an occurrence of an invented word.
type token struct {
	word  int32
	first bool
}

func newLanguage(rng *rand.Rand) *language {
	return &language{rng: rng, letters: newLetters(rng), numbers: map[string]int32{}}
}

// learn takes in a text of the seed and returns its words.
func (l *language) learn(text string) []int32 {
	var words []int32
	for _, w := range strings.FieldsFunc(strings.ToLower(text), notInWord) {
		n, known := l.numbers[w]
		if !known {
			n = l.add(w)
			l.letters.learn(w)
		}
		if len(words) == 0 {
			l.beginning = append(l.beginning, n)
		} else {
			before := words[len(words)-1]
			l.following[before] = append(l.following[before], n)
		}
		words = append(words, n)
	}
	return words
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func (l *language) add(word string) int32 {
	n := int32(len(l.words))
	l.numbers[word] = n
	l.words = append(l.words, word)
	l.following = append(l.following, nil)
	return n
}

// settle ends the learning: texts are all the words of the seed's texts.
func (l *language) settle(texts ...[]int32) {
	times := make([]int, len(l.words))
	for _, text := range texts {
		for _, w := range text {
			times[w]++
		}
		l.written += float64(len(text))
	}
	once := 0
	for _, n := range times {
		if n == 1 {
			once++
		}
	}
	l.discount = float64(once) / float64(len(l.words))
}

// wander is how often a text leaves the track of the seed's sentences for another word of its themes. Without it
// generated articles would hold whole sentences of the seed.
const wander = 0.3

// write writes a text of so many words. The themes are words to come back to.
func (l *language) write(length int, themes ...[]int32) string {
	var text strings.Builder
	last := int32(-1) // the known word before
	for i := range length {
		word, known := l.next(last, themes)
		last = -1
		if known {
			last = word
		}
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(l.words[word])
		l.written++
	}
	return text.String()
}

// next draws the next word: a new one, an invented one again, or one of the seed.
func (l *language) next(last int32, themes [][]int32) (word int32, known bool) {
	fresh := l.discount * float64(len(l.words)) / l.written
	again := (float64(len(l.invented)) - l.discount*float64(l.newWords)) / l.written
	switch u := l.rng.Float64(); {
	case u < fresh:
		return l.invent(), false
	case u < fresh+again:
		return l.repeat(), false
	}
	if last >= 0 && len(l.following[last]) > 0 && l.rng.Float64() >= wander {
		return pick(l.rng, l.following[last]), true
	}
	if theme := pick(l.rng, themes); len(theme) > 0 {
		return pick(l.rng, theme), true
	}
	return pick(l.rng, l.beginning), true
}

func (l *language) invent() int32 {
	for {
		text := l.letters.word()
		if _, taken := l.numbers[text]; !taken {
			word := l.add(text)
			l.invented = append(l.invented, token{word: word, first: true})
			l.newWords++
			return word
		}
	}
}

// repeat draws an invented word by its frequency less the discount.
func (l *language) repeat() int32 {
	for {
		t := pick(l.rng, l.invented)
		if t.first && l.rng.Float64() < l.discount {
			continue
		}
		l.invented = append(l.invented, token{word: t.word})
		return t.word
	}
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }
