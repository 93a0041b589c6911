package index

// What a word of the same meaning counts of the word that was typed: enough to find, never enough to beat the word
// itself. A company knows its own words better than a thesaurus does.
const (
	synonymWeight   = 0.7
	thesaurusWeight = 0.6
)

// synonyms widen a question by words that mean the same.
type synonyms struct {
	entries map[string][]synonym // by the first stem
}

// synonym is one way to say something together with the stems of the other ways.
type synonym struct {
	words  []Word
	others []other
}

// other is a stem that stands for a word of the question, and what it counts of it.
type other struct {
	stem   uint32
	weight float32
}

// newSynonyms takes what the company declared to mean the same, and the thesaurus.
func newSynonyms(declared [][]string, table *wordTable) synonyms {
	s := synonyms{entries: map[string][]synonym{}}
	for _, line := range declared {
		s.add(analyzeAll(line), synonymWeight, table)
	}
	for _, group := range thesaurus() {
		s.add(group, thesaurusWeight, table)
	}
	return s
}

// analyzeAll analyses each way to say something; those that hold no word are left out.
func analyzeAll(line []string) [][]Word {
	ways := make([][]Word, 0, len(line))
	for _, way := range line {
		if words := Analyze(way); len(words) > 0 {
			ways = append(ways, words)
		}
	}
	return ways
}

// add enters ways that mean the same. The words of an expression share its weight: one of them alone says less.
func (s synonyms) add(ways [][]Word, weight float32, table *wordTable) {
	for i, way := range ways {
		var others []other
		for j, words := range ways {
			for _, w := range words {
				if id, known := table.stems.numbers[w.Stem]; known && i != j {
					others = append(others, other{id, weight / float32(len(words))})
				}
			}
		}
		if len(others) > 0 {
			s.entries[way[0].Stem] = append(s.entries[way[0].Stem], synonym{words: way, others: others})
		}
	}
}

// of calls found with the number of a word of the question and a stem that means the same as it, or as the
// expression that it is a part of.
func (s synonyms) of(words []Word, found func(word int, o other)) {
	if len(s.entries) == 0 {
		return
	}
	for at := range words {
		for _, syn := range s.entries[words[at].Stem] {
			if !startsWith(words[at:], syn.words) {
				continue
			}
			for i := range syn.words {
				for _, o := range syn.others {
					found(at+i, o)
				}
			}
		}
	}
}

func startsWith(words, with []Word) bool {
	if len(words) < len(with) {
		return false
	}
	for i, w := range with {
		if words[i].Stem != w.Stem {
			return false
		}
	}
	return true
}
