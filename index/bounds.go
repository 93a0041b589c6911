package index

import "math"

// What is certain about weights. The views' own scores are free in the ranking: they overlap so much that a fit needs
// differences of them.
var (
	never  = [2]float64{math.Inf(-1), 0} // adds nothing good
	always = [2]float64{0, math.Inf(1)}  // does no harm

	rankingBounds = map[string][2]float64{
		"asked_covered": always, "phrasing_asked": always, "asked_soft": always, "phrasing_soft": always, "harmony": always,
		"article_soft":     always,
		"negation_differs": never, "asking_agrees": always, "asking_differs": never, "name_missing": never, "length_differs": never,
		// Too few labelled questions repeat a phrasing word for word for a fit to learn that such a phrasing is the one.
		"same_words": {10, 10},
	}

	confidenceBounds = map[string][2]float64{
		"stems_share": always, "trigrams_share": always, "prefix_share": always, "pairs_share": always,
		"answer_share": always, "answer_trigrams_share": always, "all_share": always,
		"asked_covered": always, "phrasing_asked": always, "asked_soft": always, "phrasing_soft": always, "harmony": always,
		"answer_covers": always, "article_covers": always, "article_soft": always,
		"negation_differs": never, "asking_agrees": always, "asking_differs": never, "name_missing": never, "length_differs": never,
		"same_words":  {1.5, math.Inf(1)},
		"first_share": always, "first_logit": always, "margin_second": always, "margin_fourth": always, "top_three": always,
		"unknown_share": never, "unknown_words": never, "rivals": never,
	}
)
