package kb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestAddPhrasing reads files and what becomes of them side by side; in each the phrase is «где мой заказ».
func TestAddPhrasing(t *testing.T) {
	files, err := filepath.Glob("testdata/phrasing/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		before, after, found := strings.Cut(string(data), "=====\n")
		require.True(t, found, name)
		for end, called := range map[string]string{"\n": "LF", "\r\n": "CRLF", "\r": "CR"} {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txt")+" "+called, func(t *testing.T) {
				ends := strings.NewReplacer("\n", end)
				got, err := AddPhrasing([]byte(ends.Replace(before)), " где  мой\nзаказ ")
				if refused, is := strings.CutPrefix(after, "refused: "); is {
					require.ErrorContains(t, err, strings.TrimSpace(refused))
					return
				}
				require.NoError(t, err)
				require.Equal(t, ends.Replace(after), string(got))
				again, err := AddPhrasing(got, "Где мой заказ")
				require.NoError(t, err)
				require.Equal(t, string(got), string(again), "it is there already")
			})
		}
	}
}

func TestAddPhrasingKeepsTheByteOrderMark(t *testing.T) {
	got, err := AddPhrasing([]byte("\uFEFF---\nquestion: а?\n---\nб\n"), "в")
	require.NoError(t, err)
	require.Equal(t, "\uFEFF---\nquestion: а?\nalso:\n  - в\n---\nб\n", string(got))
}

func TestAddPhrasingOfPages(t *testing.T) {
	_, err := AddPhrasing([]byte("## Как вернуть?\nТак.\n"), "верните")
	require.ErrorIs(t, err, ErrSections)
}

func TestAddPhrasingRefusesNothing(t *testing.T) {
	_, err := AddPhrasing([]byte("---\nquestion: а?\n---\nб\n"), " \x00\n")
	require.ErrorContains(t, err, "empty")
}

// commentGen makes what authors put between the lines of front matter.
var commentGen = rapid.SampledFrom([]string{"", "", "", "\n", "# так говорят клиенты\n", "  # - старое\n", "\n# also: нет\n"})

// fileGen makes files as authors write them by hand, in any of the styles of YAML.
var fileGen = rapid.Custom(func(t *rapid.T) string {
	quote := func(phrase string, flow bool) string {
		styles := quoted(phrase, nil)
		if isPlain(phrase) && !flow {
			styles = append(styles, ">-\n      "+phrase, phrase+" # тоже")
		}
		return rapid.SampledFrom(styles).Draw(t, "style")
	}
	also := rapid.SliceOfN(phraseGen, 0, 3).Draw(t, "also")
	list := ""
	switch style := rapid.SampledFrom([]string{"none", "block", "dense", "flow", "lines", "lone"}).Draw(t, "list"); style {
	case "block", "dense":
		lines := []string{"also:" + rapid.SampledFrom([]string{"", " ", "   # фразы"}).Draw(t, "tail") + "\n"}
		for _, a := range also {
			dash := map[string]string{"block": "  - ", "dense": "- "}[style]
			lines = append(lines, commentGen.Draw(t, "between"), dash, quote(a, false), "\n")
		}
		list = strings.Join(lines, "")
	case "flow", "lines":
		var all []string
		for _, a := range also {
			all = append(all, quote(a, true))
		}
		comma := rapid.SampledFrom([]string{"", ", "}).Draw(t, "last")
		if len(also) == 0 {
			comma = ""
		}
		list = "also: [" + strings.Join(all, ", ") + comma + "]" + rapid.SampledFrom([]string{"", " ", " # [все]"}).Draw(t, "tail") + "\n"
		if style == "lines" {
			list = "also: [\n    " + strings.Join(all, ",\n    ") + strings.TrimSpace(comma) + "\n  ]\n"
		}
	case "lone":
		list = "also:  " + quote(phraseGen.Draw(t, "lone"), true) + "  # одна\n"
	}
	question := "question: " + quote(phraseGen.Draw(t, "question"), true) + "\n"
	parts := []string{question, list, "tags: [а, 'б']\n", "tests:\n  - ааа # «»\n"}
	file := []string{"---\n"}
	for _, part := range rapid.Permutation(parts).Draw(t, "order") {
		file = append(file, commentGen.Draw(t, "above"), part)
	}
	file = append(file, commentGen.Draw(t, "end"), "---  \n", answerGen.Draw(t, "answer"), "\n")
	return strings.ReplaceAll(strings.Join(file, ""), "\n", rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "lines"))
})

// TestAddPhrasingReadsBack adds to whatever can be read, and finds all as it was but for the phrase.
func TestAddPhrasingReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := fileGen.Draw(t, "file")
		phrase := phraseGen.Draw(t, "phrase")
		if _, err := readSingle([]byte(file)); err != nil {
			t.Skip("the file cannot be read")
		}
		got, err := AddPhrasing([]byte(file), phrase)
		require.NoError(t, err, "%q into\n%s", phrase, file)
		requireAdded(t, []byte(file), got, phrase)
	})
}

// requireAdded compares the file before and after without the help of the code that changed it.
func requireAdded(t require.TestingT, before, after []byte, phrase string) {
	was, is := parsePage("a.md", "a", before), parsePage("a.md", "a", after)
	require.Len(t, was.articles, 1)
	require.Len(t, is.articles, 1, "%s", after)
	phrase = printable(phrase)
	for _, p := range was.articles[0].Phrasings() {
		if strings.EqualFold(p, phrase) {
			require.Equal(t, string(before), string(after))
			return
		}
	}
	want := was.articles[0]
	want.Also = append(want.Also[:len(want.Also):len(want.Also)], phrase)
	want.Line = is.articles[0].Line
	require.Equal(t, want, is.articles[0], "%s", after)

	// Nothing of the author's is gone or has moved: the phrase is one insertion. To a lone phrasing it is two, since a
	// list is made of it, and the blanks between go.
	if isLone(before) {
		rest := strings.Join(strings.Fields(string(after)), "")
		for _, r := range strings.Join(strings.Fields(string(before)), "") {
			_, left, found := strings.Cut(rest, string(r))
			require.True(t, found, "%q is gone from\n%s", r, after)
			rest = left
		}
		return
	}
	start, end := 0, 0
	for start < len(before) && before[start] == after[start] {
		start++
	}
	for end < len(before)-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	require.Equal(t, len(before), start+end, "%s", after)
}

func isLone(file []byte) bool {
	s, err := readSingle(file)
	if err != nil {
		return false
	}
	for _, f := range s.fields {
		if f.key == keyAlso && isScalar(f.node) {
			return true
		}
	}
	return false
}

func FuzzAddPhrasing(f *testing.F) {
	files, err := filepath.Glob("testdata/phrasing/*.txt")
	require.NoError(f, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		before, _, _ := strings.Cut(string(data), "=====\n")
		f.Add([]byte(before), "где мой заказ")
		f.Add([]byte(strings.ReplaceAll(before, "\n", "\r\n")), `- "a: [b]", 'c' # d \`)
	}
	f.Fuzz(func(t *testing.T, file []byte, phrase string) {
		got, err := AddPhrasing(file, phrase)
		if err != nil {
			return
		}
		was := parsePage("a.md", "a", file)
		if len(was.articles) != 1 { // the front matter alone was right
			return
		}
		requireAdded(t, file, got, phrase)
	})
}
