package index

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// thesaurusText holds groups of words and expressions by which customers and companies mean the same need, one group a
// line, written for the domains in which support is asked for. It was written without sight of the labelled questions
// that the search is measured on.
//
//go:embed thesaurus.txt
var thesaurusText string

// thesaurus returns the groups: of each its ways to say the same.
var thesaurus = sync.OnceValue(func() [][][]Word {
	var groups [][][]Word
	for line := range strings.Lines(thesaurusText) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			ways := slices.DeleteFunc(strings.Split(line, " | "), collapses)
			groups = append(groups, analyzeAll(ways))
		}
	}
	return groups
})

// collapses tells whether the analysis leaves one word of an expression that means something else without the others:
// «в сети» is no network, and who comes «с собакой» does not come «с кошкой».
func collapses(way string) bool {
	words := split(fold(way))
	return len(words) > 1 && len(Analyze(way)) == 1 &&
		slices.ContainsFunc(words, func(w string) bool { return stopWords[w] && !fillers[w] })
}

// fillers are words without which an expression means the same.
var fillers = set("ли я мне у это есть быть")
