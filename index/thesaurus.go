package index

import (
	_ "embed"
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
			groups = append(groups, analyzeAll(strings.Split(line, " | ")))
		}
	}
	return groups
})
