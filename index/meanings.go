package index

import "strings"

// meanings says in words what the features and signals are, for people who read an explanation. A "share" is the BM25
// score of a view divided by the best that the question could reach there, a "lead" by the best candidate's score.
var meanings = map[string]string{
	"stems_share":           "words of the phrasings, by BM25",
	"stems_lead":            "words of the phrasings, next to the best candidate",
	"trigrams_share":        "letter triples of the phrasings, by BM25",
	"trigrams_lead":         "letter triples of the phrasings, next to the best candidate",
	"pairs_share":           "two words in a row",
	"pairs_lead":            "two words in a row, next to the best candidate",
	"answer_share":          "words of the answer, by BM25",
	"answer_lead":           "words of the answer, next to the best candidate",
	"answer_trigrams_share": "letter triples of the answer, by BM25",
	"answer_trigrams_lead":  "letter triples of the answer, next to the best candidate",
	"all_share":             "words of the whole article, by BM25",
	"all_lead":              "words of the whole article, next to the best candidate",
	"asked_covered":         "part of the question that the phrasing holds",
	"phrasing_asked":        "part of the phrasing that the question holds",
	"asked_soft":            "part of the question that the phrasing holds, alike words counted partly",
	"phrasing_soft":         "part of the phrasing that the question holds, alike words counted partly",
	"harmony":               "both parts together",
	"answer_covers":         "part of the question that the answer holds",
	"article_covers":        "part of the question that the article holds",
	"article_soft":          "part of the question that the article holds, alike words counted partly",
	"negation_differs":      "one of the two is negated",
	"asking_agrees":         "the same question word",
	"asking_differs":        "another question word",
	"length_differs":        "one is longer than the other",
	"same_words":            "the phrasing word for word",
	"passage_soft":          "part of the question that one sentence of the answer holds, alike words counted partly",
	"passage_harmony":       "that, and how much of the sentence the question holds",
	"missed_most":           "the heaviest word that the article does not hold",
	"held_most":             "the heaviest word that the article holds",
	"precedent_vote":        "part of the like earlier questions that it answered",

	"first_share":   "probability of the first among all candidates",
	"first_logit":   "the same as log odds",
	"margin_second": "how far the second lies behind",
	"margin_fourth": "how far the fourth lies behind",
	"unknown_share": "part of the question that no article holds, rare words more",
	"question_size": "the question's length",
	"unknown_words": "part of the words that no article holds",
	"rivals":        "candidates nearly as good",
	"top_three":     "probability of the first three among all candidates",

	"unanswered_near": "the earlier question most like this one, that no article answered",
}

// meaningOf tells what a feature or signal is.
func meaningOf(name string) string {
	if name == signalNames[firstLone] {
		return "the first has no phrasings"
	}
	of, lone := strings.CutPrefix(name, lonePrefix)
	if lone && meanings[of] != "" {
		return meanings[of] + ", no phrasings"
	}
	return meanings[of]
}
