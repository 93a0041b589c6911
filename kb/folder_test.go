package kb

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const skolko = "---\nquestion: Сколько идёт доставка? # главное\n---\nДень.\n"

// author keeps a knowledge base in a folder, perhaps in Git.
type author struct {
	t    *testing.T
	dir  string // of the repository
	logs bytes.Buffer
	*Folder
}

func newAuthor(t *testing.T) *author {
	t.Helper()
	a := &author{t: t, dir: t.TempDir()}
	a.save("kb/dostavka/skolko.md", skolko)
	var err error
	a.Folder, err = OpenFolder(filepath.Join(a.dir, "kb"), slog.New(slog.NewTextHandler(&a.logs, nil)))
	require.NoError(t, err)
	return a
}

// newCommitter has all in Git, with a change staged and one not, both of other files.
func newCommitter(t *testing.T) *author {
	t.Helper()
	_, err := exec.LookPath("git")
	require.NoError(t, err, "make test installs it")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
	a := newAuthor(t)
	a.git("init", "--quiet", "--initial-branch", "main")
	a.git("config", "user.name", "Автор")
	a.git("config", "user.email", "author@example.org")
	a.save("staged.md", "a\n")
	a.save("changed.md", "a\n")
	a.git("add", ".")
	a.git("commit", "--quiet", "--message", "Begin")
	a.save("staged.md", "b\n")
	a.git("add", "staged.md")
	a.save("changed.md", "b\n")
	a.save("kb/dostavka/novoe.md", "---\nquestion: Черновик\n---\nНет.\n")
	return a
}

func (a *author) save(name, text string) {
	a.t.Helper()
	full := filepath.Join(a.dir, name)
	require.NoError(a.t, os.MkdirAll(filepath.Dir(full), 0o755))
	require.NoError(a.t, os.WriteFile(full, []byte(text), 0o644))
}

func (a *author) read(name string) string {
	a.t.Helper()
	text, err := os.ReadFile(filepath.Join(a.dir, name))
	require.NoError(a.t, err)
	return string(text)
}

func (a *author) git(args ...string) string {
	a.t.Helper()
	out, err := exec.Command("git", append([]string{"-C", a.dir}, args...)...).CombinedOutput()
	require.NoError(a.t, err, "%s", out)
	return strings.TrimRight(string(out), "\n")
}

func (a *author) article(id string) *Article {
	a.t.Helper()
	base, _, err := LoadPath(filepath.Join(a.dir, "kb"))
	require.NoError(a.t, err)
	require.NotNil(a.t, base.Article(id), id)
	return base.Article(id)
}

func (a *author) addPhrasing(phrase string) error {
	return a.AddPhrasing(context.Background(), a.article("dostavka/skolko"), phrase, Signature{Name: "Мария", Why: "Ticket 12"})
}

func vozvrat(topic string) Article {
	return Article{Topic: topic, Question: "Как вернуть деньги?", Answer: "Напишите нам.", Also: []string{"верните"}, Kind: KindFAQ}
}

func (a *author) addArticle() (Article, error) {
	return a.AddArticle(context.Background(), vozvrat("oplata"), Signature{Name: "Мария", Why: "Ticket 12"})
}

const (
	withPhrasing = "---\nquestion: Сколько идёт доставка? # главное\nalso:\n  - где заказ\n---\nДень.\n"
	newArticle   = "---\nquestion: Как вернуть деньги?\nalso:\n  - верните\n---\nНапишите нам.\n"
	untouched    = " M changed.md\nM  staged.md\n?? kb/dostavka/novoe.md"
)

func (a *author) requireNoLeftovers() {
	a.t.Helper()
	left, err := filepath.Glob(filepath.Join(a.dir, "kb", "*", ".faqbot-*"))
	require.NoError(a.t, err)
	require.Empty(a.t, left)
}

