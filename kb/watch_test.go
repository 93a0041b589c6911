package kb

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// watched is a knowledge base on disk and the states that Watch told of it.
type watched struct {
	t   *testing.T
	dir string

	mu       sync.Mutex
	base     *Base
	problems []Problem
}

// watchFolder starts to watch dir, which holds at least one article, and stops before the test ends.
func watchFolder(t *testing.T, dir string) *watched {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	base, problems, err := LoadPath(dir)
	require.NoError(t, err)
	w := &watched{t: t, dir: dir, base: base, problems: problems}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		Watch(ctx, dir, base, problems, slog.New(slog.DiscardHandler), func(b *Base, problems []Problem) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.base, w.problems = b, problems
		})
	}()
	t.Cleanup(func() {
		stop()
		<-done
		goleak.VerifyNone(t, ignore)
	})
	return w
}

func (w *watched) write(name, content string) {
	w.t.Helper()
	full := filepath.Join(w.dir, name)
	require.NoError(w.t, os.MkdirAll(filepath.Dir(full), 0o755))
	require.NoError(w.t, os.WriteFile(full, []byte(content), 0o644))
}

// soon waits for a state; two seconds are what the design promises.
func (w *watched) soon(what string, is func(*Base, []Problem) bool) {
	w.t.Helper()
	require.Eventually(w.t, func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return is(w.base, w.problems)
	}, 2*time.Second, 10*time.Millisecond, what)
}

func (w *watched) soonAnswers(id, answer string) {
	w.t.Helper()
	w.soon(id+" answers "+answer, func(b *Base, _ []Problem) bool {
		a := b.Article(id)
		return a != nil && a.Answer == answer
	})
}

func told(problems []Problem, text string) bool {
	for _, p := range problems {
		if strings.Contains(p.String(), text) {
			return true
		}
	}
	return false
}

func articleFile(question, answer string) string {
	return "---\nquestion: " + question + "\n---\n" + answer + "\n"
}

func newFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kb")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.md"), []byte(articleFile("А?", "раз")), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.md"), []byte(articleFile("Б?", "буки")), 0o644))
	return dir
}

func TestWatchFollowsEdits(t *testing.T) {
	w := watchFolder(t, newFolder(t))

	w.write("a.md", articleFile("А?", "два"))
	w.soonAnswers("a", "два")

	w.write("new/deep/c.md", articleFile("В?", "веди"))
	w.soonAnswers("new/deep/c", "веди")
	w.write("new/deep/c.md", articleFile("В?", "веди снова"))
	w.soonAnswers("new/deep/c", "веди снова")

	w.write("a.md.tmp", articleFile("А?", "три"))
	require.NoError(t, os.Rename(filepath.Join(w.dir, "a.md.tmp"), filepath.Join(w.dir, "a.md")))
	w.soonAnswers("a", "три")

	require.NoError(t, os.RemoveAll(filepath.Join(w.dir, "new")))
	w.soon("a deleted file removes its article", func(b *Base, _ []Problem) bool { return b.Article("new/deep/c") == nil })

	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(w.dir), "synonyms.md"), []byte("цена, тариф\n"), 0o644))
	w.soon("synonyms beside the folder", func(b *Base, _ []Problem) bool { return len(b.Synonyms) == 1 })
}

// The caller has told the problems of the state that it has, and built an index of it.
func TestWatchTellsNothingTwice(t *testing.T) {
	dir := newFolder(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "broken.md"), []byte("---\nquestion: Г?\nfoo: bar\n---\nсломано\n"), 0o644))
	base, problems, err := LoadPath(dir)
	require.NoError(t, err)
	require.NotEmpty(t, problems)
	told := 0
	w := &watcher{
		name: dir, path: dir, last: base, problems: problems, log: slog.New(slog.DiscardHandler),
		onChange: func(*Base, []Problem) { told++ },
	}
	w.reload()
	require.Zero(t, told, "nothing has changed since")
	require.NoError(t, os.Remove(filepath.Join(dir, "broken.md")))
	w.reload()
	require.Equal(t, 1, told)
}

