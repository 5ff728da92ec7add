package models

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// An assertion is one person's statement about exact words at one time: a read mark, a verdict, a piece of evidence, a confirmation, an
// override or a sign-off. It keeps the words that it was given for, and counts only while those words are unchanged. After that it is
// shown with its former words and does not count. Only this file derives a sentence's state from its assertions.

// SentenceFacts is a sentence with every assertion that concerns it.
type SentenceFacts struct {
	Sentence
	Stored        SentenceStatus // as it is stored
	Inherited     bool           // it was made by splitting or merging sentences that were settled
	Claims        []ClaimFacts
	ReadMarks     []ReadMarkFacts
	EqualHeadline *SentenceFacts // for a title that equals a headline: that headline, whose status it takes
}

// ClaimFacts is a claim in a sentence.
type ClaimFacts struct {
	ID                int64
	Version           int       // without changes of the assignment
	Span              text.Span // its part of the sentence, in code points from the sentence's start
	OwnOccurrence     bool      // the claim's own occurrence, not a further one
	BeginsHere        bool      // the occurrence begins in this sentence
	FirstFullyCovered bool      // the same occurrence fully covers no sentence before this one
	Moved             bool      // nobody has confirmed its place
	CorrectionPending bool      // an accepted correction, or the correction that its outcome names, is not in the text
	Lapsed            bool      // it has verdicts, but none of them counts
	DependencyChanged bool      // its verdicts count, but were given while the sentence referred back to other words
	ClaimStatus
	Resolution        Resolution
	CountedReviewers  []int64 // reviewers whose verdicts count, without those who ruled
	OutdatedReviewers []int64 // those whose counted verdicts are all from when the sentence referred back to other words
}

// ReadMarkFacts is a read mark that was not withdrawn.
type ReadMarkFacts struct {
	ReaderID              int64
	Counts                bool        // the sentence's words, its region and what it refers back to are unchanged
	OnlyDependencyChanged bool        // only what the sentence refers back to has changed
	Gaps                  []text.Span // words that a claim covered, from the sentence's start
}

// SentenceStatus is derived from a sentence's facts.
type SentenceStatus struct {
	State              SentenceState
	DependencyChanged  bool // in recheck because it refers back to a sentence that changed
	ReadByTwo          bool // two people who did not write it checked everything in it
	OnlyAuthorsChecked bool // settled, but only its authors checked some part of it
	RestRead           bool // nothing outside its claims is left to read
}

// SentencePart is a claim, or the rest of a sentence, with the users who checked it.
type SentencePart struct {
	ClaimID   int64 // 0: the rest of the sentence
	CheckedBy []int64
}

// Status derives the sentence's status. A verdict or read mark counts for the state whether or not its author
// wrote the sentence.
func (f SentenceFacts) Status() SentenceStatus {
	if f.EqualHeadline != nil {
		s := f.EqualHeadline.Status()
		s.OnlyAuthorsChecked = false // the headline itself is counted
		return s
	}
	rest := f.restMask()
	read, counting := f.isRestCovered(rest), f.hasCountedReadMark()
	s := SentenceStatus{RestRead: read, DependencyChanged: !counting && f.dependencyChanged()}
	open, lapsed, moved := false, f.Inherited, false
	for _, c := range f.Claims {
		open = open || IsClaimOpen(c.ClaimStatus, c.Resolution) || c.CorrectionPending
		lapsed, moved = lapsed || c.Lapsed, moved || c.Moved
	}
	for _, m := range f.ReadMarks {
		lapsed = lapsed || !m.Counts
	}
	switch settled := !open && read && (counting || len(f.Claims) > 0); {
	case moved, s.DependencyChanged:
		s.State = Recheck
	case settled && len(f.Claims) > 0:
		s.State = Done
	case settled:
		s.State = Clear
	case lapsed && !counting:
		s.State = Recheck
	case len(f.Claims) > 0:
		s.State = Open
	default:
		s.State = Unread
	}
	items := f.partsWithRest(rest)
	s.ReadByTwo = f.everyPartChecked(items, 2)
	s.OnlyAuthorsChecked = (s.State == Clear || s.State == Done) && !f.everyPartChecked(items, 1)
	return s
}

// WithUncheckedClaim returns the status of the sentence after somebody marks one more claim in it, which nobody has checked. It returns
// false if that status does not follow from the present one alone.
func (s SentenceStatus) WithUncheckedClaim() (SentenceStatus, bool) {
	switch s.State {
	case Unread, Open:
		return SentenceStatus{State: Open, DependencyChanged: s.DependencyChanged}, true
	case Recheck: // an unchecked claim takes away none of its reasons
		return SentenceStatus{State: Recheck, DependencyChanged: s.DependencyChanged}, true
	}
	return SentenceStatus{}, false
}

// hasCountedReadMark reports whether any read mark counts.
func (f SentenceFacts) hasCountedReadMark() bool {
	return slices.ContainsFunc(f.ReadMarks, func(m ReadMarkFacts) bool { return m.Counts })
}

