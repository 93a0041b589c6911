package kb

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func TestImportCSV(t *testing.T) {
	table := "Вопрос;Ответ;Формулировки;Теги;Раздел\r\n" +
		"Где мой заказ?;\"В пути.\r\n\r\nЖдите\r\nдома.\";где посылка|когда привезут;доставка, заказ;Доставка и оплата\r\n" +
		";;;;\r\n" +
		"Где мой заказ?;В другом городе;;;Доставка и оплата\r\n" +
		"Без ответа?;;;;\r\n"
	excel, err := charmap.Windows1251.NewEncoder().String(table)
	require.NoError(t, err)
	for name, data := range map[string]string{"UTF-8 with a mark": "\uFEFF" + table, "Windows-1251": excel} {
		t.Run(name, func(t *testing.T) {
			articles, problems, err := Import(strings.NewReader(data), FormatCSV, "faq.csv", "faq")
			require.NoError(t, err)
			require.Len(t, articles, 2)
			require.Equal(t, Article{
				ID: "доставка-и-оплата/где-мой-заказ", Topic: "доставка-и-оплата", Kind: KindFAQ,
				Question: "Где мой заказ?", Answer: "В пути.\n\nЖдите  \nдома.",
				Also: []string{"где посылка", "когда привезут"}, Tags: []string{"доставка", "заказ"},
				File: "faq.csv", Line: 2,
			}, articles[0])
			require.Equal(t, "доставка-и-оплата/где-мой-заказ-2", articles[1].ID)
			require.Equal(t, []Problem{{File: "faq.csv", Line: 8, Severity: Error, Text: "the answer is empty"}}, problems)
		})
	}
}

func TestImportRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		format Format
		data   string
		want   string
	}{
		"a table without answers":   {FormatCSV, "question,tags\nа,б\n", `no column "answer"`},
		"an empty table":            {FormatCSV, "", "no header line"},
		"a format nobody knows":     {"docx", "", `"docx" is none of jsonl, csv, md`},
		"a table with broken cells": {FormatCSV, "question,answer\n\"а", ""},
	} {
		t.Run(name, func(t *testing.T) {
			articles, _, err := Import(strings.NewReader(c.data), c.format, "in", "faq")
			if c.want != "" {
				require.ErrorContains(t, err, c.want)
			}
			require.Empty(t, articles)
		})
	}
}

func TestImportKeepsIDsInsideTheKnowledgeBase(t *testing.T) {
	in := `{"id":"../../etc/passwd","question":"А?","answer":"б"}` + "\n" + `{"id":"ok/a","question":"А?","answer":"б"}`
	articles, problems, err := Import(strings.NewReader(in), FormatJSONL, "in.jsonl", "")
	require.NoError(t, err)
	require.Len(t, articles, 1)
	require.True(t, told(problems, "in.jsonl:1: error: the id"))
}

func TestJSONLReadsBackWhatItWrites(t *testing.T) {
	articles, problems, err := Import(strings.NewReader("# FAQ\n\n## Раз?\n\n<один> & **ещё**\n\n## Два?\n\nдва\n"), FormatMarkdown, "faq.md", "faq")
	require.NoError(t, err)
	require.Empty(t, problems)
	var out bytes.Buffer
	require.NoError(t, WriteJSONL(&out, articles))
	//nolint:testifylint // the order of keys and lines is what is tested
	require.Equal(t, `{"id":"faq#раз","question":"Раз?","answer":"<один> & **ещё**","alt_questions":[],"tags":[]}
{"id":"faq#два","question":"Два?","answer":"два","alt_questions":[],"tags":[]}
`, out.String())
	base, problems, err := ReadJSONL(&out, "out.jsonl")
	require.NoError(t, err)
	require.Empty(t, problems)
	require.Equal(t, "<один> & **ещё**", base.Article("faq#раз").Answer)
}

func TestReadJSONLTellsEachBadLine(t *testing.T) {
	in := "\uFEFF" + `{"id":"a","question":"А?","answer":"раз","topic":"Оплата","extra":{"x":1}}` + "\n\n" +
		"{broken\n" +
		`{"id":5,"question":"А?","answer":"б"}` + "\n" +
		`{"id":"a","question":"Б?","answer":"б"}` + "\n" +
		`{"id":"b","question":"","answer":"б","alt_questions":["и так","и эдак"]}` + "\n" +
		`{"id":"c","question":"В?","answer":"  "}` + "\n" +
		`{"id":"d","answer":"Книги не *возвращаются*."}` + "\n" +
		`{"id":"e","question":"Г?","answer":"б","tags":"x"}`
	base, problems, err := ReadJSONL(strings.NewReader(in), "kb.jsonl")
	require.NoError(t, err)
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	require.Equal(t, []string{
		"kb.jsonl:3: error: this is no JSON object: invalid character 'b' looking for beginning of object key string",
		"kb.jsonl:4: error: id: expected a text, not number",
		"kb.jsonl:5: error: the id a is taken by line 1",
		"kb.jsonl:6: warning: no question: the first of alt_questions stands for it",
		"kb.jsonl:7: error: the answer is empty",
		"kb.jsonl:9: error: tags: expected a list, not string",
	}, lines)
	require.Len(t, base.Articles, 3)
	require.Empty(t, base.Article("d").Phrasings(), "it is found by its answer")
	require.Equal(t, "Книги не возвращаются.", base.Article("d").Title())
	require.Equal(t, []Topic{{ID: "", Title: "Разное"}, {ID: "Оплата", Title: "Оплата"}}, []Topic{base.Topics[1], base.Topics[0]})
	require.Equal(t, []string{"и так", "и эдак"}, base.Article("b").Phrasings())
}

