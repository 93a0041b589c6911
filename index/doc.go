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
//     or apart, clipped and misspelt words. What it searches for instead of a word is in [Result.Repairs].
//   - query.go gives the words their weight by their idf in this knowledge base, and little to words that stand in
//     questions of every kind (words.go). synonyms.go widens them at a lower weight by what means the same: the company's own
//     synonyms, and thesaurus.txt, which joins how customers say it to how companies write it.
//   - candidates.go asks the inverted index of Bleve (BM25 over stems and trigrams of phrasings and answers) for the articles
//     worth a closer look. Only the rarest terms are looked for, which bounds the work however large the knowledge base is.
//   - features.go, coverage.go and similarity.go look at each candidate, phrasing by phrasing, through the compact
//     forward index of forward.go: seven BM25 views, how much of the question the phrasing holds and of the phrasing the
//     question, with words that are only alike counted partly (by trigrams; by the root, roots.go; a loanword by its sound),
//     the best sentence of the answer, and whether negation, question words, numbers and names agree. An article without
//     phrasings has features, and so weights, of its own.
//   - rank.go orders the candidates by a weighted sum of these features.
//   - confidence.go turns the outcome into a probability that the first hit is right, and that one of three is. It is
//     computed from comparable features only: margins, coverage, unknown words; never from a raw BM25 score, which
//     depends on the length of the question and the size of the knowledge base.
//
// The weights lie in model.json together with their origin and with the figures measured on questions that the fit had
// not seen; [WithModel] takes others. [Index.Explain] shows what each feature added.
//
// # What it is made of, and what each part brought
//
// R@1 / R@3, cross-validated on the development sets; each row adds to the one above:
//
//	                                                              rutube          mirea-student
//	stems, trigrams, prefixes, pairs, answers: 28 features        0.492 / 0.708   0.678 / 0.793
//	trigrams of answers find candidates, lone answers apart       0.513 / 0.713   0.709 / 0.825
//	the thesaurus                                                 0.532 / 0.742   0.704 / 0.840
//	roots, sounds, sentences, heaviest words, repair              0.529 / 0.745   0.702 / 0.840
//	light words count little                                      0.547 / 0.739   0.717 / 0.843
//
// Tried and left out, since they changed no figure beyond chance: the cosine of trigrams, reciprocal ranks in each view, the
// lead in coverage, the length of the answer, numbers in the answer of a question for a time or an amount. The number of an
// article's phrasings told much in one set, but only because its distractors have none.
//
// # What repair repairs
//
// Questions whose article came first, spoilt by code that repair does not share, and how many still find it first (video
// service, students). Misspellings are ones that people made, half of them kept aside from developing.
//
//	                  with repair     without
//	keyboard layout   0.990   0.996   0.03   0.02
//	transliteration   0.967   0.971   0.70   0.83
//	ё and е           1.000   1.000   0.97   0.99
//	two alphabets     1.000   1.000   0.82   0.77
//	typed together    0.938   0.971   0.82   0.82
//	typed apart       0.976   0.969   0.87   0.82
//	clipped           0.894   0.937   0.86   0.90
//	misspelt          0.976   0.976   0.87   0.87
//
// Half of a word often leaves open which word it was, and is often another word itself: that is what clipping loses. Of 480
// questions that were right as typed, repair makes 2 wrong, and it makes 8 others right.
//
// # What it misses
//
// Of the video service's questions whose article was not first, a sample of 45 was read by hand, before the thesaurus came: in
// about a third another article says nearly the same or answers as well; in a third the question and its article share
// no word that tells («пожертвования» and «Поддержать автора»), of which the thesaurus finds some; in a quarter the words
// are there, but another article has more of them; the rest are stories, or questions that need what was said before.
//
// An [Index] never changes and may be used by many goroutines. [Index.Update] makes the next one of it, for which only
// changed articles are analysed: both share what shelf.go holds of Bleve and most of the forward index. [Live] puts the
// next one in its place without making a search wait.
package index
