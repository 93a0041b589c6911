package index

import "slices"

// complete looks for words that were clipped and escape the repair, since something knows them: half of a word is often another word
// («план» for «планшет»), or happens to be the stem of one («сохран»). A word that the articles hold as it stands is never one of them.
func (r *repairer) complete(read []readWord) (repairs []Repair) {
	var around *surroundings
	for i := range read {
		w := &read[i]
		if !r.maybeClipped(w) {
			continue
		}
		if around == nil {
			around = r.knownIn(read)
		}
		found := r.beginning(w.Text, around)
		if len(found) == 0 {
			continue
		}
		if repaired, ok := r.unclipStem(w, found); ok {
			repairs = append(repairs, repaired)
			continue
		}
		w.others = r.besides(w, found)
	}
	return repairs
}

// maybeClipped tells whether a word could be the beginning of another, for all that is known of it alone.
func (r *repairer) maybeClipped(w *readWord) bool {
	return w.trust >= turnedTrust && len(w.others) == 0 && w.Class == Plain && letters(w.Text) > minClipped && alphabetOf(w.Text) == cyrillic &&
		!isFunctionWord(w.Text) && !r.lexicon.hasText(w.Text)
}

func (r *repairer) knownIn(read []readWord) *surroundings {
	var known []Word
	for i := range read {
		if w := read[i].Word; !isFunctionWord(w.Text) && r.lexicon.knows(w) {
			known = append(known, w)
		}
	}
	around := r.surroundings(known)
	return &around
}

// unclipStem reads a word that nobody writes so, but for which some article has the stem, as the word that begins with it.
func (r *repairer) unclipStem(w *readWord, found []correction) (Repair, bool) {
	own, isStem := r.lexicon.forward.table.stems.numbers[w.Stem]
	others, share := r.families(found)
	if !isStem || share < clippedShare || r.lexicon.declared[w.Text] || isRussian(w.Text) {
		return Repair{}, false
	}
	repaired := Repair{From: w.Text, To: found[0].text, Kind: Clipped, Trust: clippedTrust}
	*w = readWord{Word: newWord(found[0].text), trust: clippedTrust, others: []uint32{own}}
	for _, c := range others {
		w.others = append(w.others, c.stem)
	}
	return repaired, true
}

// besides returns the best of the words that begin with a word, but for its own forms. The word itself counts more than any of them.
func (r *repairer) besides(w *readWord, found []correction) (stems []uint32) {
	own, isStem := r.lexicon.forward.table.stems.numbers[w.Stem]
	for _, c := range found {
		if isStem && c.stem == own {
			continue
		}
		if len(stems) == maxMeant || c.score-found[0].score > closeMeant {
			break
		}
		stems = append(stems, c.stem)
	}
	return stems
}

// minNearClipped is how many letters a word must have to be clipped and misspelt at once.
const minNearClipped = 5

// nearBeginnings returns the words whose beginning was typed with one slip («кооме» for «комментарий»), best first. The first
// letter is taken to be right.
func (r *repairer) nearBeginnings(typed []rune, around *surroundings) []correction {
	if len(typed) < minNearClipped || alphabetOf(string(typed)) != cyrillic {
		return nil
	}
	var found []correction
	look := func(cost int, beginning []rune) {
		for _, c := range r.beginning(string(beginning), around) {
			c.cost = cost
			c.score += float64(cost)
			found = append(found, c)
		}
	}
	for at := 1; at <= len(typed) && len(r.lexicon.startingWith(string(typed[:at]))) > 0; at++ { // else nothing begins so, whatever comes after
		before, rest := typed[:at], typed[at:]
		if len(rest) > 0 {
			look(gapCost(typed, at), slices.Concat(before, rest[1:]))
		}
		if len(rest) > 1 {
			look(swappedSlip, slices.Concat(before, []rune{rest[1], rest[0]}, rest[2:]))
		}
		for letter := 'а'; letter <= 'я'; letter++ {
			missing := slices.Concat(before, []rune{letter}, rest)
			look(gapCost(missing, at), missing)
			if len(rest) > 0 && letter != rest[0] {
				look(substitutionCost(rest[0], letter), slices.Concat(before, []rune{letter}, rest[1:]))
			}
		}
	}
	slices.SortFunc(found, byScore)
	seen := map[uint32]bool{}
	return slices.DeleteFunc(found, func(c correction) bool {
		twice := seen[c.stem]
		seen[c.stem] = true
		return twice
	})
}
