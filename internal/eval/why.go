package eval

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// why says in few words what made a wrong article win: the words of the question that only one of the two has, and the
// kinds of evidence that spoke most for the winner. wanted is empty where nothing would have been right.
func why(ix *index.Index, wanted []Wanted, x index.Explanation) string {
	if len(x.Result.Hits) == 0 {
		return "nothing was found: " + unknownWords(x.Result.Terms)
	}
	got := x.Result.Hits[0]
	held := wordsIn(got.Article, x.Result.Terms)
	if len(wanted) == 0 {
		return sentence(list("the article has", held), unknownWords(x.Result.Terms), strongest("sure by", evidence(x.Confidence)))
	}
	best := wanted[0]
	article := ix.Article(best.ID)
	if article == nil {
		return "the knowledge base has no article " + best.ID
	}
	wants := wordsIn(article, x.Result.Terms)
	if best.Place == 0 {
		if len(wants) == 0 {
			return sentence("no word of the question stands in the wanted article", list("the first has", held))
		}
		return sentence("the wanted article was not among the candidates", list("only the first has", without(held, wants)),
			list("both have", common(held, wants)))
	}
	ahead := evidence(x.Hits[0].Parts)
	for kind, adds := range evidence(x.Hits[best.Place-1].Parts) {
		ahead[kind] -= adds
	}
	return sentence(list("only the first has", without(held, wants)), list("only the wanted has", without(wants, held)),
		unknownWords(x.Result.Terms), strongest("decided by", ahead))
}

func sentence(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
}

func list(what string, words []string) string {
	if len(words) == 0 {
		return ""
	}
	return what + " «" + strings.Join(words, "», «") + "»"
}

// wordsIn are the words of the question whose stem stands in the article, question, phrasings or answer.
func wordsIn(a *kb.Article, terms []index.Term) []string {
	stems := map[string]bool{}
	for _, text := range slices.Concat([]string{a.Question, a.Answer}, a.Also) {
		for _, w := range index.Analyze(text) {
			stems[w.Stem] = true
		}
	}
	var words []string
	for _, t := range terms {
		if stems[t.Stem] && !slices.Contains(words, t.Text) {
			words = append(words, t.Text)
		}
	}
	return words
}

func unknownWords(terms []index.Term) string {
	var words []string
	for _, t := range terms {
		if !t.Known && !slices.Contains(words, t.Text) {
			words = append(words, t.Text)
		}
	}
	return list("no article has", words)
}

func without(words, others []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(others, w) })
}

func common(words, others []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !slices.Contains(others, w) })
}

// kinds sorts the features and signals of an explanation by the beginning of their names into kinds of evidence that a
// person tells apart. Features of one kind say nearly the same, and their weights balance each other: only their sum
// means something. Of an article without phrasings the names begin after lonePrefix.
var kinds = []struct{ prefix, kind string }{
	{"stems_", "words of the phrasing"},
	{"trigrams_", "letter triples"},
	{"pairs_", "words in a row"},
	{"answer_", "text of the answer"},
	{"passage_", "one sentence of the answer"},
	{"all_", "words of the whole article"},
	{"article_", "words of the whole article"},
	{"missed_most", "heaviest word that is missing"},
	{"held_most", "heaviest word that is there"},
	{"asked_", "how much of the question the phrasing holds"},
	{"phrasing_", "how much of the phrasing is asked"},
	{"harmony", "how much of each other question and phrasing hold"},
	{"negation_", "negation"},
	{"asking_", "question word"},
	{"length_", "length"},
	{"same_words", "the same words"},
	{"precedent_vote", "earlier questions like it"},
	{"unanswered_near", "earlier questions like it without an answer"},
	{"first_", "lead over the others"},
	{"margin_", "lead over the others"},
	{"rivals", "lead over the others"},
	{"top_three", "lead over the others"},
	{"unknown_", "share of known words"},
	{"question_size", "length of the question"},
	{"lone", "an article without questions"},
}

const lonePrefix = "lone_"

// kindOf is a name's kind of evidence, or the name where it has none.
func kindOf(name string) string {
	of := strings.TrimPrefix(name, lonePrefix)
	for _, k := range kinds {
		if strings.HasPrefix(of, k.prefix) {
			return k.kind
		}
	}
	return name
}

// evidence sums what each kind of evidence adds.
func evidence(parts []index.Part) map[string]float64 {
	sums := map[string]float64{}
	for _, p := range parts {
		sums[kindOf(p.Name)] += p.Adds()
	}
	return sums
}

// strongest names the two kinds that add most, if they add anything to speak of.
func strongest(what string, evidence map[string]float64) string {
	const told, least = 2, 0.05
	kinds := make([]string, 0, len(evidence))
	for kind, adds := range evidence {
		if adds >= least {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b string) int {
		return cmp.Or(cmp.Compare(math.Round(100*evidence[b]), math.Round(100*evidence[a])), cmp.Compare(a, b))
	})
	named := make([]string, 0, told)
	for _, kind := range kinds[:min(told, len(kinds))] {
		named = append(named, fmt.Sprintf("%s (+%.2f)", kind, evidence[kind]))
	}
	if len(named) == 0 {
		return ""
	}
	return what + " " + strings.Join(named, ", ")
}
