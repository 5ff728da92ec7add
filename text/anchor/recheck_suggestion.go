package anchor

// RecheckSuggestion is an unchanged sentence that refers back to a changed one, so that its meaning may
// have changed.
type RecheckSuggestion struct {
	New        int        // the index of the sentence in the new text
	Antecedent int        // the sentence it refers to: an index in the new text, or in the old one if Change is Dropped
	Words      string     // the words that refer back, as written
	Change     ChangeKind // what happened to the antecedent; also MovedUnchanged if another sentence is now before this one
}

// RecheckSuggestions finds the unchanged sentences that refer back to a changed one, in the order of the
// new text. A sentence refers to the one before it in its paragraph, and if that refers back too, to the
// one before that.
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

// maxBack is the maximum number of sentences between a reference and its antecedent. Longer references are rare.
const maxBack = 2

// changeIndex contains, for each new sentence, the kind of its change and its old sentences, and for each old sentence the kind of its
// change.
type changeIndex struct {
	new, old []ChangeKind
	from, to []int // of the unchanged sentences
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

// affectedAntecedent returns how the antecedent changed. The antecedent is the sentence that is, or was, back sentences before the
// referring one. It returns "" for an unchanged antecedent.
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

// inSameParagraph reports whether two sentences are in one paragraph, with no heading between them. If
// every sentence is a paragraph of its own, as in some newspapers, references cross empty lines.
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

// isReworded reports whether an edited sentence has changed words, not only changed signs.
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
