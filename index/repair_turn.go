package index

import (
	"slices"
	"strings"
	"unicode"
)

// chunk is a piece of a question between spaces. Only as a whole can it be read in another layout, where marks are letters.
type chunk struct {
	typed  string
	words  []string
	script alphabet // of its letters
	known  bool     // all its words are
	plain  bool     // known, and not by function words alone, which other languages have too

	keys   []string // words by the other layout, if all of them are known
	sounds []string // words by transliteration, if all of them are known
	kind   RepairKind
}

// minTurned is how many letters a lone piece must have to be read otherwise; in company of others one is enough.
const minTurned = 3

// maxPieces bounds the pieces that are read otherwise: what is longer than that is a letter.
const maxPieces = 64

// maxGuessed bounds the pieces of each alphabet that are compared with the whole vocabulary in another reading.
const maxGuessed = 16

// chunks cuts a question and reads each piece that it does not know in the other layout and by its sound. What most of
// the letters of an alphabet are meant for decides about the rest: in «rfr cltkfnm» the second word may be unknown.
func (r *repairer) chunks(text string) []chunk {
	pieces := strings.Fields(strings.ToLower(strings.ToValidUTF8(text, " ")))
	all := make([]chunk, 0, len(pieces))
	for i, typed := range pieces {
		c := chunk{typed: typed, words: split(withoutLinks(fold(typed))), known: true}
		for _, w := range c.words {
			known := r.lexicon.knowsText(w)
			c.known = c.known && known
			c.plain = c.plain || !isFunctionWord(w)
		}
		c.script = scriptOf(typed)
		c.plain = c.plain && c.known && (c.script != latin || !r.rarerThanItsSound(&c))
		if i < maxPieces && c.script != mixed && (!c.plain || letters(typed) < minTurned) && !isAddress(typed) {
			r.readOtherwise(&c)
		}
		all = append(all, c)
	}
	for _, script := range []alphabet{latin, cyrillic} {
		r.decide(all, script)
	}
	return all
}

// readOtherwise finds the readings of a piece that consist of known words.
func (r *repairer) readOtherwise(c *chunk) {
	if c.script == cyrillic {
		if turned := latinLayout(c.typed); strings.ContainsFunc(turned, unicode.IsLetter) {
			c.keys = r.allKnown(split(fold(turned)))
		}
		return
	}
	for _, turned := range cyrillicReadings(c.typed) {
		if c.keys = r.allKnown(split(fold(turned))); c.keys != nil {
			break
		}
	}
	if c.keys == nil || !r.articlesKnow(c.keys) {
		c.sounds = r.bySound(c.typed)
	}
	if c.sounds != nil && r.articlesKnow(c.sounds) {
		c.keys = nil
	}
}

// rarerThanItsSound tells of a known Latin piece that the articles have it more often in Cyrillic («бот», and "bot" once):
// among transliterated words it is one of them.
func (r *repairer) rarerThanItsSound(c *chunk) bool {
	if len(c.words) != 1 {
		return false
	}
	sounds := r.bySound(c.typed)
	return len(sounds) == 1 && r.articlesWith(sounds[0]) > r.articlesWith(c.words[0])
}

func (r *repairer) articlesWith(word string) uint32 {
	if n, ok := r.lexicon.forward.table.stems.numbers[stem(word)]; ok {
		return r.lexicon.forward.stemsAll.count(n)
	}
	return 0
}

func (r *repairer) allKnown(words []string) []string {
	for _, w := range words {
		if !r.understands(w) || classify(w) == Number {
			return nil
		}
	}
	return words
}

// understands tells whether a word came about by no chance: the articles know it, or every Russian does. The latter may be
// wrong about a few in a thousand strings, and there are dozens of ways to read a word, so its looks must agree.
func (r *repairer) understands(word string) bool {
	return r.lexicon.knowsText(word) ||
		alphabetOf(word) == cyrillic && letters(word) > minTurned && isRussian(word) && r.likeness([]string{word}) >= minLooks
}

