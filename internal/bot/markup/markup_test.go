package markup

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what is rendered into testdata")

// Each file holds Markdown, a line of five hyphens, and what Telegram is sent for it.
func TestHTMLGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			input, want, found := strings.Cut(string(data), "\n-----\n")
			require.True(t, found, "%s has no line -----", file)
			got := HTML(input)
			requireWellFormed(t, got)
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(input+"\n-----\n"+got+"\n"), 0o644))
				return
			}
			require.Equal(t, want, got+"\n")
		})
	}
}
