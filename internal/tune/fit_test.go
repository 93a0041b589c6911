package tune

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

var today = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

func written(t *testing.T, m *index.Model) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, m.Write(&out))
	return out.String()
}

func TestFitWritesAModelThatCanBeRead(t *testing.T) {
	m, r, err := Fit(t.Context(), []Set{{Name: "shop", Base: shop(), Questions: customers()}}, Options{Now: today})
	require.NoError(t, err)
	text := written(t, m)
	read, err := index.ReadModel(bytes.NewReader([]byte(text)))
	require.NoError(t, err)
	require.Equal(t, text, written(t, read))

	require.Equal(t, "2027-03-01", m.Origin.Fitted)
	require.Len(t, m.Origin.Data, 1)
	data := m.Origin.Data[0]
	require.Equal(t, "shop", data.Name)
	require.Equal(t, len(customers()), data.Questions)
	require.Equal(t, 26, data.Answerable)
	require.Positive(t, data.CrossValidated["r1"])
	require.Nil(t, data.Unseen, "there is no second domain")
	require.Contains(t, m.Origin.Comment, "the start: fitted ")
	require.Contains(t, m.Origin.Method, r.Ranking.Did)
	require.Contains(t, m.Origin.Method, r.Calibration.Did)
}

func TestFitIsTheSameEveryTime(t *testing.T) {
	fit := func() string {
		sets := []Set{{Name: "shop", Base: shop(), Questions: customers()}, {Name: "other", Base: shop(), Questions: customers(), Weight: 0.5}}
		m, _, err := Fit(t.Context(), sets, Options{Fresh: true, Now: today})
		require.NoError(t, err)
		return written(t, m)
	}
	first := fit()
	require.Equal(t, first, fit())
}

func TestFitFromNothingKeepsBoundsAndLeavesOut(t *testing.T) {
	m, _, err := Fit(t.Context(), []Set{{Name: "shop", Base: shop(), Questions: customers()}}, Options{
		Fresh: true, Without: []string{"all_lead", "first_share"}, Now: today,
	})
	require.NoError(t, err)
	for _, part := range []struct {
		inputs  []index.Input
		weights map[string]float64
	}{
		{index.RankingInputs(), m.Ranking},
		{index.ConfidenceInputs(), m.Confidence.Weights},
		{index.ConfidenceInputs(), m.Suggestion.Weights},
	} {
		require.Len(t, part.weights, len(part.inputs))
		for _, in := range part.inputs {
			if in.Name == "all_lead" || in.Name == "first_share" {
				require.Zero(t, part.weights[in.Name], in.Name)
				continue
			}
			require.GreaterOrEqual(t, part.weights[in.Name], in.Least, in.Name)
			require.LessOrEqual(t, part.weights[in.Name], in.Most, in.Name)
		}
	}
	require.Contains(t, m.Origin.Method, "without all_lead, first_share")
}

func TestFitTellsHowADomainDoesUnseen(t *testing.T) {
	m, r, err := Fit(t.Context(), []Set{
		{Name: "shop", Base: shop(), Questions: customers()},
		{Name: "other shop", Base: shop(), Questions: customers()},
	}, Options{Now: today})
	require.NoError(t, err)
	require.NotNil(t, r.Sets[1].Unseen)
	require.Equal(t, len(customers()), r.Sets[1].Unseen.Questions)
	require.NotEmpty(t, m.Origin.Data[0].Unseen)
}

func TestFitRefusesWhatTeachesNothing(t *testing.T) {
	unlabelled, strange, sure := customers(), customers(), []eval.Question{}
	for i := range unlabelled {
		unlabelled[i].Right = nil
	}
	strange[3].Right = []string{"gone"}
	base := shop()
	for _, a := range base.Articles {
		sure = append(sure, eval.Question{Text: a.Question, Right: []string{a.ID}})
	}
	wrong := customers()[:20]
	for i := range wrong {
		wrong[i].Right = []string{"account/bonus"}
		wrong[i].Text = "сколько идёт доставка"
	}
	for name, test := range map[string]struct {
		questions []eval.Question
		want      string
	}{
		"few":              {customers()[:9], "shop: 9 questions are too few"},
		"unlabelled":       {unlabelled, "shop: no question is labelled with an article"},
		"missing articles": {strange, "shop: 1 questions name no article of the knowledge base, the first is line 4: gone"},
		"always right":     {sure, "every question finds a right article first"},
		"never right":      {wrong, "not one question finds a right article first"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := Fit(t.Context(), []Set{{Name: "shop", Base: base, Questions: test.questions}}, Options{})
			require.ErrorContains(t, err, test.want)
		})
	}
	_, _, err := Fit(t.Context(), []Set{{Name: "shop", Base: base, Questions: customers()}}, Options{Without: []string{"beauty"}})
	require.ErrorContains(t, err, `no feature or signal "beauty"`)
}

