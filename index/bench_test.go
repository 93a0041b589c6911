package index

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// generated makes a knowledge base whose words are as uneven as those of a language: the r-th word is about 1/r as
// frequent as the first.
func generated(articles int) (base *kb.Base, questions []string) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := rand.NewZipf(rng, 1.1, 8, uint64(2000+articles*4))
	syllables := strings.Fields("ба во ги де жо зу ка ле ми но пе ра си то фу ха це чи ша щу ста при про раз кон тра ность ние")
	text := func(n int) string {
		var b strings.Builder
		for range n {
			for w := words.Uint64() + 3; w > 0; w /= uint64(len(syllables)) {
				b.WriteString(syllables[w%uint64(len(syllables))])
			}
			b.WriteByte(' ')
		}
		return b.String()
	}
	all := make([]kb.Article, articles)
	for i := range all {
		all[i] = kb.Article{
			ID: fmt.Sprintf("%06d", i), Question: text(6 + rng.IntN(6)), Also: []string{text(4), text(5)}, Answer: text(40 + rng.IntN(60)),
		}
	}
	for range 500 {
		asked := strings.Fields(all[rng.IntN(articles)].Question)
		rng.Shuffle(len(asked), func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
		questions = append(questions, strings.Join(asked[:len(asked)*2/3+1], " ")+" "+text(2))
	}
	return kb.NewBase(all, nil, nil), questions
}

func BenchmarkSearch(b *testing.B) {
	for _, articles := range []int{1_000, 10_000} {
		b.Run(strconv.Itoa(articles), func(b *testing.B) {
			base, questions := generated(articles)
			ix, err := Build(b.Context(), base)
			if err != nil {
				b.Fatal(err)
			}
			defer ix.Close()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := ix.Search(b.Context(), questions[i%len(questions)], 10); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	base, _ := generated(1_000)
	b.ReportAllocs()
	for b.Loop() {
		ix, err := Build(b.Context(), base)
		if err != nil {
			b.Fatal(err)
		}
		if err := ix.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnalyze(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Analyze("Здравствуйте! Подскажите, пожалуйста, почему не работает оплата картой через приложение?")
	}
}
