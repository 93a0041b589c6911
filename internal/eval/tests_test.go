package eval

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestSinceTellsWhatBrokeFromWhatIsNew(t *testing.T) {
	before := kb.NewBase([]kb.Article{
		{ID: "delivery", Tests: []string{"passed", "failed"}},
		{ID: "refund", Tests: []string{"passed"}},
	}, nil, nil)
	failure := func(id, test string) Failure { return Failure{ID: id, Test: test} }
	broken, fresh := Since(before,
		[]Failure{failure("delivery", "failed")},
		[]Failure{
			failure("delivery", "passed"),
			failure("delivery", "failed"), // as before
			failure("refund", "new"),      // the article is old, the test is not
			failure("warranty", "passed"), // the article is new
		})
	require.Equal(t, []Failure{failure("delivery", "passed")}, broken)
	require.Equal(t, []Failure{failure("refund", "new"), failure("warranty", "passed")}, fresh)
}

func TestCheckTestsEndsWithItsContext(t *testing.T) {
	ix := build(t, kb.NewBase([]kb.Article{{ID: "delivery", Question: "Сколько идёт доставка?", Tests: []string{"доставка"}}}, nil, nil))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := CheckTests(ctx, ix)
	require.ErrorIs(t, err, ctx.Err())
}