func TestFolderWithoutGit(t *testing.T) {
	a := newAuthor(t)
	require.NoError(t, a.addPhrasing("где заказ"))
	require.Equal(t, withPhrasing, a.read("kb/dostavka/skolko.md"))
	got, err := a.addArticle()
	require.NoError(t, err)
	require.Equal(t, "oplata/kak-vernut-dengi", got.ID)
	require.Equal(t, newArticle, a.read("kb/oplata/kak-vernut-dengi.md"))
	require.Equal(t, a.article(got.ID).Answer, got.Answer)
	require.Empty(t, a.logs.String(), "there is nothing to warn of")
	a.requireNoLeftovers()
}

func TestFolderRepeatsWithoutHarm(t *testing.T) {
	a := newAuthor(t)
	for range 2 {
		require.NoError(t, a.addPhrasing("где заказ"))
		got, err := a.addArticle()
		require.NoError(t, err)
		require.Equal(t, "oplata/kak-vernut-dengi", got.ID)
	}
	require.Equal(t, withPhrasing, a.read("kb/dostavka/skolko.md"))

	other := vozvrat("oplata")
	other.Answer = "Иначе."
	got, err := a.AddArticle(t.Context(), other, Signature{})
	require.NoError(t, err)
	require.Equal(t, "oplata/kak-vernut-dengi-2", got.ID, "another answer to the same question")
	a.requireNoLeftovers()
}

