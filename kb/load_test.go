package kb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// folder makes a file system of names and contents.
func folder(files map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS, len(files))
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fsys
}

func texts(problems []Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}

func TestLoadMakesTopicsOfFolders(t *testing.T) {
	base, problems := Load(folder(map[string]string{
		"root.md":              articleFile("Корень?", "да"),
		"delivery/_index.md":   "---\ntitle: Доставка\norder: 2\n---\n",
		"delivery/time.md":     articleFile("Когда?", "завтра"),
		"pay/_index.md":        "---\ntitle: Оплата\norder: 1\n---\n",
		"pay/cards/visa.md":    articleFile("Карты?", "да"),
		"pay/how.MD":           articleFile("Как?", "картой"),
		"empty/_index.md":      "---\ntitle: Пусто\n---\n",
		"broken/_index.md":     "---\nname: x\n---\n",
		"broken/a.md":          articleFile("Тут?", "тут"),
		"README.md":            "# Как писать статьи",
		"_draft.md":            articleFile("Черновик?", "нет"),
		".hidden/secret.md":    articleFile("Тайна?", "нет"),
		"delivery/picture.png": "png",
		"synonyms.md":          "# Слова\n\nцена, стоимость ,  прайс\n- тг, телеграм\nЗдесь слова, которые похожи.\nодно\n",
	}))
	require.Equal(t, []string{
		`broken/_index.md:2: error: unknown key "name": _index.md has title and order`,
		`empty/_index.md:1: warning: the topic has no articles and is not shown`,
	}, texts(problems))
	require.Equal(t, []Topic{
		{ID: "broken", Title: "broken"},
		{ID: "pay/cards", Title: "cards"},
		{ID: "", Title: "Разное"},
		{ID: "pay", Title: "Оплата", Order: 1},
		{ID: "delivery", Title: "Доставка", Order: 2},
	}, base.Topics)
	var ids []string
	for _, a := range base.Articles {
		ids = append(ids, a.ID)
	}
	require.Equal(t, []string{"broken/a", "delivery/time", "pay/cards/visa", "pay/how", "root"}, ids)
	require.Equal(t, [][]string{{"цена", "стоимость", "прайс"}, {"тг", "телеграм"}}, base.Synonyms)
	require.Equal(t, "завтра", base.Article("delivery/time").Answer)
	require.Nil(t, base.Article("nowhere"))
	require.Len(t, base.InTopic("pay"), 1)
}

func TestLoadPathNamesFilesAsTheCallerDid(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.MkdirAll("company/articles", 0o755))
	require.NoError(t, os.WriteFile("company/synonyms.md", []byte("цена, тариф"), 0o644))
	require.NoError(t, os.WriteFile("company/articles/a.md", []byte(articleFile("А?", "б")), 0o644))
	require.NoError(t, os.WriteFile("company/articles/b.md", []byte("---\nx: 1\n---\n"), 0o644))
	for _, name := range []string{"company/articles", "./company/articles/"} {
		base, problems, err := LoadPath(name)
		require.NoError(t, err)
		require.Equal(t, "company/articles/a.md", base.Article("a").File)
		require.Equal(t, "company/articles/b.md", problems[0].File)
		require.Len(t, base.Synonyms, 1)
	}
	t.Chdir("company/articles")
	base, _, err := LoadPath(".")
	require.NoError(t, err)
	require.Equal(t, "a.md", base.Article("a").File)
}

func TestLoadPathSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken")
	require.NoError(t, os.MkdirAll(broken, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(broken, "a.md"), []byte("text"), 0o644))
	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.MkdirAll(empty, 0o755))
	text := filepath.Join(dir, "kb.txt")
	require.NoError(t, os.WriteFile(text, nil, 0o644))
	for name, want := range map[string]string{
		filepath.Join(dir, "none"): "does not exist: name a folder of Markdown files or a .jsonl file",
		broken:                     "no article can be served: mend the files, the first problem is " + broken + "/a.md:1",
		empty:                      "holds no articles: put Markdown files",
		text:                       "neither a folder of Markdown files nor a .jsonl file",
	} {
		_, _, err := LoadPath(name)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, name)
	}
}

