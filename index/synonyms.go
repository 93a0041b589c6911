package index

// synonymWeight is what a synonym counts of the word that was typed: enough to find, never enough to beat the word itself.
const synonymWeight = 0.7

// synonyms widen a question by words that the company declared to mean the same.
type synonyms struct {
	entries map[string][]synonym // by the first stem
}

// synonym is one way to say something together with the stems of the other ways.
type synonym struct {
	stems []string
	other []uint32
}

func newSynonyms(lines [][]string, table *wordTable) synonyms {
	s := synonyms{entries: map[string][]synonym{}}
	for _, line := range lines {
		ways := make([][]string, 0, len(line))
		for _, way := range line {
			var stems []string
			for _, w := range Analyze(way) {
				stems = append(stems, w.Stem)
			}
			if len(stems) > 0 {
				ways = append(ways, stems)
			}
		}
		for i, way := range ways {
			var other []uint32
			for j, stems := range ways {
				for _, stem := range stems {
					if id, known := table.stems.numbers[stem]; known && i != j {
						other = append(other, id)
					}
				}
			}
			if len(other) > 0 {
				s.entries[way[0]] = append(s.entries[way[0]], synonym{stems: way, other: other})
			}
		}
	}
	return s
}

// of calls found with the number of a word of the question and a stem that means the same as it, or as the
// expression that it is a part of.
func (s synonyms) of(words []Word, found func(word int, stem uint32)) {
	if len(s.entries) == 0 {
		return
	}
	for at := range words {
		for _, syn := range s.entries[words[at].Stem] {
			if !startsWith(words[at:], syn.stems) {
				continue
			}
			for i := range syn.stems {
				for _, stem := range syn.other {
					found(at+i, stem)
				}
			}
		}
	}
}

func startsWith(words []Word, stems []string) bool {
	if len(words) < len(stems) {
		return false
	}
	for i, stem := range stems {
		if words[i].Stem != stem {
			return false
		}
	}
	return true
}