func TestTitle(t *testing.T) {
	for name, test := range map[string]struct {
		article Article
		want    string
	}{
		"question":  {Article{ID: "a", Question: "Где вы?", Answer: "Тут."}, "Где вы?"},
		"short":     {Article{ID: "a", Answer: "**Тут**, за\nуглом."}, "Тут, за углом."},
		"long":      {Article{ID: "a", Answer: strings.Repeat("слово ", 20)}, "слово слово слово слово слово слово слово слово слово слово…"},
		"a picture": {Article{ID: "map", Answer: "![](map.png)"}, "map"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, test.article.Title()) })
	}
}

func TestExportedArticlesComeInAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfNDistinct(articleGen, 1, 3, func(a Article) string { return a.Question }).Draw(t, "articles")
		for i := range want {
			want[i].ID = fmt.Sprintf("тема/статья-%d", i)
		}
		var exported, again bytes.Buffer
		require.NoError(t, WriteJSONL(&exported, want))

		// Read as a knowledge base it is the same.
		served, problems, err := ReadJSONL(bytes.NewReader(exported.Bytes()), "kb.jsonl")
		require.NoError(t, err)
		require.Empty(t, problems)
		asBefore := []cmp.Option{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Article{}, "File", "Line")}
		require.Empty(t, cmp.Diff(want, served.Articles, asBefore...))

		// Imported as Markdown and exported once more it is the same too.
		imported, problems, err := Import(bytes.NewReader(exported.Bytes()), FormatJSONL, "kb.jsonl", "kb")
		require.NoError(t, err)
		require.Empty(t, problems)
		files := fstest.MapFS{}
		for _, a := range imported {
			text, err := Write(a)
			require.NoError(t, err)
			files[a.ID+".md"] = &fstest.MapFile{Data: text}
		}
		base, problems := Load(files)
		require.Empty(t, problems)
		require.Empty(t, cmp.Diff(want, base.Articles, asBefore...))
		require.NoError(t, WriteJSONL(&again, base.Articles))
		require.Equal(t, exported.String(), again.String())
	})
}

func TestReadJSONLLeavesAsideWhatOthersMeanByFurtherKeys(t *testing.T) {
	for line, test := range map[string]struct{ told, want string }{
		`"related":["/a/b.md"],"tests":"как"`:                      {"", `"related":["a/b"],"tests":["как"]`},
		`"valid_until":null,"kind":null,"price":null,"tests":null`: {"", ``},
		`"valid_until":"  ","tests":[]`:                            {"", ``},
		`"kind":"product","price":4900,"sku":17,"stock":0`:         {"", `"kind":"product","price":"4900","sku":"17","stock":0`},
		`"kind":"product","stock":-1`:                              {"stock: expected a whole number from 0", `"kind":"product"`},
		`"kind":"service","duration":90,"capacity":"two"`:          {"capacity: expected a whole number from 1", `"kind":"service","duration":"1h30m","capacity":1`},
		`"kind":"service","duration":"soon"`:                       {"duration: expected a duration", `"kind":"service","capacity":1`},
		`"kind":"chapter"`:                                         {"kind: expected faq, product or service", ``},
		`"price":"100 ₽"`:                                          {"price, sku and stock are left aside", ``},
		`"kind":"product","price":{"rub":100},"capacity":3`:        {"price: expected a text", `"kind":"product"`},
		`"tests":7`:        {"tests: expected a list of texts", ``},
		`"variants":"нет"`: {"variants: expected a list of objects", ``},
		`"variants":[{"when":{},"answer":"да"}]`:                       {"variants: expected a list of objects", ``},
		`"variants":[{"when":{"city":"Казань","x":""},"answer":"да"}]`: {"variants: expected a list of objects", ``},
		`"variants":[{"when":{"city":"Казань"},"answer":" да "}]`:      {"", `"variants":[{"when":{"city":"Казань"},"answer":" да"}]`},
	} {
		t.Run(line, func(t *testing.T) {
			in := `{"id":"a","question":"А?","answer":"б","alt_questions":[],"tags":[]`
			base, problems, err := ReadJSONL(strings.NewReader(in+","+line+"}"), "kb.jsonl")
			require.NoError(t, err)
			require.False(t, HasErrors(problems))
			if test.told != "" {
				require.True(t, told(problems, "kb.jsonl:1: warning: "+test.told), problems)
			} else {
				require.Empty(t, problems)
			}
			var out bytes.Buffer
			require.NoError(t, WriteJSONL(&out, base.Articles))
			want := in
			if test.want != "" {
				want += "," + test.want
			}
			require.Equal(t, want+"}\n", out.String())
		})
	}
}

func TestReadJSONLServesNothingWhoseLastDayIsUnclear(t *testing.T) {
	for _, day := range []string{`"01.03.2027"`, `20270301`, `"2027-02-30"`} {
		base, problems, err := ReadJSONL(strings.NewReader(`{"id":"a","question":"А?","answer":"б","valid_until":`+day+`}`), "kb.jsonl")
		require.NoError(t, err)
		require.Empty(t, base.Articles)
		require.True(t, told(problems, `kb.jsonl:1: error: valid_until: expected a date such as "2027-03-01"`))
	}
}