// RestReadBy reports whether a user's own marks cover the whole rest of the sentence.
func (f SentenceFacts) RestReadBy(user int64) bool {
	var own []ReadMarkFacts
	for _, m := range f.ReadMarks {
		if m.ReaderID == user && m.Counts {
			own = append(own, m)
		}
	}
	return len(own) > 0 && areMarksCovering(f.restMask(), own)
}

// dependencyChanged reports whether an assertion was given while the sentence referred back to other words.
func (f SentenceFacts) dependencyChanged() bool {
	return slices.ContainsFunc(f.ReadMarks, func(m ReadMarkFacts) bool { return m.OnlyDependencyChanged }) ||
		slices.ContainsFunc(f.Claims, func(c ClaimFacts) bool { return c.DependencyChanged })
}

// restMask marks the code points of the sentence that must be read outside its claims. A claim covers its own words. The first sentence
// that a claim fully covers has no rest. Further occurrences of a claim cover nothing.
func (f SentenceFacts) restMask() []bool {
	runes := []rune(f.Text)
	need := make([]bool, len(runes))
	for i, r := range runes {
		need[i] = isSignificant(r)
	}
	whole := slices.Clone(need)
	for _, c := range f.Claims {
		if !c.OwnOccurrence || !c.FirstFullyCovered && spanCoversAll(whole, c.Span) {
			continue
		}
		for i := max(0, c.Span.Start); i < min(c.Span.End, len(need)); i++ {
			need[i] = false
		}
	}
	return need
}

// punctuation lists characters that only separate or end words and sentences.
const punctuation = ".,;:!?…\"'“”„‘’‚«»‹›()[]{}。、，！？：；「」『』（）؟،؛।۔"

// InsignificantCharacters are the characters that need no reading: punctuation, and white space as in
// unicode.IsSpace.
const InsignificantCharacters = punctuation + "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" +
	"\u2028\u2029\u202f\u205f\u3000"

// isSignificant reports whether a character has to be read.
func isSignificant(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(punctuation, r) }

// IsFirstFullyCovered reports whether an occurrence fully covers no sentence before this one. begins is the
// number of the sentence in which the occurrence begins; skipped are the words of that sentence before it.
func (s Sentence) IsFirstFullyCovered(begins int, skipped string) bool {
	return s.Ordinal == begins || s.Ordinal == begins+1 && strings.ContainsFunc(skipped, isSignificant)
}

func spanCoversAll(need []bool, s text.Span) bool {
	for i, n := range need {
		if n && (i < s.Start || i >= s.End) {
			return false
		}
	}
	return true
}

// isRestCovered reports whether the counted read marks cover the whole rest.
func (f SentenceFacts) isRestCovered(rest []bool) bool { return areMarksCovering(rest, f.ReadMarks) }

func areMarksCovering(rest []bool, marks []ReadMarkFacts) bool {
	for i, need := range rest {
		if need && !slices.ContainsFunc(marks, func(m ReadMarkFacts) bool { return m.covers(i) }) {
			return false
		}
	}
	return true
}

// covers reports whether the mark counts for the code point.
func (m ReadMarkFacts) covers(at int) bool {
	return m.Counts && !slices.ContainsFunc(m.Gaps, func(g text.Span) bool { return g.Start <= at && at < g.End })
}

// Parts lists the sentence's claims and its rest, each with the users who checked it: those whose verdict
// counts, or who read the whole rest.
func (f SentenceFacts) Parts() []SentencePart {
	if f.EqualHeadline != nil {
		return f.EqualHeadline.Parts()
	}
	return f.partsWithRest(f.restMask())
}

// partsWithRest lists the sentence's claims, and its rest if there is one to read.
func (f SentenceFacts) partsWithRest(rest []bool) []SentencePart {
	var items []SentencePart
	for _, c := range f.Claims {
		if !slices.ContainsFunc(items, func(i SentencePart) bool { return i.ClaimID == c.ID }) { // a claim may occur twice
			items = append(items, SentencePart{ClaimID: c.ID, CheckedBy: f.claimCheckers(c)})
		}
	}
	if len(items) > 0 && !slices.Contains(rest, true) { // a sentence of punctuation alone must be read, too
		return items
	}
	by := map[int64][]ReadMarkFacts{}
	var readers []int64
	for _, m := range f.ReadMarks {
		if _, known := by[m.ReaderID]; !known {
			readers = append(readers, m.ReaderID)
		}
		by[m.ReaderID] = append(by[m.ReaderID], m)
	}
	item := SentencePart{}
	counts := func(m ReadMarkFacts) bool { return m.Counts }
	for _, reader := range readers {
		if slices.ContainsFunc(by[reader], counts) && areMarksCovering(rest, by[reader]) {
			item.CheckedBy = append(item.CheckedBy, reader)
		}
	}
	return append(items, item)
}

