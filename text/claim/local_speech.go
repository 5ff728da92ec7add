package claim

// findLocalAttributions finds verbs of saying and words for "according to" in languages other than English.
func (f *analyzer) findLocalAttributions() {
	for i := 0; i < len(f.tokens); i++ {
		if _, end := f.termAt(i, localPerAfter); end > i {
			if first := f.localSubjectStart(i); first < i {
				f.addMatch(&speechRules[accordingTo], first, end, Value{})
			}
			continue
		}
		if _, end := f.termAt(i, localPer); end > i {
			if after := f.localSubjectEnd(end); after > end {
				f.addMatch(&speechRules[accordingTo], i, after, Value{})
			}
			continue
		}
		if _, end := f.termAt(i, localSay); end > i && !f.inTime[i] {
			first, after := f.localSpeaker(i, end)
			f.addMatch(&speechRules[saysThat], first, after, Value{})
		}
	}
}

// localSpeaker returns the span of an attribution: the speaker before the verb or, behind a quotation or a
// comma, the one after it.
func (f *analyzer) localSpeaker(i, end int) (first, after int) {
	first = i
	if f.isShortWord(i-1, 3) { // an auxiliary: "a déclaré"
		first--
	}
	for _, from := range []int{i, first} {
		if from == 0 || f.isQuoteMark(from-1) || f.isSign(from-1, ",—–」』") || f.inTime[from-1] {
			return from, max(end, f.localSubjectEnd(end))
		}
	}
	return f.localSubjectStart(i), end
}

// localSubjectStart returns where the words before token i begin that belong to it.
func (f *analyzer) localSubjectStart(i int) int {
	first := i
	for first > 0 && first > i-maxReach {
		p := f.tokenAt(first - 1)
		if p.kind == signToken && !f.isInnerSign(first-1) || f.isTerm(first-1, localThat) || f.inTime[first-1] {
			break
		}
		first--
	}
	return first
}

// withoutPreposition cuts a short word off the end of a speaker if a date or a figure comes next, because the word then
// belongs to the date: "said Ann on 3 May".
func (f *analyzer) withoutPreposition(i, end int) int {
	if end-1 > i && f.isShortWord(end-1, 3) && f.tokenAt(end).kind != signToken {
		return end - 1
	}
	return end
}

// isInnerSign reports whether token i is a sign inside a name: a hyphen, an apostrophe, or the stop of an
// initial.
func (f *analyzer) isInnerSign(i int) bool {
	before := f.tokenAt(i - 1)
	return f.isHyphen(i) || f.isSign(i, "'’") && f.tokenAt(i).adjacent ||
		f.isSign(i, ".") && f.tokenAt(i).adjacent && before.capital && before.to-before.from < 4
}

// maxLocalSubject limits how many words behind a verb of saying name the speaker.
const maxLocalSubject = 6

// localSubjectEnd returns the end of the speaker that begins at token i.
func (f *analyzer) localSubjectEnd(i int) int {
	named := false
	for end := i; end < len(f.tokens); end++ {
		t := f.tokenAt(end)
		short := t.to-t.from <= 3
		switch {
		case end-i >= maxLocalSubject, t.kind == numberToken, f.isTerm(end, localThat|localSay):
			return f.withoutPreposition(i, end)
		case t.kind == signToken && !f.isInnerSign(end), f.inTime[end]:
			return f.withoutPreposition(i, end)
		case named && t.kind == wordToken && !t.capital && !short && !f.isCaseless(end):
			return end
		}
		named = named || t.capital
	}
	return len(f.tokens)
}
