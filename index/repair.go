package index

import "strings"

// Repair is a part of a question that was searched for in another spelling than it was typed in.
type Repair struct {
	From string // as typed, in lower case
	To   string // as searched for
	Kind RepairKind
	// Trust is the probability that the repair is what was meant, by what it took to get there.
	Trust float64
}

// String tells the repair in the form «даставка → доставка».
func (r Repair) String() string { return r.From + " → " + r.To }

// RepairKind says what was wrong.
type RepairKind string

// The kinds of repairs.
const (
	Layout          RepairKind = "layout"          // typed with the other keyboard layout: "ljcnfdrf"
	Transliteration RepairKind = "transliteration" // in the other alphabet by its sound: "dostavka"
	Alphabets       RepairKind = "alphabets"       // letters of two alphabets that look the same
	Spelling        RepairKind = "spelling"
	Joined          RepairKind = "joined"  // typed together: «немогу»
	Parted          RepairKind = "parted"  // typed apart: «видео хостинг»
	Clipped         RepairKind = "clipped" // the beginning of a word: «стип»
)

// repairer rewrites the words of a question that no article knows.
type repairer struct {
	lexicon  *lexicon
	articles articlesOf
}

func newRepairer(f *forward, synonyms [][]string) *repairer {
	return &repairer{lexicon: newLexicon(f, synonyms), articles: newArticlesOf(f)}
}

// readWord is a word of a question as it is searched for.
type readWord struct {
	Word
	trust  float64  // 1 as typed, less when repaired
	others []uint32 // stems that may be meant as well
}

// How far repairs of a kind are trusted when nothing speaks against them.
const (
	turnedTrust    = 0.97
	alphabetsTrust = 0.99
	partedTrust    = 0.95
	joinedTrust    = 0.95
	clippedTrust   = 0.8
)

// read analyses a question and repairs what it can. A question of words that the articles hold comes out as Analyze made it.
func (r *repairer) read(text string) ([]readWord, []Repair) {
	words := analyze(text, r.word)
	read := make([]readWord, len(words))
	for i, w := range words {
		if r != nil && !r.lexicon.knows(w) {
			return r.repair(text, words)
		}
		read[i] = readWord{Word: w, trust: 1}
	}
	if r != nil {
		r.joinKnown(read)
		return read, r.complete(read)
	}
	return read, nil
}

// word tells what a folded word is.
func (r *repairer) word(text string) Word {
	if r == nil {
		return newWord(text)
	}
	return r.lexicon.forward.table.word(text)
}

// joinKnown lets two neighbours that are known stand for the word that they make together as well.
func (r *repairer) joinKnown(read []readWord) {
	for i := 1; i < len(read); i++ {
		a, b := &read[i-1], &read[i]
		if whole, ok := r.joined(a.Text, b.Text); ok {
			if stem, ok := r.lexicon.forward.table.stems.numbers[stem(whole)]; ok {
				a.others, b.others = append(a.others, stem), append(b.others, stem)
			}
		}
	}
}

// maxMended bounds the work for one question. A text with more strange words than that is in another language.
const maxMended = 24

// reading is a question under repair.
type reading struct {
	*repairer
	around  surroundings
	words   []readWord
	repairs []Repair
}

func (r *repairer) repair(text string, typed []Word) ([]readWord, []Repair) {
	q := &reading{repairer: r}
	tokens := q.tokens(text)
	if len(tokens) == 0 { // nothing but a link
		for _, w := range typed {
			q.add(w, 1)
		}
		return q.words, nil
	}
	mended := 0
	for i := 0; i < len(tokens); i++ {
		t := &tokens[i]
		switch {
		case i+1 < len(tokens) && q.join(t, &tokens[i+1]):
			i++
		case t.known:
			q.add(t.word, t.trust)
		case mended < maxMended:
			mended++
			if !q.mend(t) {
				q.add(t.word, t.trust)
			}
		default:
			q.add(t.word, t.trust)
		}
	}
	q.dropStopWords()
	r.joinKnown(q.words)
	return q.words, append(q.repairs, r.complete(q.words)...)
}

// tokens cuts a question into words, those of another layout or of Latin sounds turned already.
func (q *reading) tokens(text string) []token {
	var tokens []token
	var known []Word
	for _, c := range q.chunks(text) {
		trust := 1.0
		if c.kind != "" {
			trust = turnedTrust
			q.note(strings.Trim(c.typed, "?!…()«»"), joinWords(c.words), c.kind, trust)
		}
		for _, w := range c.words {
			t := token{text: w, word: q.word(w), trust: trust}
			if c.kind != "" && len(c.words) == 1 {
				t.noted = len(q.repairs)
			}
			if t.known = q.lexicon.knows(t.word); t.known && !stopWords[w] {
				known = append(known, t.word)
			}
			tokens = append(tokens, t)
		}
	}
	q.around = q.surroundings(known)
	return tokens
}

// token is one word of the question on its way through the repair.
type token struct {
	text  string
	word  Word
	known bool
	trust float64
	noted int // number + 1 of the repair that the word came of already
}

func (q *reading) add(w Word, trust float64, others ...uint32) {
	q.words = append(q.words, readWord{Word: w, trust: trust, others: others})
}

func (q *reading) note(from, to string, kind RepairKind, trust float64) {
	q.repairs = append(q.repairs, Repair{From: from, To: to, Kind: kind, Trust: trust})
}

// noteWord notes what became of a word, of one that was turned before as one repair: "skolko" became «сколько», not «сколко».
func (q *reading) noteWord(t *token, to string, kind RepairKind, trust float64) {
	if t.noted == 0 {
		q.note(t.text, to, kind, trust)
		t.noted = len(q.repairs)
		return
	}
	r := &q.repairs[t.noted-1]
	r.To, r.Trust = to, trust
}

