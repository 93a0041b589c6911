package kb

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCopyOfTheEmbeddedArticlesIsTheSame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "articles")
	require.NoError(t, CopyEmbedded(dir))
	copied, problems, err := LoadPath(dir)
	require.NoError(t, err)
	require.Empty(t, problems)
	base, _, err := LoadPath("")
	require.NoError(t, err)
	require.NotEmpty(t, base.Synonyms)
	require.Equal(t, base.Synonyms, copied.Synonyms)
	require.Equal(t, base.Topics, copied.Topics)
	require.Len(t, copied.Articles, len(base.Articles))
	for i := range base.Articles {
		require.Equal(t, base.Articles[i].ID, copied.Articles[i].ID)
		require.Equal(t, base.Articles[i].Answer, copied.Articles[i].Answer)
	}
	require.Error(t, CopyEmbedded(dir), "over an existing one")
}
