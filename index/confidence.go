package index

import "math"

// signal is one comparable fact about the outcome of a search, from which its confidence is computed.
type signal int

// The signals beside the features of the first candidate.
const (
	firstShare     signal = signal(features) + iota // softmax share of the first candidate
	firstLogit                                      // its log odds
	marginSecond                                    // how far the score of the second lies behind
	marginFourth                                    // … of the fourth
	unknownShare                                    // idf-weighted part of the question that no article holds
	questionSize                                    // log of the number of words, up to longestQuestion
	unknownWords                                    // part of the words that no article holds
	rivals                                          // candidates nearly as good as the first
	topThree                                        // softmax share of the first three together
	unansweredNear                                  // cosine of the question with the nearest precedent that no article answers
	endOfOutcome
)

// The signals of the outcome stand twice, like the features: a second time for a first candidate without phrasings,
// together with a constant, since such articles are as sure at other margins.
const (
	outcomes  = endOfOutcome - signal(features)
	firstLone = endOfOutcome + outcomes // the first candidate has no phrasings
	signals   = firstLone + 1           // their number
)

var signalNames = func() (names [signals]string) {
	copy(names[:], featureNames[:])
	for i, name := range []string{
		"first_share", "first_logit", "margin_second", "margin_fourth", "unknown_share", "question_size", "unknown_words", "rivals", "top_three", "unanswered_near",
	} {
		names[int(features)+i], names[int(endOfOutcome)+i] = name, lonePrefix+name
	}
	names[firstLone] = "lone"
	return names
}()

// weights is a compiled Logistic.
type weights struct {
	bias float64
	by   [signals]float64
}

func (w *weights) of(s *[signals]float64) float64 {
	sum := w.bias
	for i, v := range s {
		sum += w.by[i] * v
	}
	return 1 / (1 + math.Exp(-sum))
}

// farBehind is the margin that stands for "there is no such rival".
const farBehind = 6

// rivalMargin is how close in score a candidate is called a rival.
const rivalMargin = 0.7

// longestQuestion is the 95th percentile of the number of words of the questions that the model was fitted on. A longer
// question is easier to find, which is what the fit has seen; a letter is not, which it has not. Without the bound any
// text becomes sure by its length alone. All other signals are bounded: shares by what a view can reach, log odds and
// margins by a cut, rivals by the number of candidates.
const longestQuestion = 12

// signalsOf gathers the signals of ranked candidates; there is at least one.
func signalsOf(q *query, cs []*candidate) [signals]float64 {
	var s [signals]float64
	first := cs[0]
	copy(s[:], first.values[:])
	s[lengthDiffers] = min(s[lengthDiffers], math.Log(1+longestQuestion))
	s[firstShare] = first.share
	share := min(max(first.share, 1e-4), 1-1e-4)
	s[firstLogit] = math.Log(share / (1 - share))
	s[marginSecond], s[marginFourth] = margin(cs, 1), margin(cs, 3)
	s[unknownShare] = ratio(q.unknown, q.weight)
	s[questionSize] = math.Log(float64(1 + min(len(q.words), longestQuestion)))
	unknown, near := 0, 0
	for i := range q.units {
		if !q.units[i].understood() {
			unknown++
		}
	}
	s[unknownWords] = ratio(float64(unknown), float64(len(q.units)))
	for i := range cs[1:] {
		if first.score-cs[i+1].score < rivalMargin {
			near++
		}
	}
	s[rivals] = math.Log(float64(1 + near))
	for i := range cs[:min(3, len(cs))] {
		s[topThree] += cs[i].share
	}
	s[unansweredNear] = q.near.unanswered
	if first.lone() {
		copy(s[endOfOutcome:firstLone], s[features:endOfOutcome])
		clear(s[features:endOfOutcome])
		s[firstLone] = 1
	}
	return s
}

func margin(cs []*candidate, i int) float64 {
	if i >= len(cs) {
		return farBehind
	}
	return min(farBehind, cs[0].score-cs[i].score)
}
