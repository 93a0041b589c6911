package index

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/kb"
)

func priceList(n int) *kb.Base {
	articles := make([]kb.Article, n)
	for i := range articles {
		articles[i] = kb.Article{ID: strconv.Itoa(i), Question: fmt.Sprintf("цена товара %d", i), Answer: "В каталоге."}
	}
	return kb.NewBase(articles, nil, nil)
}

// Batches are written at the same time, and Bleve numbers documents as they get ready.
func TestArticlesOfSeveralBatchesAreAllFound(t *testing.T) {
	ix := build(t, priceList(2*perBatch+1))
	for _, number := range []int{0, perBatch - 1, perBatch, 2*perBatch - 1, 2 * perBatch} {
		id := strconv.Itoa(number)
		r, err := ix.Search(t.Context(), "сколько стоит товар "+id, 1)
		require.NoError(t, err)
		require.Len(t, r.Hits, 1)
		require.Equal(t, id, r.Hits[0].Article.ID)
	}
}

func TestBuildOfSeveralBatchesStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := Build(ctx, priceList(2*perBatch+1))
	require.ErrorIs(t, err, context.Canceled)
}