// minLooks is the share of trigrams that the articles hold of almost any Russian word, but not of a jumble.
const minLooks = 0.5

// bySound reads every word of a piece as transliterated Russian; nil if one of them is unknown then.
func (r *repairer) bySound(typed string) []string {
	var words []string
	for _, w := range soundRuns(typed) {
		known := r.knownSound(w)
		if known == "" {
			return nil
		}
		words = append(words, known)
	}
	return words
}

// knownSound returns the most usual spelling that an article holds, or else that is Russian; "" if there is none.
func (r *repairer) knownSound(word string) string {
	russian := ""
	for _, way := range toCyrillicSound.spellings(word) {
		if alphabetOf(way) != cyrillic {
			continue
		}
		if r.lexicon.knowsText(way) {
			return way
		}
		if russian == "" && r.understands(way) {
			russian = way
		}
	}
	return russian
}

// soundRuns cuts a piece into words. An apostrophe within one is a soft sign.
func soundRuns(typed string) []string {
	runs := strings.FieldsFunc(fold(typed), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	var words []string
	for _, w := range runs {
		if w = strings.TrimLeft(w, "'"); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// What a transliterated word counts that is Russian but in no article, and what a word counts against it that is
// neither, next to 10 for a word of the articles: "delivery to london" is not Russian because «лондон» is.
const (
	russianWeight = 5
	foreignWeight = 4
)

func (r *repairer) articlesKnow(words []string) bool {
	for _, w := range words {
		if !r.lexicon.knowsText(w) {
			return false
		}
	}
	return true
}

// decide chooses a reading for the pieces in one script.
func (r *repairer) decide(all []chunk, script alphabet) {
	var against, byKeys, bySounds, foreign int // letters, ten times, that speak for a reading
	for i := range all {
		c := &all[i]
		if c.script != script {
			continue
		}
		size := letters(c.typed)
		switch {
		case c.plain, c.known && c.keys == nil && c.sounds == nil:
			against += 10 * size
		case c.known:
		case c.keys != nil:
			byKeys += 10 * size
		case c.sounds == nil:
			foreign += foreignWeight * size
		case r.articlesKnow(c.sounds):
			bySounds += 10 * size
		default:
			bySounds += russianWeight * size
		}
	}
	keysMeant := byKeys >= 10*minTurned && byKeys >= bySounds && byKeys > against
	soundsMeant := bySounds >= 10*minTurned && bySounds > byKeys && bySounds > against+foreign
	guessed := 0
	for i := range all {
		if c := &all[i]; c.script == script && !isAddress(c.typed) && !r.choose(c, keysMeant, soundsMeant) && guessed < maxGuessed {
			guessed++
			r.guess(c, keysMeant, soundsMeant)
		}
	}
}

// choose reads a piece the way that it is meant by itself or by its company, and tells whether it is clear what that is.
func (r *repairer) choose(c *chunk, keysMeant, soundsMeant bool) bool {
	size := letters(c.typed)
	switch {
	case c.keys != nil && keysMeant:
		c.turn(c.keys, Layout)
	case c.sounds != nil && soundsMeant:
		c.turn(c.sounds, Transliteration)
	case c.known, len(c.words) == 1 && r.knownTwin(c.words[0]) != "": // which is mended as such
	case c.keys != nil && size >= minTurned && !soundsMeant:
		c.turn(c.keys, Layout)
	case c.sounds != nil && size > minTurned && r.articlesKnow(c.sounds):
		c.turn(c.sounds, Transliteration)
	default:
		return false
	}
	return true
}

// guess reads a piece that is unknown in every way: in company as the others, alone as far as it is misspelt besides.
func (r *repairer) guess(c *chunk, keysMeant, soundsMeant bool) {
	switch {
	case keysMeant && r.likelier(otherLayout(c), c.words):
		c.turn(otherLayout(c), Layout)
	case soundsMeant && c.script == latin && r.likeness(r.mostUsualSound(c.typed)) >= minLooks:
		c.turn(r.mostUsualSound(c.typed), Transliteration)
	default:
		r.turnMisspelt(c)
	}
}

// likelier tells whether words look more like those of the articles than others do, by the share of their trigrams that
// any article holds.
func (r *repairer) likelier(words, than []string) bool {
	return r.likeness(words) > r.likeness(than)
}

func (r *repairer) likeness(words []string) float64 {
	known, all := 0, 0
	for _, w := range words {
		if heard := toCyrillicSound.spellings(w); alphabetOf(w) == latin && len(heard) > 0 {
			w = heard[0] // or nothing Latin would look like anything in a Russian base
		}
		for _, g := range trigrams(w) {
			if _, ok := r.lexicon.forward.table.grams.numbers[g]; ok {
				known++
			}
			all++
		}
	}
	return ratio(float64(known), float64(all))
}

func (c *chunk) turn(words []string, kind RepairKind) {
	if len(words) > 0 && !slices.Equal(words, c.words) {
		c.words, c.kind = words, kind
	}
}

// otherLayout reads a piece in the other layout whatever comes of it; marks at its ends stay marks.
func otherLayout(c *chunk) []string {
	if c.script == cyrillic {
		return split(fold(latinLayout(c.typed)))
	}
	return split(fold(cyrillicLayout(strings.Trim(c.typed, latinKeyMarks))))
}

// mostUsualSound reads every word of a piece as transliterated Russian, known or not.
func (r *repairer) mostUsualSound(typed string) []string {
	words := soundRuns(typed)
	for i, w := range words {
		if known := r.knownSound(w); known != "" {
			w = known
		} else if ways := toCyrillicSound.spellings(w); len(ways) > 0 {
			w = r.closest(ways[:min(len(ways), maxTried)])
		}
		words[i] = w
	}
	return words
}

// maxTried is how many spellings of a transliterated word are tried for a slip besides: signs without a sound are mostly left out.
const maxTried = 6

// closest returns the spelling that comes closest to a known word, or the first one.
func (r *repairer) closest(ways []string) string {
	best, cost := ways[0], neighbourSlip+1
	for _, way := range ways {
		if found := r.corrections(newWord(way), &surroundings{articles: &r.articles}, neighbourSlip); len(found) > 0 && found[0].cost < cost {
			best, cost = way, found[0].cost
		}
	}
	return best
}

// turnMisspelt turns a lone word that is misspelt on top of its layout or sound, as far as it then comes close to a
// known one.
func (r *repairer) turnMisspelt(c *chunk) {
	if letters(c.typed) < 6 || len(c.words) == 0 {
		return
	}
	for _, other := range []struct {
		words []string
		kind  RepairKind
		limit int
	}{{otherLayout(c), Layout, anySlip}, {r.mostUsualSound(c.typed), Transliteration, neighbourSlip}} {
		if len(other.words) != 1 || alphabetOf(other.words[0]) == mixed || alphabetOf(other.words[0]) == c.script {
			continue
		}
		if len(r.corrections(newWord(other.words[0]), &surroundings{articles: &r.articles}, other.limit)) > 0 {
			c.turn(other.words, other.kind)
			return
		}
	}
}

func scriptOf(text string) alphabet {
	is, found := mixed, false
	for _, r := range text {
		var of alphabet
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			of = cyrillic
		case r >= 'a' && r <= 'z':
			of = latin
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return mixed
		default:
			continue
		}
		if found && of != is {
			return mixed
		}
		is, found = of, true
	}
	return is
}

// isAddress tells a link or a mail address, in which nothing is misspelt.
func isAddress(typed string) bool {
	return strings.Contains(typed, "://") || strings.ContainsRune(typed, '@')
}
