package bot

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func TestExamplesAreOfDifferentTopics(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	base := kb.NewBase([]kb.Article{
		{ID: "a/plain", Topic: "a", Kind: kb.KindFAQ},
		{ID: "a/asked", Topic: "a", Kind: kb.KindFAQ, Also: []string{"1", "2"}},
		{ID: "b/over", Topic: "b", Kind: kb.KindFAQ, Also: []string{"1", "2", "3"}, ValidUntil: now.AddDate(0, 0, -1)},
		{ID: "b/linked", Topic: "b", Kind: kb.KindFAQ},
		{ID: "b/x", Topic: "b", Kind: kb.KindFAQ, Related: []string{"b/linked", "a/asked"}},
		{ID: "c/thing", Topic: "c", Kind: kb.KindProduct, Also: []string{"1"}},
		{ID: "d/last", Topic: "d", Kind: kb.KindFAQ},
	}, nil, nil)
	var ids []string
	for _, a := range examples(base, now, 2) {
		ids = append(ids, a.ID)
	}
	require.Equal(t, []string{"a/asked", "b/linked"}, ids)
	require.Len(t, examples(base, now, 9), 3)
	require.Empty(t, examples(kb.NewBase(nil, nil, nil), now, 3))
}
