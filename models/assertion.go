package models

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// An assertion is one person's word, at one moment, about exact words: a read mark, a verdict, a piece of evidence, a confirmation, an
// override or a sign-off. It keeps the words it was given for and counts only while those words stand. After that it is shown with its
// former words and counted by nothing. This file derives a sentence's state from its assertions; it is the only place that does.

// SentenceFacts is a sentence with every assertion that concerns it.
type SentenceFacts struct {
	Sentence
	Kept      SentenceStanding // as it is stored
	Inherited bool             // it came of sentences, split or merged, about which something was settled
	Claims    []ClaimFacts
	Marks     []MarkFacts
	Twin      *SentenceFacts // of a title that equals a headline: that headline, whose standing it takes
}

// ClaimFacts is a claim in a sentence.
type ClaimFacts struct {
	ID         int64
	Version    int       // whom it is given to apart
	Span       text.Span // its part of the sentence, in code points from the sentence's start
	Own        bool      // the claim's own occurrence, and not a further one
	Begins     bool      // the occurrence begins in this sentence
	FirstWhole bool      // no sentence before this one is covered whole by the same occurrence
	Moved      bool      // nobody has confirmed its place
	Waiting    bool      // an accepted correction of it is not in the text
	Lapsed     bool      // it has verdicts, and none of them counts
	Stale      bool      // its verdicts count, and were given while the sentence referred back to other words
	Standing
	Resolution Resolution
	Looked     []int64 // whose verdicts count, those who ruled apart
	Before     []int64 // those whose verdicts count and were all given while the sentence referred back to other words
}

// MarkFacts is a read mark that was not withdrawn.
type MarkFacts struct {
	ReaderID int64
	Counts   bool        // the sentence's words, region and what it refers back to are as they were
	Leaning  bool        // only what the sentence refers back to has changed
	Gaps     []text.Span // words that a claim covered, from the sentence's start
}

// SentenceStanding is what follows from a sentence's facts.
type SentenceStanding struct {
	State     SentenceState
	Leaning   bool // it is to be checked again because it refers back to a sentence that changed
	Twice     bool // two people who did not write it have looked at everything in it
	Dependent bool // settled, but something in it was looked at by its authors alone
	RestRead  bool // nothing outside its claims is left to read
}

// Item is a claim, or the rest of a sentence, with those who looked at it.
type Item struct {
	ClaimID int64 // 0: the rest of the sentence
	Looked  []int64
}