func TestFolderWritesOneAtATime(t *testing.T) {
	a := newCommitter(t)
	skolko := a.article("dostavka/skolko")
	var writers sync.WaitGroup
	for i := range 6 {
		writers.Go(func() {
			phrase := "где заказ " + string(rune('а'+i))
			if err := a.AddPhrasing(context.Background(), skolko, phrase, Signature{Name: phrase}); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	require.Len(t, a.article("dostavka/skolko").Also, 6)
	require.Equal(t, "7", a.git("rev-list", "--count", "HEAD"))
}

func TestFolderFollowsLinksAndKeepsRights(t *testing.T) {
	a := newCommitter(t)
	file := filepath.Join(a.dir, "kb/dostavka/skolko.md")
	require.NoError(t, os.Chmod(file, 0o640))
	linked := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(a.dir, "kb"), filepath.Join(linked, "kb")))
	f, err := OpenFolder(filepath.Join(linked, "kb"), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.NoError(t, f.AddPhrasing(t.Context(), a.article("dostavka/skolko"), "где заказ", Signature{}))
	_, err = f.AddArticle(t.Context(), vozvrat("oplata"), Signature{})
	require.NoError(t, err)
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm())
	require.Equal(t, "3", a.git("rev-list", "--count", "HEAD"))
}

func TestFolderRefuses(t *testing.T) {
	a := newAuthor(t)
	a.save("kb/faq.md", "## Как вернуть?\nТак.\n")
	err := a.AddPhrasing(t.Context(), a.article("faq#как-вернуть"), "верните", Signature{})
	require.ErrorIs(t, err, ErrSections)
	for _, topic := range []string{"../elsewhere", "/etc", "a/../../b"} {
		_, err = a.AddArticle(t.Context(), vozvrat(topic), Signature{})
		require.ErrorContains(t, err, "cannot be a folder")
	}
	_, err = OpenFolder("", slog.Default())
	require.ErrorIs(t, err, ErrNoFolder)
	a.save("kb.jsonl", "{}")
	_, err = OpenFolder(filepath.Join(a.dir, "kb.jsonl"), slog.Default())
	require.ErrorIs(t, err, ErrNoFolder)
	_, err = OpenFolder(filepath.Join(a.dir, "missing"), slog.Default())
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestFolderCommitsTheFileAlone(t *testing.T) {
	a := newCommitter(t)
	require.NoError(t, a.addPhrasing("где заказ"))
	const format = "%an <%ae> %cn%n%B"
	require.Equal(t, "Мария <faqbot@faqbot.invalid> faqbot\nAdd a phrasing to dostavka/skolko\n\nTicket 12\n\n\nkb/dostavka/skolko.md",
		a.git("show", "--name-only", "--format="+format))
	_, err := a.addArticle()
	require.NoError(t, err)
	require.Equal(t, "Мария <faqbot@faqbot.invalid> faqbot\nAdd the article oplata/kak-vernut-dengi\n\nTicket 12\n\n\nkb/oplata/kak-vernut-dengi.md",
		a.git("show", "--name-only", "--format="+format))
	require.Equal(t, untouched, a.git("status", "--porcelain", "--untracked-files=all"))
	require.Empty(t, a.logs.String())
}

func TestFolderCommitsTheFirst(t *testing.T) {
	a := newCommitter(t)
	require.NoError(t, os.RemoveAll(filepath.Join(a.dir, ".git")))
	a.git("init", "--quiet")
	_, err := a.addArticle()
	require.NoError(t, err)
	require.Equal(t, "kb/oplata/kak-vernut-dengi.md", a.git("ls-tree", "-r", "--name-only", "HEAD"))
}

// TestFolderKeepsWhatGitRefuses has the change on disk, a warning, and the author's own things as they were.
func TestFolderKeepsWhatGitRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*author)
		why   string
	}{
		"a hook refuses": {
			spoil: func(a *author) {
				hook := ".git/hooks/pre-commit"
				a.save(hook, "#!/bin/sh\ngit diff --cached >&2\nexit 1\n")
				require.NoError(a.t, os.Chmod(filepath.Join(a.dir, hook), 0o755))
			},
			why: "git commit: exit status 1",
		},
		"no branch": {
			spoil: func(a *author) { a.git("checkout", "--quiet", "--detach") },
			why:   "no branch is checked out",
		},
		"git is not installed": {
			spoil: func(a *author) { a.t.Setenv("PATH", a.t.TempDir()) },
			why:   "executable file not found",
		},
		"locked by the author's own git": {
			spoil: func(a *author) { a.save(".git/index.lock", "") },
			why:   "index.lock",
		},
		"a broken repository": {
			spoil: func(a *author) { a.save(".git/HEAD", "?") },
			why:   "not a git repository",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newCommitter(t)
			path := os.Getenv("PATH")
			c.spoil(a)
			require.NoError(t, a.addPhrasing("где заказ"))
			_, err := a.addArticle()
			require.NoError(t, err)
			require.Equal(t, withPhrasing, a.read("kb/dostavka/skolko.md"))
			require.Equal(t, newArticle, a.read("kb/oplata/kak-vernut-dengi.md"))
			require.Contains(t, a.logs.String(), c.why)
			require.Equal(t, 2, strings.Count(a.logs.String(), "written but not committed"))
			require.NotContains(t, a.logs.String(), "где заказ", "the log never quotes customers")

			t.Setenv("PATH", path)
			_ = os.Remove(filepath.Join(a.dir, ".git", "index.lock"))
			if name == "a broken repository" {
				a.save(".git/HEAD", "ref: refs/heads/main\n")
			}
			require.Equal(t, "1", a.git("rev-list", "--count", "HEAD"))
			require.Equal(t, " M changed.md\n M kb/dostavka/skolko.md\nM  staged.md\n?? kb/dostavka/novoe.md\n?? kb/oplata/kak-vernut-dengi.md",
				a.git("status", "--porcelain", "--untracked-files=all"))
		})
	}
}

func TestFolderLeavesAnAuthorsUnfinishedWorkToItsAuthor(t *testing.T) {
	a := newCommitter(t)
	a.save("kb/dostavka/skolko.md", strings.Replace(skolko, "День", "Два дня", 1))
	require.NoError(t, a.addPhrasing("где заказ"))
	require.Equal(t, strings.Replace(withPhrasing, "День", "Два дня", 1), a.read("kb/dostavka/skolko.md"))
	require.Equal(t, "1", a.git("rev-list", "--count", "HEAD"))
	require.Contains(t, a.logs.String(), "its author has not committed yet")
}

func TestFolderChangesAreLive(t *testing.T) {
	a := newAuthor(t)
	w := watchFolder(t, filepath.Join(a.dir, "kb"))
	require.NoError(t, a.addPhrasing("где заказ"))
	got, err := a.addArticle()
	require.NoError(t, err)
	w.soonAnswers(got.ID, "Напишите нам.")
	w.soon("the phrasing", func(b *Base, problems []Problem) bool {
		return len(problems) == 0 && len(b.Article("dostavka/skolko").Also) == 1
	})
}
