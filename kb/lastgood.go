package kb

import (
	"path"
	"slices"
	"strings"
)

const lastGoodStays = "; until it is mended the bot goes on with the last good state"

// keepLastGood puts back into next what prev has from files that hold errors now, and says so in the problems of
// those files.
func keepLastGood(prev, next *Base, found []Problem) (*Base, []Problem) {
	if prev == nil || !HasErrors(found) {
		return next, found
	}
	articles, topics, synonyms := slices.Clone(next.Articles), slices.Clone(next.Topics), next.Synonyms
	found = slices.Clone(found)
	taken := make(map[string]bool) // ids that are put back; a file with two mistakes is met twice
	ofFile := make(map[string]int)
	for i, p := range found {
		if p.Severity != Error {
			continue
		}
		kept := false
		for _, a := range prev.Articles {
			if !within(a.File, p.File) || next.Article(a.ID) != nil {
				continue
			}
			kept = true
			if !taken[a.ID] {
				taken[a.ID] = true
				ofFile[a.File]++
				articles = append(articles, a)
			}
		}
		for _, t := range prev.Topics {
			if path.Base(p.File) == indexFile && strings.HasSuffix("/"+path.Dir(p.File), "/"+t.ID) && t.ID != "" {
				topics = append(slices.DeleteFunc(topics, func(x Topic) bool { return x.ID == t.ID }), t)
				kept = true
			}
		}
		if path.Base(p.File) == synonymsFile {
			synonyms, kept = prev.Synonyms, true
		}
		if kept {
			found[i].Text += lastGoodStays
		}
	}
	merged := NewBase(articles, append(topics, missingTopics(prev, topics)...), synonyms)
	merged.places, merged.broken, merged.kept = next.places, next.broken, ofFile
	return merged, found
}

// asLastGood returns the base as what stays when nothing of its files can be served any more.
func (b *Base) asLastGood() *Base {
	stays := *b
	stays.broken, stays.kept = nil, make(map[string]int)
	for i := range b.Articles {
		stays.kept[b.Articles[i].File]++
	}
	return &stays
}

// within tells whether a problem's file is the article's own, or a folder above it that cannot be read.
func within(articleFile, problemFile string) bool {
	return articleFile == problemFile || strings.HasPrefix(articleFile, problemFile+"/")
}

// missingTopics returns the topics of prev that next has lost together with their last good articles.
func missingTopics(prev *Base, next []Topic) []Topic {
	var lost []Topic
	for _, t := range prev.Topics {
		if !slices.ContainsFunc(next, func(x Topic) bool { return x.ID == t.ID }) {
			lost = append(lost, t)
		}
	}
	return lost
}
