package anchor

// Leaning is a sentence that did not change but leans on one that did: what it says may be of something else by now.
type Leaning struct {
	New    int    // the sentence, by index in the new text
	On     int    // what it leans on: by index in the new text, or in the old one where Change is Dropped
	Words  string // by which it leans, as they stand
	Change Kind   // what became of the one it leans on; MovedWhole also where another one stands before it now
}

// SecondLook finds the sentences that did not change but lean on one before them that did, in the order of the new text. One leans on
// the sentence before it in its paragraph, and where that leans too on the one before that.
func (a *Alignment) SecondLook(language string) (all []Leaning) {
	l := a.linked()
	for j := range a.newParts {
		if !l.unchanged(j) {
			continue
		}
		words, ok := Leans(a.newParts[j].text, language)
		for back := 1; ok && back <= mostBack; back++ {
			if on, change := a.shaken(l, j, back); change != "" {
				all = append(all, Leaning{j, on, words, change})
				break
			}
			if j-back < 0 || !l.unchanged(j-back) {
				break
			}
			_, ok = Leans(a.newParts[j-back].text, language)
		}
	}
	return all
}

// mostBack is how many sentences back one may lean: readers seldom carry a "he" further.
const mostBack = 2

// fates says what became of the sentences: of each new one its kind and the old ones, of each old one its kind.
type fates struct {
	new, old []Kind
	from, to []int // of those that did not change
}

func (l fates) unchanged(j int) bool { return l.new[j] == Same || l.new[j] == MovedWhole }

func (a *Alignment) linked() fates {
	l := fates{make([]Kind, len(a.newParts)), make([]Kind, len(a.oldParts)), make([]int, len(a.newParts)), make([]int, len(a.oldParts))}
	for _, k := range a.Sentences() {
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

// shaken says what became of the sentence that stands, or stood, so many before another that leans on it; "" where it is as it was.
func (a *Alignment) shaken(l fates, j, back int) (on int, change Kind) {
	i := l.from[j]
	before, was := j-back, i-back
	stands, stood := inParagraph(a.newParts, before, j), inParagraph(a.oldParts, was, i)
	switch {
	case stands && !l.unchanged(before):
		if l.new[before] == Edited && !a.reworded(l.from[before], before) {
			return 0, ""
		}
		return before, l.new[before]
	case stood && l.old[was] == Dropped:
		return was, Dropped
	case stands && l.from[before] != was:
		return before, MovedWhole
	case stood && !stands && l.to[was] != before:
		return l.to[was], MovedWhole
	}
	return 0, ""
}

// inParagraph holds where two sentences stand in one paragraph, with no heading between. Where papers give every sentence a paragraph
// of its own, one leans over the empty line before it.
func inParagraph(parts []part, from, to int) bool {
	if from < 0 {
		return false
	}
	for k := from + 1; k <= to; k++ {
		alone := to == from+1 && parts[from].opens
		if !parts[k-1].stops || parts[k].opens && !alone {
			return false
		}
	}
	return true
}

// reworded holds where a word changed in an edited sentence, and not only signs.
func (a *Alignment) reworded(i, j int) bool {
	for t := a.oldParts[i].first; t < a.oldParts[i].last; t++ {
		if a.to[t] == none && a.pairing.old[t].word {
			return true
		}
	}
	for t := a.newParts[j].first; t < a.newParts[j].last; t++ {
		if a.from[t] == none && a.pairing.new[t].word {
			return true
		}
	}
	return false
}