// Standing derives what is known of the sentence. A verdict or read mark counts for the state whoever gave it.
func (f SentenceFacts) Standing() SentenceStanding {
	if f.Twin != nil {
		s := f.Twin.Standing()
		s.Dependent = false // its headline is counted
		return s
	}
	rest := f.rest()
	read, counting := f.restRead(rest), f.read()
	s := SentenceStanding{RestRead: read, Leaning: !counting && f.leans()}
	open, lapsed, moved := false, f.Inherited, false
	for _, c := range f.Claims {
		open = open || ClaimOpen(c.Standing, c.Resolution) || c.Waiting
		lapsed, moved = lapsed || c.Lapsed, moved || c.Moved
	}
	for _, m := range f.Marks {
		lapsed = lapsed || !m.Counts
	}
	switch settled := !open && read && (counting || len(f.Claims) > 0); {
	case moved, s.Leaning:
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
	items := f.itemsBeside(rest)
	s.Twice = f.everyItem(items, 2)
	s.Dependent = (s.State == Clear || s.State == Done) && !f.everyItem(items, 1)
	return s
}

// read reports whether any read mark counts.
func (f SentenceFacts) read() bool {
	return slices.ContainsFunc(f.Marks, func(m MarkFacts) bool { return m.Counts })
}

// ReadBy reports whether a person's own marks cover all of the sentence that is to be read outside its claims.
func (f SentenceFacts) ReadBy(user int64) bool {
	var own []MarkFacts
	for _, m := range f.Marks {
		if m.ReaderID == user && m.Counts {
			own = append(own, m)
		}
	}
	return len(own) > 0 && coveredBy(f.rest(), own)
}

// leans reports whether something was said of the sentence while it referred back to other words than now.
func (f SentenceFacts) leans() bool {
	return slices.ContainsFunc(f.Marks, func(m MarkFacts) bool { return m.Leaning }) ||
		slices.ContainsFunc(f.Claims, func(c ClaimFacts) bool { return c.Stale })
}

// rest says for each code point of the sentence whether it has to be read outside of claims. A claim covers its own words; in one sentence
// at most, the first that it covers whole, it leaves nothing to read. Further occurrences read nothing.
func (f SentenceFacts) rest() []bool {
	runes := []rune(f.Text)
	need := make([]bool, len(runes))
	for i, r := range runes {
		need[i] = significant(r)
	}
	whole := slices.Clone(need)
	for _, c := range f.Claims {
		if !c.Own || !c.FirstWhole && coversAll(whole, c.Span) {
			continue
		}
		for i := max(0, c.Span.Start); i < min(c.Span.End, len(need)); i++ {
			need[i] = false
		}
	}
	return need
}

// signs only part or end a sentence.
const signs = ".,;:!?…\"'“”„‘’‚«»‹›()[]{}。、，！？：；「」『』（）؟،؛।۔"

// Insignificant are the characters that say nothing: signs, and white space as unicode.IsSpace has it.
const Insignificant = signs + "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" +
	"\u2028\u2029\u202f\u205f\u3000"

// significant reports whether a character says something.
func significant(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(signs, r) }

// FirstWhole reports whether no sentence before this one is covered whole by an occurrence that begins in the sentence of that number and
// skips these words at its start.
func (s Sentence) FirstWhole(begins int, skipped string) bool {
	return s.Ordinal == begins || s.Ordinal == begins+1 && strings.ContainsFunc(skipped, significant)
}

func coversAll(need []bool, s text.Span) bool {
	for i, n := range need {
		if n && (i < s.Start || i >= s.End) {
			return false
		}
	}
	return true
}

// restRead reports whether the read marks that count cover all that has to be read.
func (f SentenceFacts) restRead(rest []bool) bool { return coveredBy(rest, f.Marks) }

func coveredBy(rest []bool, marks []MarkFacts) bool {
	for i, need := range rest {
		if need && !slices.ContainsFunc(marks, func(m MarkFacts) bool { return m.covers(i) }) {
			return false
		}
	}
	return true
}

// covers reports whether the mark counts for the code point.
func (m MarkFacts) covers(at int) bool {
	return m.Counts && !slices.ContainsFunc(m.Gaps, func(g text.Span) bool { return g.Start <= at && at < g.End })
}

// Items lists the sentence's claims and its rest, each with those who looked at it: who gave a verdict that counts, who read all of the rest.
func (f SentenceFacts) Items() []Item {
	if f.Twin != nil {
		return f.Twin.Items()
	}
	return f.itemsBeside(f.rest())
}

// itemsBeside lists the sentence's claims, and its rest where it has one to read.
func (f SentenceFacts) itemsBeside(rest []bool) []Item {
	var items []Item
	for _, c := range f.Claims {
		if !slices.ContainsFunc(items, func(i Item) bool { return i.ClaimID == c.ID }) { // it may stand there twice
			items = append(items, Item{ClaimID: c.ID, Looked: f.lookedAt(c)})
		}
	}
	if len(items) > 0 && !slices.Contains(rest, true) { // signs alone are read, too
		return items
	}
	by := map[int64][]MarkFacts{}
	var readers []int64
	for _, m := range f.Marks {
		if _, known := by[m.ReaderID]; !known {
			readers = append(readers, m.ReaderID)
		}
		by[m.ReaderID] = append(by[m.ReaderID], m)
	}
	item := Item{}
	counts := func(m MarkFacts) bool { return m.Counts }
	for _, reader := range readers {
		if slices.ContainsFunc(by[reader], counts) && coveredBy(rest, by[reader]) {
			item.Looked = append(item.Looked, reader)
		}
	}
	return append(items, item)
}

// lookedAt are those who looked at a claim in its sentence as it is. Whose verdict is older than what the sentence refers back to
// has looked again where their read mark counts.
func (f SentenceFacts) lookedAt(c ClaimFacts) []int64 {
	looked := slices.Clone(c.Looked)
	for _, who := range c.Before {
		if slices.ContainsFunc(f.Marks, func(m MarkFacts) bool { return m.Counts && m.ReaderID == who }) {
			looked = append(looked, who)
		}
	}
	return looked
}

// everyItem reports whether so many people, the sentence's authors apart, looked at each of its items.
func (f SentenceFacts) everyItem(items []Item, n int) bool {
	return !slices.ContainsFunc(items, func(i Item) bool { return len(f.independent(i, 0)) < n })
}

// independent are those who looked at an item and are neither an author of the sentence nor the person apart.
func (f SentenceFacts) independent(item Item, apart int64) []int64 {
	var list []int64
	for _, who := range item.Looked {
		if who != apart && !f.WrittenBy(who) && !slices.Contains(list, who) {
			list = append(list, who)
		}
	}
	return list
}

// unseen lists the items at which nobody looked who is neither an author of the sentence nor its signer. They are asked for once the
// sentence is settled: before that another reason of the gate names it.
func (f SentenceFacts) unseen(state SentenceState, signer int64) []Item {
	if f.Twin != nil {
		return nil // its headline is listed
	}
	if state != Clear && state != Done {
		return nil
	}
	var list []Item
	for _, item := range f.Items() {
		if len(f.independent(item, signer)) == 0 {
			list = append(list, item)
		}
	}
	return list
}

// OpenClaims lists the sentence's claims that keep it open.
func (f SentenceFacts) OpenClaims() []int64 {
	var ids []int64
	for _, c := range f.Claims {
		if (ClaimOpen(c.Standing, c.Resolution) || c.Waiting) && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// fingerprint changes whenever anything that an override of the sentence was given for changes.
func (f SentenceFacts) fingerprint(state SentenceState) string {
	var b strings.Builder
	if f.Twin != nil {
		b.WriteString(f.Twin.fingerprint(state)) // its own words follow: they need not be the headline's
	}
	b.WriteString(string(state))
	for _, part := range []string{f.Text, string(f.Region), f.Depends} {
		b.WriteByte('|')
		b.WriteString(part)
	}
	for _, c := range f.Claims {
		b.WriteByte('|')
		b.WriteString(ThingVersion(c.ID, c.Version))
	}
	for _, m := range f.Marks {
		if m.Counts {
			b.WriteString("|m")
			b.WriteString(strconv.FormatInt(m.ReaderID, 10))
		}
	}
	return sum256(b.String())[:32]
}

// ThingVersion names a claim or query in its present state.
func ThingVersion(id int64, version int) string {
	return strconv.FormatInt(id, 10) + "." + strconv.Itoa(version)
}

// WrittenBy reports whether a person is an author of the sentence's words.
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

// RestIsRead reports whether nothing outside the sentence's claims is left to read.
func (f SentenceFacts) RestIsRead() bool { return f.restRead(f.rest()) }

// Gaps are the parts of the sentence's claims that a read mark made now does not cover: those that the claims cover themselves.
func (f SentenceFacts) Gaps() []text.Span {
	all := make([]bool, utf8.RuneCountInString(f.Text))
	for i, r := range []rune(f.Text) {
		all[i] = significant(r)
	}
	var gaps []text.Span
	for _, c := range f.Claims {
		if c.Own && (c.FirstWhole || !coversAll(all, c.Span)) && !slices.Contains(gaps, c.Span) {
			gaps = append(gaps, c.Span)
		}
	}
	return gaps
}

// Covered are the words of the revision's text that claims cover in the sentence: no read mark made now covers them.
func (f SentenceFacts) Covered() []text.Span {
	gaps := f.Gaps()
	for i := range gaps {
		gaps[i].Start, gaps[i].End = gaps[i].Start+f.Start, gaps[i].End+f.Start
	}
	return gaps
}

// Within lists, from the sentence's start, the parts of spans of the text that lie in it and that no claim covers now, each once.
func (f SentenceFacts) Within(spans []text.Span) []text.Span {
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