func TestWatchKeepsTheLastGoodArticle(t *testing.T) {
	w := watchFolder(t, newFolder(t))

	w.write("a.md", "---\nquestion: А?\nfoo: bar\n---\nсломано\n")
	w.soon("the problem is told", func(_ *Base, problems []Problem) bool {
		return told(problems, `a.md:3: error: unknown key "foo"; until it is mended`)
	})
	w.soonAnswers("a", "раз")

	w.write("b.md", articleFile("Б?", "буки снова"))
	w.soonAnswers("b", "буки снова")
	w.soonAnswers("a", "раз")

	w.write("a.md", articleFile("А?", "исправлено"))
	w.soonAnswers("a", "исправлено")
	w.soon("no problem is left", func(_ *Base, problems []Problem) bool { return len(problems) == 0 })
}

func TestWatchSurvivesAFolderThatVanishes(t *testing.T) {
	w := watchFolder(t, newFolder(t))

	require.NoError(t, os.Rename(w.dir, w.dir+".away"))
	w.soon("the loss is told", func(b *Base, problems []Problem) bool {
		return told(problems, "does not exist") && told(problems, "last good state") && len(b.Articles) == 2
	})
	require.NoError(t, os.MkdirAll(w.dir, 0o755))
	w.soon("an empty folder is told", func(b *Base, problems []Problem) bool {
		return told(problems, "holds no articles") && len(b.Articles) == 2
	})
	w.write("z.md", articleFile("Я?", "ять"))
	w.soon("the new state holds", func(b *Base, problems []Problem) bool {
		return len(b.Articles) == 1 && b.Article("z") != nil && len(problems) == 0
	})
}

// Kubernetes mounts a ConfigMap as links through "..data", which it swaps in one rename.
func TestWatchFollowsSwappedLinks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	version := func(name, answer string) {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, name, "faq"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name, "faq", "a.md"), []byte(articleFile("А?", answer)), 0o644))
		require.NoError(t, os.Symlink(name, filepath.Join(dir, "..tmp")))
		require.NoError(t, os.Rename(filepath.Join(dir, "..tmp"), filepath.Join(dir, "..data")))
	}
	version("..1", "первая")
	require.NoError(t, os.Symlink(filepath.Join("..data", "faq"), filepath.Join(dir, "faq")))
	w := watchFolder(t, dir)

	version("..2", "вторая")
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "..1")))
	w.soonAnswers("faq/a", "вторая")
	version("..3", "третья")
	w.soonAnswers("faq/a", "третья")
}

func TestWatchFollowsAJSONLFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kb.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(`{"id":"a","question":"А?","answer":"раз"}`), 0o644))
	w := watchFolder(t, file)

	require.NoError(t, os.WriteFile(file, []byte("{broken\n"+`{"id":"b","question":"Б?","answer":"два"}`), 0o644))
	w.soonAnswers("b", "два")
	w.soonAnswers("a", "раз")
}

func TestBrokenCountsWhatIsServedAsBeforeAndWhatIsNot(t *testing.T) {
	page := "## Раз?\n\nраз\n\n## Два?\n\nдва\n"
	before, _ := Load(folder(map[string]string{
		"whole.md": articleFile("А?", "а"), "known.md": articleFile("Б?", "б"), "page.md": page,
	}))
	after, found := Load(folder(map[string]string{
		"whole.md": articleFile("А?", "а"), "page.md": "## Раз?\n\n## Два?\n\nснова\n\n## \n\nпусто\n",
		"known.md": "---\nquestion: Б?\nfoo: 1\nbar: 2\n---\nб\n", "new.md": "---\nquestion: В?\n---\n",
	}))
	for name, test := range map[string]struct {
		base              *Base
		lastGood, missing int
	}{
		"nothing is wrong": {before, 0, 0},
		"a start":          {after, 0, 4},
	} {
		t.Run(name, func(t *testing.T) {
			lastGood, missing := test.base.Broken()
			require.Equal(t, []int{test.lastGood, test.missing}, []int{lastGood, missing})
		})
	}

	merged, _ := keepLastGood(before, after, found)
	lastGood, missing := merged.Broken()
	require.Equal(t, []int{2, 2}, []int{lastGood, missing}, "known.md and a section of page.md stay")
	require.Equal(t, "снова", merged.Article("page#два").Answer)

	lastGood, missing = before.asLastGood().Broken()
	require.Equal(t, []int{4, 0}, []int{lastGood, missing}, "all files are gone")

	lines, _, err := ReadJSONL(strings.NewReader("{\n"+`{"id":"a","question":"А?","answer":"а"}`+"\n"+`{"id":"a","question":"Б?","answer":"б"}`), "kb.jsonl")
	require.NoError(t, err)
	lastGood, missing = lines.Broken()
	require.Equal(t, []int{0, 2}, []int{lastGood, missing})
}
