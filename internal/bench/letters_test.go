package bench

import "math/rand/v2"

// letters invents words that look like the seed's: each letter follows the three before it as in the words there, so
// that endings, stems and trigrams are those of the language.
type letters struct {
	rng  *rand.Rand
	next map[[3]rune][]rune // 0 ends a word
}

// The length of invented words in letters; what is shorter exists already, and what is longer no language has.
const (
	shortestInvented = 4
	longestInvented  = 20
)

func newLetters(rng *rand.Rand) *letters { return &letters{rng: rng, next: map[[3]rune][]rune{}} }

func (l *letters) learn(word string) {
	var before [3]rune
	for _, r := range word {
		l.next[before] = append(l.next[before], r)
		before = [3]rune{before[1], before[2], r}
	}
	l.next[before] = append(l.next[before], 0)
}

func (l *letters) word() string {
	for {
		var word []rune
		var before [3]rune
		for {
			r := pick(l.rng, l.next[before])
			if r == 0 || len(word) == longestInvented {
				break
			}
			word = append(word, r)
			before = [3]rune{before[1], before[2], r}
		}
		if len(word) >= shortestInvented {
			return string(word)
		}
	}
}
