package index

import (
	_ "embed"
	"encoding/binary"
	"sync"
)

// russianFilter is a Bloom filter (Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970) of all forms of
// the words of a Russian dictionary. A word of it that no article holds is unknown here, but it is not misspelt: «роботы» in
// a base that knows only «работы» stays what it is.
//
//go:generate go run russian_generate.go /usr/share/hunspell/ru_RU russian.bloom
//go:embed russian.bloom
var russianFilter []byte

// bitsPerWord is how many bits of the filter a word sets, as russian_generate.go wrote them. About three strings in a
// thousand are taken for a word by mistake.
const bitsPerWord = 8

var russianBits = sync.OnceValue(func() []uint64 {
	bits := make([]uint64, len(russianFilter)/8)
	for i := range bits {
		bits[i] = binary.LittleEndian.Uint64(russianFilter[8*i:])
	}
	return bits
})

// isRussian tells whether a folded word is one that stands in a dictionary.
func isRussian(word string) bool {
	bits := russianBits()
	hash := uint64(14695981039346656037)
	for i := range len(word) {
		hash = (hash ^ uint64(word[i])) * 1099511628211
	}
	step := hash>>32 | 1
	for i := range uint64(bitsPerWord) {
		bit := (hash + i*step) % uint64(len(bits)*64)
		if bits[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
	}
	return true
}