func TestLoadRefusesASecondArticleWithAnID(t *testing.T) {
	base, problems := Load(folder(map[string]string{"a.MD": articleFile("А?", "первая"), "a.md": articleFile("Б?", "вторая")}))
	require.Equal(t, []string{"a.md:2: error: the id a is taken by a.MD:2"}, texts(problems))
	require.Equal(t, "первая", base.Article("a").Answer)
}

func TestLoadEndsOnARingOfLinks(t *testing.T) {
	dir := newFolder(t)
	require.NoError(t, os.Symlink(dir, filepath.Join(dir, "ring")))
	base, problems, err := LoadPath(dir)
	require.NoError(t, err)
	require.NotNil(t, base.Article("a"))
	require.True(t, told(problems, "folders are nested deeper than"))
}

func TestEmbeddedArticlesAreSound(t *testing.T) {
	base, problems, err := LoadPath("")
	require.NoError(t, err)
	require.Empty(t, texts(problems))
	require.Empty(t, texts(Lint(base)))
	require.NotEmpty(t, base.Synonyms)
}

func TestLint(t *testing.T) {
	long := strings.Repeat("а", 4096)
	base, problems := Load(folder(map[string]string{
		"a.md": "---\nquestion: Сколько идёт доставка?\nalso:\n  - когда привезут\n  - Когда привезут!\nrelated:\n  - b\n  - nowhere\n  - a\ntests:\n  - где посылка\n  - КОГДА привезут\n---\n" + long + "\n",
		"b.md": "---\nquestion: сколько идет доставка\nalso: [когда привезут, скоро]\ntests: [когда привезут?, где посылка]\nvalid_until: 2020-01-31\n---\n" + long + " **🙂**\n",
		"p.md": "---\nquestion: Что купить?\nkind: product\n---\nЭто.\n",
		"s.md": "---\nquestion: Куда прийти?\nkind: service\n---\nСюда.\n",
	}))
	require.Empty(t, problems)
	require.Equal(t, []string{
		`a.md:5: warning: also: "Когда привезут!" says the same as another phrasing of this article`,
		`a.md:8: error: related: no article has the id "nowhere"`,
		`a.md:9: warning: related: the article names itself`,
		`a.md:12: warning: tests: "КОГДА привезут" copies a phrasing of this article and so tests nothing`,
		`b.md:2: error: the question stands in a.md:2 too: join the two articles or tell them apart`,
		`b.md:2: warning: the answer is 4099 characters long and takes more than one Telegram message of 4096`,
		`b.md:2: warning: the article is valid until 2020-01-31 and no longer answered with confidence`,
		`b.md:3: warning: also: "когда привезут" stands in a.md:2 too`,
		`b.md:4: error: tests: "когда привезут?" is a phrasing of a.md:2 and finds that article`,
		`b.md:4: error: tests: "когда привезут?" must find a.md:2 too`,
		`b.md:4: error: tests: "где посылка" must find a.md:2 too`,
		`p.md:2: warning: a product without a price`,
		`s.md:2: warning: a service without a duration`,
		`s.md:2: warning: a service without a schedule`,
	}, texts(lint(base, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))))
}

func TestLintNamesJSONLinesWithoutAQuestion(t *testing.T) {
	base, problems, err := ReadJSONL(strings.NewReader(`{"id":"a","answer":"раз"}`+"\n"+`{"id":"b","answer":"два"}`), "kb.jsonl")
	require.NoError(t, err)
	require.Empty(t, problems)
	require.Equal(t, []string{
		"kb.jsonl:1: warning: no question: the article is found by its answer only",
		"kb.jsonl:2: warning: no question: the article is found by its answer only",
	}, texts(Lint(base)))
}
