package index

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheBestSumsComeFirstAndThoseFarBehindNotAtAll(t *testing.T) {
	for name, test := range map[string]struct {
		sums []float64 // by article
		most int
		want int // how many remain, the first of them in order
	}{
		"nothing":                              {nil, 56, 0},
		"few stay however small":               {falling(leastCandidates, 100, 0.001), 56, leastCandidates},
		"the next one goes":                    {falling(leastCandidates+1, 100, 0.001), 56, leastCandidates},
		"at the bound it stays":                {falling(leastCandidates+1, 100, 100*leastShare), 56, leastCandidates + 1},
		"just below it goes":                   {falling(leastCandidates+1, 100, 100*leastShare-0.001), 56, leastCandidates},
		"never more than asked for":            {falling(60, 100, 99), 56, 56},
		"what is behind one that goes, goes":   {append(falling(leastCandidates+1, 100, 1), 0.5), 56, leastCandidates},
		"of equal ones the first in the base ": {falling(60, 100, 100), 10, 10},
	} {
		t.Run(name, func(t *testing.T) {
			sums := newTermSums(len(test.sums))
			for i := len(test.sums) - 1; i >= 0; i-- { // in whatever order they come
				sums.add(uint32(i), test.sums[i])
			}
			first := sums.first(test.most)
			require.Len(t, first, test.want)
			for i, article := range first {
				require.EqualValues(t, i, article)
			}
		})
	}
}

// falling returns n sums that begin with the first and end with the last one.
func falling(n int, first, last float64) []float64 {
	sums := make([]float64, n)
	for i := range sums {
		sums[i] = first
	}
	sums[n-1] = last
	return sums
}
