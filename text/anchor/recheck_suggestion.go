package anchor

// RecheckSuggestion is a sentence that did not change but leans on one that did: what it says may be of something else by now.
type RecheckSuggestion struct {
	New        int        // the sentence, by index in the new text
	Antecedent int        // what it leans on: by index in the new text, or in the old one where Change is Dropped
	Words      string     // by which it leans, as they stand
	Change     ChangeKind // what became of the one it leans on; MovedUnchanged also where another one stands before it now
}

// RecheckSuggestions finds the sentences that did not change but lean on one before them that did, in the order of the new text.
// One leans on
// the sentence before it in its paragraph, and where that leans too on the one before that.
func (a *Alignment) RecheckSuggestions(language string) (all []RecheckSuggestion) {
	l := a.indexChanges()
	for j := range a.newSentences {
		if !l.isUnchanged(j) {
			continue
		}
		words, ok := FindBackReference(a.newSentences[j].text, language)
		for back := 1; ok && back <= maxBack; back++ {
			if on, change := a.affectedAntecedent(l, j, back); change != "" {
				all = append(all, RecheckSuggestion{j, on, words, change})
				break
			}
			if j-back < 0 || !l.isUnchanged(j-back) {
				break
			}
			_, ok = FindBackReference(a.newSentences[j-back].text, language)
		}
	}
	return all
}

// maxBack is how many sentences back one may lean: readers seldom carry a "he" further.
const maxBack = 2

// changeIndex says what became of the sentences: of each new one its kind and the old ones, of each old one its kind.
type changeIndex struct {
	new, old []ChangeKind
	from, to []int // of those that did not change
}

func (l changeIndex) isUnchanged(j int) bool { return l.new[j] == Same || l.new[j] == MovedUnchanged }

func (a *Alignment) indexChanges() changeIndex {
	l := changeIndex{
		make([]ChangeKind, len(a.newSentences)),
		make([]ChangeKind, len(a.oldSentences)),
		make([]int, len(a.newSentences)),
		make([]int, len(a.oldSentences)),
	}
	for _, k := range a.SentenceLinks() {
		for _, j := range k.New {
			l.new[j] = k.Kind
			for _, i := range k.Old {
				l.from[j] = i
			}
		}
		for _, i := range k.Old {
			l.old[i] = k.Kind
			for _, j := range k.New {
				l.to[i] = j
			}
		}
	}
	return l
}

// affectedAntecedent says what became of the sentence that stands, or stood, so many before another that leans on it; "" where it
// is as it was.
func (a *Alignment) affectedAntecedent(l changeIndex, j, back int) (on int, change ChangeKind) {
	i := l.from[j]
	before, was := j-back, i-back
	stands, stood := inSameParagraph(a.newSentences, before, j), inSameParagraph(a.oldSentences, was, i)
	switch {
	case stands && !l.isUnchanged(before):
		if l.new[before] == Edited && !a.isReworded(l.from[before], before) {
			return 0, ""
		}
		return before, l.new[before]
	case stood && l.old[was] == Dropped:
		return was, Dropped
	case stands && l.from[before] != was:
		return before, MovedUnchanged
	case stood && !stands && l.to[was] != before:
		return l.to[was], MovedUnchanged
	}
	return 0, ""
}

// inSameParagraph holds where two sentences stand in one paragraph, with no heading between. Where papers give every sentence a paragraph
// of its own, one leans over the empty line before it.
func inSameParagraph(parts []sentenceRange, from, to int) bool {
	if from < 0 {
		return false
	}
	for k := from + 1; k <= to; k++ {
		alone := to == from+1 && parts[from].opensParagraph
		if !parts[k-1].terminated || parts[k].opensParagraph && !alone {
			return false
		}
	}
	return true
}

// isReworded holds where a word changed in an edited sentence, and not only signs.
func (a *Alignment) isReworded(i, j int) bool {
	for t := a.oldSentences[i].first; t < a.oldSentences[i].last; t++ {
		if a.to[t] == noIndex && a.pairing.old[t].word {
			return true
		}
	}
	for t := a.newSentences[j].first; t < a.newSentences[j].last; t++ {
		if a.from[t] == noIndex && a.pairing.new[t].word {
			return true
		}
	}
	return false
}
