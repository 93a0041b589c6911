// Package index finds the article of a knowledge base that answers a question, and knows how far it can be trusted.
// It is made for short questions in Russian, as people type them, with English words among them.
//
// A question goes through these steps, one file each:
//
//   - analysis.go folds the spelling (ё, accents, width, «скока»), drops the few words that mean nothing, keeps
//     negation and question words, and stems: Snowball for Russian or English by the word's alphabet. Trigrams inside
//     words and prefixes of words see through endings and most typos.
//   - repair.go mends the words that no article knows, and only those: the wrong keyboard layout (layout.go, and
//     repair_turn.go, which decides for the question as a whole), transliteration, mixed alphabets, words typed together
//     or apart, clipped and misspelt words. Whatever it makes of a word is in [Result.Repairs].
//   - query.go gives the words their weight by their idf in this knowledge base, and synonyms.go widens them by the
//     company's own synonyms at a lower weight.
//   - candidates.go asks the inverted index of Bleve (BM25 over stems, trigrams and answers) for the articles worth a
//     closer look. Only the rarest terms are looked for, which bounds the work however large the knowledge base is.
//   - features.go, coverage.go and similarity.go look at each candidate, phrasing by phrasing, through the compact
//     forward index of forward.go: seven BM25 views, how much of the question the phrasing holds and of the phrasing the
//     question, with words that are only alike counted partly, and whether negation, question words, numbers and names agree.
//   - rank.go orders the candidates by a weighted sum of these features.
//   - confidence.go turns the outcome into a probability that the first hit is right, and that one of three is. It is
//     computed from comparable features only: margins, coverage, unknown words; never from a raw BM25 score, which
//     depends on the length of the question and the size of the knowledge base.
//
// The weights lie in model.json together with their origin and with the figures measured on questions that the fit had
// not seen; [WithModel] takes others. [Index.Explain] shows what each feature added.
//
// An [Index] never changes and may be used by many goroutines. [Index.Update] makes the next one of it, for which only
// changed articles are analysed: both share what shelf.go holds of Bleve and most of the forward index. [Live] puts the
// next one in its place without making a search wait.
package index
