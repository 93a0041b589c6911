// Package bench measures the search beside its peers: Bleve as it comes, Bleve with fuzziness, the same on the index that
// bleve.NewMemOnly opens, and the full text search of Postgres with trigrams. All of them get the same articles, the same
// questions and the same machine in one run, so that the figures can be compared whatever the machine. `make bench` prints
// the tables.
//
// Real knowledge bases of a hundred thousand articles are not to be had, so the large ones are grown from the labelled
// sets: the real articles come first, and the rest is written by a model of their language whose vocabulary grows with
// the text as that of a language does. The questions are real at every size.
//
// There is nothing here but tests and what they need.
package bench