// TestNoFoldSeesItself changes the labels of one fold: the weights that judge it must not notice.
func TestNoFoldSeesItself(t *testing.T) {
	m, err := index.DefaultModel()
	require.NoError(t, err)
	fit := func(flipped int) *crossFit {
		examples, err := observe(t.Context(), []Set{{Name: "shop", Base: shop(), Questions: customers()}}, m)
		require.NoError(t, err)
		for _, e := range examples {
			if e.fold == flipped && len(e.group.right) > 1 {
				clear(e.group.right)
				e.group.right[len(e.group.right)-1] = true
			}
		}
		f := newFitter([]Set{{Name: "shop"}}, numbersOf(m), nil, examples)
		f.pull = 1
		c, err := f.crossFit(t.Context(), examples, true)
		require.NoError(t, err)
		return c
	}
	plain, flipped := fit(-1), fit(2)
	require.Greater(t, floats.Distance(plain.full, flipped.full, 2), 0.1)
	for another := range folds {
		// Fits begin where the one on everything ended, so the last digits may differ.
		require.InDeltaSlice(t, plain.without[2][another], flipped.without[2][another], 5e-3)
		require.Equal(t, flipped.without[2][another], flipped.without[another][2])
	}
	require.Greater(t, floats.Distance(plain.without[0][1], flipped.without[0][1], 2), 0.1)
}

func TestATextHasOneFold(t *testing.T) {
	examples := func() []*example {
		var all []*example
		for _, q := range customers() {
			all = append(all, &example{question: q})
		}
		return all
	}
	first, again := examples(), examples()
	fold := map[string]int{}
	deal(first, fold)
	deal(again[5:], fold)
	answerable, others := make([]int, folds), make([]int, folds)
	for i, e := range first {
		if i >= 5 {
			require.Equal(t, e.fold, again[i].fold)
		}
		if e.question.Answerable() {
			answerable[e.fold]++
		} else {
			others[e.fold]++
		}
	}
	require.ElementsMatch(t, []int{6, 5, 5, 5, 5}, answerable)
	require.ElementsMatch(t, []int{2, 2, 2, 1, 1}, others)
}

func TestCompareKnowsChance(t *testing.T) {
	var questions []*example
	var better, noisy, same []float64
	for i := range 100 {
		questions = append(questions, &example{group: group{weight: 1}})
		same = append(same, 1)
		better = append(better, 0.9)
		noisy = append(noisy, 0.9+3*float64(i%2))
	}
	c := compare(questions, better, same)
	require.InDelta(t, 0.1, c.gain, 1e-9)
	require.Less(t, c.noise, 1e-9)
	c = compare(questions, same, noisy)
	require.InDelta(t, 1.4, c.gain, 1e-9)
	require.InDelta(t, 0.15, c.noise, 1e-9)
}

func TestKnowledgeBaseNamesItself(t *testing.T) {
	require.Equal(t, "shop", (&Set{Name: "shop", Base: &kb.Base{}}).domain())
	require.Equal(t, "trade", (&Set{Name: "shop", Domain: "trade"}).domain())
}

// insiders say it in words of their own, again and again: nothing but their other questions tells what they mean.
func insiders() []eval.Question {
	var all []eval.Question
	for word, right := range map[string]string{
		"тарахтелка": "delivery/time", "хмырь": "delivery/price", "бирюлька": "payment/card", "загогулина": "return/how",
		"фитюлька": "payment/receipt", "барабашка": "account/password",
	} {
		for _, frame := range []string{"%s", "что там %s", "%s снова", "опять %s", "%s же", "ну и %s"} {
			all = append(all, eval.Question{Text: strings.Replace(frame, "%s", word, 1), Right: []string{right}})
		}
	}
	slices.SortFunc(all, func(a, b eval.Question) int { return strings.Compare(a.Text, b.Text) })
	return append(all, customers()...)
}

func TestFitRemembersQuestionsWhereThatHelps(t *testing.T) {
	m, r, err := Fit(t.Context(), []Set{{Name: "shop", Base: shop(), Questions: insiders()}}, Options{Now: today})
	require.NoError(t, err)
	require.Len(t, m.Precedents, len(insiders()))
	require.Equal(t, fmt.Sprintf("%d questions are remembered", len(insiders())), r.Precedents.Did)
	require.Greater(t, r.Precedents.Gain, r.Precedents.Noise)
	require.Greater(t, r.Sets[0].CrossValidated.R1, r.Sets[0].Before.R1, "a question is not its own precedent, but like others")
	read, err := index.ReadModel(strings.NewReader(written(t, m)))
	require.NoError(t, err)
	require.Equal(t, m.Precedents, read.Precedents)

	_, again, err := Fit(t.Context(), []Set{{Name: "shop", Base: shop(), Questions: insiders()}}, Options{Now: today, Start: m})
	require.NoError(t, err)
	require.Less(t, again.Sets[0].Before.R1, r.Sets[0].CrossValidated.R1, "what the start remembers are the very questions, and hidden")
}

func TestFitForgetsQuestionsThatDoNotHelp(t *testing.T) {
	m, r, err := Fit(t.Context(), []Set{{Name: "shop", Base: shop(), Questions: customers()}}, Options{Now: today})
	require.NoError(t, err)
	require.Empty(t, m.Precedents)
	require.Equal(t, "none", r.Precedents.Did)
}