// claimCheckers lists the users who checked a claim in its current sentence. If a verdict is older than what
// the sentence refers back to, its reviewer must also have a read mark that counts.
func (f SentenceFacts) claimCheckers(c ClaimFacts) []int64 {
	looked := slices.Clone(c.CountedReviewers)
	for _, who := range c.OutdatedReviewers {
		if slices.ContainsFunc(f.ReadMarks, func(m ReadMarkFacts) bool { return m.Counts && m.ReaderID == who }) {
			looked = append(looked, who)
		}
	}
	return looked
}

// everyPartChecked reports whether at least n people other than the sentence's authors checked each of its
// parts.
func (f SentenceFacts) everyPartChecked(items []SentencePart, n int) bool {
	return !slices.ContainsFunc(items, func(i SentencePart) bool { return len(f.independentCheckers(i, 0)) < n })
}

// independentCheckers lists the users who checked a part, without the sentence's authors and the excluded
// user.
func (f SentenceFacts) independentCheckers(item SentencePart, apart int64) []int64 {
	var list []int64
	for _, who := range item.CheckedBy {
		if who != apart && !f.WrittenBy(who) && !slices.Contains(list, who) {
			list = append(list, who)
		}
	}
	return list
}

// dependentParts lists the parts that only the sentence's authors or the signer checked. It is empty for a sentence that is not settled,
// because another gate reason already covers that sentence.
func (f SentenceFacts) dependentParts(state SentenceState, signer int64) []SentencePart {
	if f.EqualHeadline != nil {
		return nil // its headline is listed
	}
	if state != Clear && state != Done {
		return nil
	}
	var list []SentencePart
	for _, item := range f.Parts() {
		if len(f.independentCheckers(item, signer)) == 0 {
			list = append(list, item)
		}
	}
	return list
}

// OpenClaims lists the sentence's claims that keep it open.
func (f SentenceFacts) OpenClaims() []int64 {
	var ids []int64
	for _, c := range f.Claims {
		if (IsClaimOpen(c.ClaimStatus, c.Resolution) || c.CorrectionPending) && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// fingerprint identifies the state that an override of the sentence covers. It changes with everything in that state.
func (f SentenceFacts) fingerprint(state SentenceState) string {
	var b strings.Builder
	if f.EqualHeadline != nil {
		b.WriteString(f.EqualHeadline.fingerprint(state)) // its own words are added below, because they can differ from the headline's
	}
	b.WriteString(string(state))
	for _, part := range []string{f.Text, string(f.Region), f.Depends} {
		b.WriteByte('|')
		b.WriteString(part)
	}
	for _, c := range f.Claims {
		b.WriteByte('|')
		b.WriteString(ItemVersion(c.ID, c.Version))
	}
	for _, m := range f.ReadMarks {
		if m.Counts {
			b.WriteString("|m")
			b.WriteString(strconv.FormatInt(m.ReaderID, 10))
		}
	}
	return sha256Hex(b.String())[:32]
}

// ItemVersion identifies one version of a claim or query.
func ItemVersion(id int64, version int) string {
	return strconv.FormatInt(id, 10) + "." + strconv.Itoa(version)
}

// WrittenBy reports whether a user is an author of the sentence's words.
func (s Sentence) WrittenBy(user int64) bool {
	return strings.Contains(s.Authors, ","+strconv.FormatInt(user, 10)+",")
}

// AuthorIDs lists the authors of the sentence's words.
func (s Sentence) AuthorIDs() []int64 {
	var ids []int64
	for field := range strings.SplitSeq(s.Authors, ",") {
		if id, err := strconv.ParseInt(field, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// IsRestRead reports whether nothing outside the sentence's claims is left to read.
func (f SentenceFacts) IsRestRead() bool { return f.isRestCovered(f.restMask()) }

// Gaps lists the parts of the sentence that a new read mark would not cover, because its claims cover them.
func (f SentenceFacts) Gaps() []text.Span {
	all := make([]bool, utf8.RuneCountInString(f.Text))
	for i, r := range []rune(f.Text) {
		all[i] = isSignificant(r)
	}
	var gaps []text.Span
	for _, c := range f.Claims {
		if c.OwnOccurrence && (c.FirstFullyCovered || !spanCoversAll(all, c.Span)) && !slices.Contains(gaps, c.Span) {
			gaps = append(gaps, c.Span)
		}
	}
	return gaps
}

// CoveredSpans lists the spans of the revision's text that claims cover in the sentence. A new read mark
// would not cover them.
func (f SentenceFacts) CoveredSpans() []text.Span {
	gaps := f.Gaps()
	for i := range gaps {
		gaps[i].Start, gaps[i].End = gaps[i].Start+f.Start, gaps[i].End+f.Start
	}
	return gaps
}

// UncoveredParts lists the parts of spans that are in the sentence and that no claim covers, relative to the
// sentence's start and without duplicates.
func (f SentenceFacts) UncoveredParts(spans []text.Span) []text.Span {
	gaps, length := f.Gaps(), utf8.RuneCountInString(f.Text)
	var list []text.Span
	for _, s := range spans {
		s = text.Span{Start: max(s.Start-f.Start, 0), End: min(s.End-f.Start, length)}
		if s.Start < s.End && !slices.Contains(gaps, s) && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
