package index

import "slices"

// deletes finds the words that differ little from a given one without looking at all of them: two words that differ
// by few slips become the same when few letters are left out of each (symmetric deletes, as in Garbe's SymSpell, 2012).
// Letters are left out of the word's sound and of its beginning only, which keeps the table small; whoever asks compares
// what is found.
//
// The table is one array of word numbers parted into buckets by a hash: an eighth of the memory of a map.
type deletes struct {
	starts  []uint32 // of each bucket in entries
	entries []uint32
	mask    uint64
}

const (
	soundLetters  = 8 // how much of a word's beginning is looked at
	oneSlipFrom   = 3
	twoSlipsFrom  = 8 // shorter sounds differ by one letter at most: affordableSlips allows no more
	perBucketGoal = 2
)

func newDeletes(words []lexeme) deletes {
	variants := 0
	each := func(visit func(word uint32, hash uint64)) {
		var room soundRoom
		for i := range words {
			room.variants(words[i].text, func(hash uint64) { visit(uint32(i), hash) })
		}
	}
	each(func(uint32, uint64) { variants++ })
	buckets := uint64(1)
	for buckets*perBucketGoal < uint64(variants) {
		buckets *= 2
	}
	d := deletes{starts: make([]uint32, buckets+1), entries: make([]uint32, variants), mask: buckets - 1}
	each(func(_ uint32, hash uint64) { d.starts[hash&d.mask]++ })
	sum := uint32(0)
	for i := range d.starts {
		sum += d.starts[i]
		d.starts[i] = sum // the end of the bucket for now: filling counts down to its start
	}
	each(func(word uint32, hash uint64) {
		at := &d.starts[hash&d.mask]
		*at--
		d.entries[*at] = word
	})
	return d
}

// near returns the numbers of the words that may be meant by a word, each once and in order, with strangers among them.
// Whoever asks says by wanted which ones are worth it.
func (d *deletes) near(word string, wanted func(word uint32) bool) []uint32 {
	var found []uint32
	var room soundRoom
	room.variants(word, func(hash uint64) {
		bucket := hash & d.mask
		for _, i := range d.entries[d.starts[bucket]:d.starts[bucket+1]] {
			if wanted(i) {
				found = append(found, i)
			}
		}
	})
	slices.Sort(found)
	return slices.Compact(found)
}

// soundRoom is room for the sound of one word at a time.
type soundRoom struct{ sound [maxWordRunes]rune }

// variants calls found with a hash of the word's sound, and of what is left of it without one or two letters.
func (r *soundRoom) variants(word string, found func(hash uint64)) {
	sound := soundOf(word, r.sound[:0])
	if len(sound) == 0 {
		return
	}
	length := len(sound)
	sound = sound[:min(length, soundLetters)]
	found(hashWithout(sound, -1, -1))
	if length >= oneSlipFrom {
		for i := range sound {
			found(hashWithout(sound, i, -1))
		}
	}
	if length >= twoSlipsFrom {
		for i := range sound {
			for j := i + 1; j < len(sound); j++ {
				found(hashWithout(sound, i, j))
			}
		}
	}
}

// hashWithout is FNV-1a over the letters but two.
func hashWithout(sound []rune, i, j int) uint64 {
	hash := uint64(14695981039346656037)
	for at, r := range sound {
		if at != i && at != j {
			hash = (hash ^ uint64(r)) * 1099511628211
		}
	}
	return hash ^ hash>>29 // the low bits choose the bucket
}

// soundOf appends what is heard of a word: vowels that are mistaken for each other as one, consonants voiceless, no
// signs, no doubled letters. Slips of the ear vanish in it.
func soundOf(word string, to []rune) []rune {
	for _, r := range word {
		switch r {
		case 'о':
			r = 'а'
		case 'е', 'э', 'ы', 'й':
			r = 'и'
		case 'ю':
			r = 'у'
		case 'б':
			r = 'п'
		case 'в':
			r = 'ф'
		case 'г':
			r = 'к'
		case 'д':
			r = 'т'
		case 'ж', 'щ':
			r = 'ш'
		case 'з':
			r = 'с'
		case 'ь', 'ъ':
			continue
		case 'c':
			r = 'k'
		case 'y':
			r = 'i'
		case 'z':
			r = 's'
		case 'w':
			r = 'v'
		}
		if len(to) > 0 && to[len(to)-1] == r {
			continue
		}
		if len(to) == maxWordRunes {
			break
		}
		to = append(to, r)
	}
	return to
}

// heard is the set of sounds in a word, one bit each. Two words of which one has sounds that the other has not differ by a
// slip at least for each.
func heard(word string) uint64 {
	var room soundRoom
	set := uint64(0)
	for _, r := range soundOf(word, room.sound[:0]) {
		if n := letterNumber(r); n >= 0 {
			set |= 1 << n
		}
	}
	return set
}
