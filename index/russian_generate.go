//go:build ignore

// This program writes russian.bloom, the words that every Russian knows, from a Hunspell dictionary:
//
//	go run russian_generate.go /usr/share/hunspell/ru_RU russian.bloom
//
// The dictionary is Debian's package hunspell-ru (Alexander I. Lebedev's, whose licence is in russian.LICENSE).
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"log"
	"os"
	"regexp"
	"strings"
)

// The filter's size for each word, and how many of its bits each word sets; russian.go must know the latter.
const (
	bitsPerWord = 12
	bitsSet     = 8
)

// suffix is one way to inflect: the ending that goes, the one that comes, and what the word must end in.
type suffix struct {
	without, with string
	onlyAfter     *regexp.Regexp
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go run russian_generate.go DICTIONARY OUTPUT, the dictionary without .dic and .aff")
	}
	words, err := readForms(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	filter := make([]uint64, (len(words)*bitsPerWord+63)/64)
	for word := range words {
		h := fnv.New64a()
		h.Write([]byte(word))
		first, step := h.Sum64(), h.Sum64()>>32|1
		for i := range uint64(bitsSet) {
			bit := (first + i*step) % uint64(len(filter)*64)
			filter[bit/64] |= 1 << (bit % 64)
		}
	}
	out := make([]byte, 0, len(filter)*8)
	for _, bits := range filter {
		out = binary.LittleEndian.AppendUint64(out, bits)
	}
	if err := os.WriteFile(os.Args[2], out, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d words in %d bytes\n", len(words), len(out))
}

// readForms returns all forms of all words.
func readForms(dictionary string) (map[string]bool, error) {
	suffixes, err := readSuffixes(dictionary + ".aff")
	if err != nil {
		return nil, err
	}
	forms := map[string]bool{}
	add := func(form string) { forms[strings.ReplaceAll(strings.ToLower(form), "ё", "е")] = true }
	err = eachLine(dictionary+".dic", func(line string) {
		word, flags, _ := strings.Cut(line, "/")
		if strings.ContainsAny(word, "0123456789-. ") {
			return
		}
		add(word)
		for _, flag := range flags {
			for _, s := range suffixes[flag] {
				if s.onlyAfter.MatchString(word) && strings.HasSuffix(word, s.without) {
					add(strings.TrimSuffix(word, s.without) + s.with)
				}
			}
		}
	})
	return forms, err
}

func readSuffixes(name string) (map[rune][]suffix, error) {
	suffixes := map[rune][]suffix{}
	var broken error
	err := eachLine(name, func(line string) {
		fields := strings.Fields(line)
		if len(fields) != 5 || fields[0] != "SFX" {
			return
		}
		after, err := regexp.Compile(fields[4] + "$")
		if err != nil {
			broken = err
			return
		}
		flag := []rune(fields[1])[0]
		suffixes[flag] = append(suffixes[flag], suffix{strings.Trim(fields[2], "0"), strings.Trim(fields[3], "0"), after})
	})
	if err == nil {
		err = broken
	}
	return suffixes, err
}

func eachLine(name string, do func(line string)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		do(lines.Text())
	}
	return lines.Err()
}
