package kb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseReadsEveryKey(t *testing.T) {
	p := parsePage("kb/service.md", "service", []byte("\uFEFF---\r\n"+strings.ReplaceAll(`question: "Как  записаться?"
also:
  - хочу записаться
  - 12
tags: запись
related: [/delivery/price.md, delivery/time]
valid_until: 2027-03-01    # this day included
kind: service
duration: 1 час 30 минут
schedule: пн-пт 10:00-18:00
capacity: 3
tests:
  - записаца
variants:
  - when: {city: Казань, plan: 2}
    answer: |
      В Казани
      звоните.
---

    код

Ответ.

`, "\n", "\r\n")))
	require.Empty(t, p.problems)
	require.Equal(t, []Article{{
		ID: "service", Kind: KindService, Question: "Как записаться?", Also: []string{"хочу записаться", "12"},
		Tags: []string{"запись"}, Related: []string{"delivery/price", "delivery/time"}, Tests: []string{"записаца"},
		ValidUntil: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC),
		Variants:   []Variant{{When: map[string]string{"city": "Казань", "plan": "2"}, Answer: "В Казани\nзвоните."}},
		Answer:     "    код\n\nОтвет.",
		Service:    &Service{Duration: 90 * time.Minute, Schedule: "пн-пт 10:00-18:00", Capacity: 3},
		File:       "kb/service.md", Line: 2,
	}}, p.articles)
}

func TestParseTellsEveryMistakeOfAFile(t *testing.T) {
	files, err := filepath.Glob("testdata/problems/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			// What is expected stands at the end of each file, below the last line of signs.
			input, want, found := strings.Cut(string(data), "\n=====\n")
			require.True(t, found, "%s has no line =====", file)
			p := parsePage("x.md", "x", []byte(input))
			var got strings.Builder
			for _, problem := range p.problems {
				got.WriteString(problem.String() + "\n")
			}
			for _, a := range p.articles {
				got.WriteString("served: " + a.ID + "\n")
			}
			require.Equal(t, want, got.String())
		})
	}
}

func TestParseSplitsAPageAtItsHeadings(t *testing.T) {
	p := parsePage("faq.md", "help/faq", []byte(`---
tags: [faq]
---
# Вопросы

Вступление.

## Как **вернуть** `+"`деньги`"+`?

Напишите [нам][mail].

`+"```"+`
## это код, а не вопрос
`+"```"+`

### Подробности

Пять дней.

## Как вернуть деньги?

Второй раз.

Setext \* heading &amp; more
on two lines
---

Третий.

# Другая группа

Не ответ.

[mail]: mailto:help@example.com
`))
	require.Empty(t, p.problems)
	require.Len(t, p.articles, 3)
	first := p.articles[0]
	require.Equal(t, "help/faq#как-вернуть-деньги", first.ID)
	require.Equal(t, "help", first.Topic)
	require.Equal(t, "Как вернуть деньги?", first.Question)
	require.Equal(t, 8, first.Line)
	require.Equal(t, []string{"faq"}, first.Tags)
	require.Equal(t, "Напишите [нам][mail].\n\n```\n## это код, а не вопрос\n```\n\n### Подробности\n\nПять дней.\n\n[mail]: mailto:help@example.com", first.Answer)
	require.Equal(t, "help/faq#как-вернуть-деньги-2", p.articles[1].ID)
	require.Equal(t, "Второй раз.", p.articles[1].Answer)
	require.Equal(t, "Setext * heading & more on two lines", p.articles[2].Question)
	require.Equal(t, "Третий.", p.articles[2].Answer)
	require.Equal(t, 24, p.articles[2].Line)
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"30m": 30 * time.Minute, "1h": time.Hour, "1h30m": 90 * time.Minute, "45": 45 * time.Minute,
		"1 ч 15 мин.": 75 * time.Minute, "2 часа": 2 * time.Hour,
	} {
		got, err := parseDuration(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "-5", "час", "1 год", "1h 5", "99999999999999999999h"} {
		_, err := parseDuration(text)
		require.Error(t, err, text)
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/problems/*.md")
	require.NoError(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte("\uFEFF---\r\nquestion: а\r\nvariants: [{when: {a: b}, answer: c}]\r\n---\r\nответ"))
	f.Add([]byte("## а\nб\n## а\nв\n[a]: b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := parsePage("x.md", "x", data)
		ids := make(map[string]bool)
		for _, a := range p.articles {
			require.NotEmpty(t, a.ID)
			require.NotEmpty(t, a.Question)
			require.NotEmpty(t, strings.TrimSpace(a.Answer))
			require.Positive(t, a.Line)
			require.False(t, ids[a.ID], "id %s twice", a.ID)
			ids[a.ID] = true
		}
		for _, problem := range p.problems {
			require.Equal(t, "x.md", problem.File)
			require.Positive(t, problem.Line)
			require.LessOrEqual(t, problem.Line, strings.Count(string(data), "\n")+strings.Count(string(data), "\r")+2)
			require.NotEmpty(t, problem.Text)
		}
		if len(p.articles) == 0 {
			require.True(t, HasErrors(p.problems), "nothing is served and nothing is told")
		}
		Lint(NewBase(p.articles, nil, nil))
	})
}