// join puts two neighbours together of which one is unknown.
func (q *reading) join(a, b *token) bool {
	if a.known && b.known {
		return false
	}
	whole, ok := q.joined(a.text, b.text)
	if !ok {
		return false
	}
	trust := partedTrust * a.trust * b.trust
	q.note(a.text+" "+b.text, whole, Parted, trust)
	q.add(newWord(whole), trust)
	return true
}

// mend repairs one unknown word and tells whether it could.
func (q *reading) mend(t *token) bool {
	if q.mendAlphabets(t) {
		return true
	}
	if alphabetOf(t.text) == cyrillic && isRussian(t.text) {
		return q.nameBeside(t)
	}
	found := q.corrections(t.word, &q.around, maxSlips)
	beginning, whole := q.unclip(t.word, &q.around)
	parts, partsCost := q.parts(t.text)
	slipped := maxSlips + 1
	if len(found) > 0 {
		slipped = found[0].cost
	}
	switch {
	case parts != nil && partsCost < slipped && (!whole || partsCost <= clippedCost):
		trust := joinedTrust * t.trust
		q.noteWord(t, joinWords(parts), Joined, trust)
		for _, part := range parts {
			q.add(newWord(part), trust)
		}
	case whole:
		q.unclipped(t, beginning)
	case slipped <= neighbourSlip:
		q.correct(t, found, Spelling, spellingTrust(slipped))
	case q.mendName(t):
	case len(found) > 0:
		q.correct(t, found, Spelling, spellingTrust(slipped))
	case len(beginning) > 0:
		q.unclipped(t, beginning)
	default:
		return q.mendBeginning(t)
	}
	return true
}

// mendBeginning finds the words that begin nearly as one that is clipped and misspelt at once.
func (q *reading) mendBeginning(t *token) bool {
	found := q.nearBeginnings([]rune(t.text), &q.around)
	if len(found) == 0 {
		return false
	}
	t.trust *= spellingTrust(found[0].cost)
	q.unclipped(t, found)
	return true
}

// unclipped enters the word that was clipped. When several may be meant, the word stays and they stand beside it.
func (q *reading) unclipped(t *token, found []correction) {
	others, share := q.families(found)
	if share >= clippedShare {
		q.correct(t, append(found[:1:1], others...), Clipped, clippedTrust)
		return
	}
	stems := []uint32{found[0].stem}
	for _, c := range others {
		stems = append(stems, c.stem)
	}
	q.noteWord(t, found[0].text, Clipped, clippedTrust*share)
	q.add(t.word, t.trust, stems...)
}

const maxSlips = 20

// spellingTrust falls with the slips that it took.
func spellingTrust(cost int) float64 { return 0.98 - 0.02*float64(cost) }

// correct enters the best correction and those that come close to it.
func (q *reading) correct(t *token, found []correction, kind RepairKind, trust float64) {
	others, share := closeTo(found)
	w := newWord(found[0].text)
	if stems := q.lexicon.forward.table.stems.terms; found[0].stem != noStem {
		w.Stem = stems[found[0].stem]
	}
	trust *= t.trust * (0.5 + share/2)
	var stems []uint32
	for _, c := range others {
		if c.stem != noStem {
			stems = append(stems, c.stem)
		}
	}
	q.noteWord(t, w.Text, kind, trust)
	q.add(w, trust, stems...)
}

// mendAlphabets writes a word in one alphabet.
func (q *reading) mendAlphabets(t *token) bool {
	if way := q.knownTwin(t.text); way != "" {
		q.noteWord(t, way, Alphabets, alphabetsTrust)
		q.add(newWord(way), alphabetsTrust*t.trust)
		return true
	}
	if inCyrillic, _ := sameAlphabet(t.text); alphabetOf(t.text) == mixed && inCyrillic != "" {
		q.noteWord(t, inCyrillic, Alphabets, alphabetsTrust)
		t.text, t.word, t.trust = inCyrillic, newWord(inCyrillic), t.trust*alphabetsTrust // and perhaps misspelt besides
	}
	return false
}

// mendName finds a Latin name that was typed as it is heard.
func (q *reading) mendName(t *token) bool {
	name := q.nameBySound(t.text)
	if name == "" {
		return false
	}
	q.noteWord(t, name, Transliteration, turnedTrust)
	q.add(newWord(name), turnedTrust*t.trust)
	return true
}

// nameBeside lets a Russian word that is right by itself stand for the name that sounds the same, too («андроид»).
func (q *reading) nameBeside(t *token) bool {
	name := q.nameBySound(t.text)
	if name == "" {
		return false
	}
	q.noteWord(t, name, Transliteration, turnedTrust)
	q.add(t.word, t.trust, q.lexicon.forward.table.stems.numbers[stem(name)])
	return true
}

func (q *reading) nameBySound(word string) string {
	if alphabetOf(word) != cyrillic || letters(word) < minTurned {
		return ""
	}
	for _, way := range toLatinSound.spellings(word) {
		if alphabetOf(way) == latin && !isFunctionWord(way) && q.lexicon.hasText(way) {
			return way
		}
	}
	return ""
}

// dropStopWords does what Analyze does with them.
func (q *reading) dropStopWords() {
	kept := q.words[:0:0]
	for _, w := range q.words {
		if !stopWords[w.Text] {
			kept = append(kept, w)
		}
	}
	if len(kept) > 0 {
		q.words = kept
	}
}

func joinWords(words []string) string { return strings.Join(words, " ") }
