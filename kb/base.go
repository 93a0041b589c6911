package kb

import (
	"cmp"
	"path"
	"slices"
)

// rootTopicTitle names the articles that lie in no folder when no _index.md beside them does.
const rootTopicTitle = "Разное"

// NewBase makes a base of articles, the topics known by name, and groups of synonyms. Articles are sorted; of two
// with one id the first stays. A topic that no article belongs to is left out, one that is missing is named after its
// folder.
func NewBase(articles []Article, topics []Topic, synonyms [][]string) *Base {
	b := &Base{Articles: slices.Clone(articles), Synonyms: synonyms, byID: make(map[string]int, len(articles))}
	slices.SortStableFunc(b.Articles, func(x, y Article) int { return cmp.Compare(x.ID, y.ID) })
	b.Articles = slices.CompactFunc(b.Articles, func(x, y Article) bool { return x.ID == y.ID })

	known := make(map[string]Topic, len(topics))
	for _, t := range topics {
		known[t.ID] = t
	}
	held := make(map[string]bool)
	for i, a := range b.Articles {
		b.byID[a.ID] = i
		if held[a.Topic] {
			continue
		}
		held[a.Topic] = true
		t, ok := known[a.Topic]
		if !ok {
			t = defaultTopic(a.Topic)
		}
		b.Topics = append(b.Topics, t)
	}
	slices.SortFunc(b.Topics, func(x, y Topic) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
	})
	return b
}

func defaultTopic(id string) Topic {
	if id == "" {
		return Topic{Title: rootTopicTitle}
	}
	return Topic{ID: id, Title: path.Base(id)}
}

// Broken tells how many articles are served as they were before mistakes got into their files, and how many are not served
// at all, since nobody has seen them without. A page that cannot be read counts as one article.
func (b *Base) Broken() (lastGood, missing int) {
	for _, n := range b.kept {
		lastGood += n
	}
	for file, n := range b.broken {
		missing += max(0, n-b.kept[file])
	}
	return lastGood, missing
}

// TestLine returns the line on which a test of an article stands.
func (b *Base) TestLine(a *Article, test string) int { return b.line(a, "tests", test) }

// line returns where a value of an article stands, the article's own line when that is not known.
func (b *Base) line(a *Article, key, value string) int {
	if line, ok := b.places[place{article: a.ID, key: key, value: value}]; ok {
		return line
	}
	return a.Line
}
