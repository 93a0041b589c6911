package index

import "math"

// The functions of this file are BM25 as Robertson and Zaragoza have it (The Probabilistic Relevance Framework: BM25 and
// Beyond, 2009), but for the 1 in the logarithm.

// inverseFrequency weighs a term by how few of n articles hold it: the idf of BM25, which the 1 keeps above 0.
func inverseFrequency(df uint32, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// saturation is k1 of BM25: how soon further occurrences say no more.
const saturation = 1.2

// saturated is the term frequency part of BM25: a second occurrence says less than the first, and an occurrence in a
// long text less than one in a short text.
func saturated(tf, norm float64) float64 { return tf * (saturation + 1) / (tf + norm) }

// lengthNorm is what the length of a text, next to the mean, makes of the saturation; b is how much lengths count.
func lengthNorm(length, mean, b float64) float64 { return saturation * (1 - b + b*length/mean) }
