package kb

import (
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// place names one value of an article, so that a problem found later still points at its line.
type place struct {
	article string
	key     string
	value   string
}

// Keys whose values the linter points at.
const (
	keyQuestion = "question"
	keyAlso     = "also"
	keyRelated  = "related"
	keyTests    = "tests"
	keyPrice    = "price"
)

// articleFields fills an article from front matter; the answer and the id come from elsewhere.
func (fm *frontMatter) articleFields() (a Article, places map[place]int) {
	places = make(map[place]int)
	a.Kind, a.Line = KindFAQ, 1
	product, service := Product{}, Service{Capacity: 1}
	ownLine := map[Kind]field{} // the first key that only products, or only services, have
	for _, f := range fm.fields {
		switch f.key {
		case keyQuestion:
			a.Question, a.Line = fm.phrase(f), f.line
		case keyAlso:
			a.Also = fm.list(f, places)
		case "tags":
			a.Tags = fm.list(f, places)
		case keyRelated:
			a.Related = fm.list(f, places)
		case keyTests:
			a.Tests = fm.list(f, places)
		case "valid_until":
			a.ValidUntil = fm.date(f)
		case "variants":
			a.Variants = fm.variants(f)
		case "kind":
			a.Kind = fm.kind(f)
		case keyPrice:
			product.Price = fm.phrase(f)
			places[place{key: keyPrice, value: product.Price}] = f.line
			remember(ownLine, KindProduct, f)
		case "sku":
			product.SKU = fm.phrase(f)
			remember(ownLine, KindProduct, f)
		case "stock":
			n := fm.number(f, 0)
			product.Stock = &n
			remember(ownLine, KindProduct, f)
		case "duration":
			service.Duration = fm.duration(f)
			remember(ownLine, KindService, f)
		case "schedule":
			service.Schedule = fm.phrase(f)
			remember(ownLine, KindService, f)
		case "capacity":
			service.Capacity = fm.number(f, 1)
			remember(ownLine, KindService, f)
		default:
			fm.errorf(fm.file, f.line, "unknown key %q", f.key)
		}
	}
	for kind, f := range ownLine {
		if kind != a.Kind {
			fm.errorf(fm.file, f.line, "%s belongs to an article with `kind: %s`", f.key, kind)
		}
	}
	switch a.Kind {
	case KindProduct:
		a.Product = &product
	case KindService:
		a.Service = &service
	case KindFAQ:
	}
	return a, places
}

func remember(first map[Kind]field, kind Kind, f field) {
	if _, seen := first[kind]; !seen {
		first[kind] = f
	}
}

func (fm *frontMatter) list(f field, places map[place]int) []string {
	list, lines := fm.phrases(f)
	for i, v := range list {
		if f.key == keyRelated {
			v = trimID(v)
			list[i] = v
		}
		// Of a value that stands twice the second is the one to delete.
		places[place{key: f.key, value: v}] = lines[i]
	}
	return list
}

// trimID makes an id of a path as authors write it.
func trimID(path string) string {
	return strings.TrimSuffix(strings.TrimPrefix(path, "/"), ".md")
}

func (fm *frontMatter) kind(f field) Kind {
	switch k := Kind(fm.text(f)); k {
	case KindFAQ, KindProduct, KindService:
		return k
	case "":
	default:
		fm.errorf(fm.file, f.line, "kind: %q is none of faq, product, service", string(k))
	}
	return KindFAQ
}

func (fm *frontMatter) variants(f field) []Variant {
	if isNull(f.node) {
		return nil
	}
	seq, ok := f.node.(*ast.SequenceNode)
	if !ok {
		fm.errorf(fm.file, f.line, "variants: expected a list of `when` and `answer`")
		return nil
	}
	var all []Variant
	for _, n := range seq.Values {
		line := lineOf(n)
		entry, ok := n.(*ast.MappingNode)
		if !ok {
			fm.errorf(fm.file, line, "variants: expected `when` and `answer`")
			continue
		}
		var v Variant
		for _, pair := range entry.Values {
			key := field{key: scalarText(pair.Key), line: lineOf(pair.Key), node: pair.Value}
			switch key.key {
			case "when":
				v.When = fm.conditions(key)
			case "answer":
				v.Answer = trimAnswer(fm.text(key))
			default:
				fm.errorf(fm.file, key.line, "variants: unknown key %q", key.key)
			}
		}
		if len(v.When) == 0 {
			fm.errorf(fm.file, line, "variants: `when` says for whom, as `when: {city: Казань}`; it is missing or empty")
		}
		if visibleLength(v.Answer) == 0 {
			fm.errorf(fm.file, line, "variants: the answer is empty")
		}
		all = append(all, v)
	}
	return all
}

func (fm *frontMatter) conditions(f field) map[string]string {
	m, ok := f.node.(*ast.MappingNode)
	if !ok {
		return nil // told by the caller as a missing `when`
	}
	when := make(map[string]string, len(m.Values))
	for _, pair := range m.Values {
		name := strings.TrimSpace(scalarText(pair.Key))
		value := fm.phrase(field{key: "when", line: lineOf(pair.Key), node: pair.Value})
		if name == "" || value == "" {
			fm.errorf(fm.file, lineOf(pair.Key), "variants: `when` needs a name and a value, as `city: Казань`")
			continue
		}
		when[name] = value
	}
	return when
}

// topicFields reads the front matter of _index.md.
func (fm *frontMatter) topicFields(t *Topic) {
	for _, f := range fm.fields {
		switch f.key {
		case "title":
			if title := fm.phrase(f); title != "" {
				t.Title = title
			}
		case "order":
			t.Order = fm.number(f, 0)
		default:
			fm.errorf(fm.file, f.line, "unknown key %q: _index.md has title and order", f.key)
		}
	}
}

// ofArticle returns the places with the article's id filled in.
func ofArticle(places map[place]int, id string) map[place]int {
	named := make(map[place]int, len(places))
	for p := range maps.Keys(places) {
		named[place{article: id, key: p.key, value: p.value}] = places[p]
	}
	return named
}

// singleKeys say something about one question, so a page that is split at its headings cannot have them.
var singleKeys = []string{
	keyAlso, keyTests, "variants", "kind", keyPrice, "sku", "stock", "duration", "schedule", "capacity",
}

// checkPage refuses the keys that say something about a single question.
func (fm *frontMatter) checkPage() {
	for _, f := range fm.fields {
		if slices.Contains(singleKeys, f.key) {
			fm.errorf(fm.file, f.line, "%s needs a `question` beside it: this page is split at its headings", f.key)
		}
	}
}
