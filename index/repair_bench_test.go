package index

import (
	"strconv"
	"strings"
	"testing"
)

// BenchmarkRepair tells what reading a question costs by what is wrong with it, and what making the repair costs.
func BenchmarkRepair(b *testing.B) {
	for _, articles := range []int{1_000, 10_000} {
		base, questions := generated(articles)
		ix, err := Build(b.Context(), base)
		if err != nil {
			b.Fatal(err)
		}
		defer ix.Close()
		for _, test := range []struct {
			name  string
			spoil func(known string) string
		}{
			{"known", func(known string) string { return known }},
			{"slip", func(known string) string { return known[:len(known)-2] + "щ" }},
			{"layout", latinLayout},
			{"strange", func(string) string { return "абрамцевские" }},
			{"letter", func(string) string { return strings.Repeat("vozmozhnost aktivirovannogo pereklyuchatelia ", 90) }},
		} {
			b.Run(strconv.Itoa(articles)+"/"+test.name, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					ix.repairer.read(test.spoil(strings.Fields(questions[i%len(questions)])[0]))
				}
			})
		}
		b.Run(strconv.Itoa(articles)+"/build", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newRepairer(ix.forward, nil)
			}
		})
	}
}
