package models

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/anchor"
)

// AlignDraft aligns a draft with the current text. It segments the draft, with the manual boundaries that
// still apply, and finds every claim again. It is pure: the same texts give the same result.
func AlignDraft(was PreviousText, draft, language string, said *ImportedMarkup) AlignedDraft {
	d := AlignedDraft{Text: draft, SHA256: sha256Hex(draft)}
	sentences := SegmentText(draft, language, said)
	a := alignTexts(was, draft, sentences)
	if d.Boundaries = carryBoundaries(a, was.Boundaries, draft); len(d.Boundaries) > 0 {
		sentences = SegmentText(draft, language, said, d.Boundaries...)
		a = alignTexts(was, draft, sentences)
	}
	d.Links = a.SentenceLinks()
	d.Sentences = alignSentences(was, sentences, d.Links)
	d.restoreTracks(was)
	d.relocateClaims(was, a)
	d.ChangedDependencies = a.RecheckSuggestions(language)
	return d
}

func alignTexts(was PreviousText, draft string, sentences []Sentence) *anchor.Alignment {
	return anchor.Align(was.Revision.Text, draft, SentenceSpans(was.Sentences), SentenceSpans(sentences))
}

// SentenceSpans returns the spans of sentences.
func SentenceSpans(sentences []Sentence) []text.Span {
	spans := make([]text.Span, len(sentences))
	for i, s := range sentences {
		spans[i] = s.Span()
	}
	return spans
}

// carryBoundaries returns the manual sentence boundaries that still apply to the draft: the text on both
// sides is unchanged.
func carryBoundaries(a *anchor.Alignment, boundaries []Boundary, draft string) []Boundary {
	var list []Boundary
	for _, b := range boundaries {
		if at, ok := a.Boundary(b.At); ok && at > 0 {
			list = append(list, Boundary{At: at, Begins: b.Begins, MadeBy: b.MadeBy, MadeAt: b.MadeAt})
		}
	}
	return list
}

// alignSentences determines, for each sentence of the draft, the track that it continues and whether it has
// to be rechecked. An edited sentence keeps its track; a split or merged one gets a new track.
func alignSentences(was PreviousText, sentences []Sentence, links []anchor.SentenceLink) []RevisedSentence {
	list := make([]RevisedSentence, len(sentences))
	for i, s := range sentences {
		list[i] = RevisedSentence{Sentence: s, Change: anchor.New}
	}
	for _, l := range links {
		settled := false
		for _, i := range l.Old {
			settled = settled || was.States[was.Sentences[i].TrackID] != Unread
		}
		for _, j := range l.New {
			s := &list[j]
			s.Change, s.From = l.Kind, l.Old
			switch l.Kind {
			case anchor.Same, anchor.MovedUnchanged:
				s.TrackID = was.Sentences[l.Old[0]].TrackID
				s.Recheck = settled && s.Depends != was.Sentences[l.Old[0]].Depends
			case anchor.Edited:
				s.TrackID, s.Recheck = was.Sentences[l.Old[0]].TrackID, settled
			case anchor.Split, anchor.Merged:
				s.Recheck = settled
			}
		}
	}
	return list
}

// restoreTracks gives sentences whose words come back their former tracks, and so their former state.
func (d *AlignedDraft) restoreTracks(was PreviousText) {
	used := map[int64]bool{}
	for i := range d.Sentences {
		s := &d.Sentences[i]
		track, ok := was.DormantTracks[SentenceWords{text.NFC(s.Text), s.Region}]
		if !ok || used[track] || s.Change == anchor.Same || s.Change == anchor.MovedUnchanged {
			continue
		}
		used[track], s.TrackID, s.Recheck = true, track, false
	}
}

// relocateClaims finds every claim again. Sentences that now contain a claim with other words have to be
// rechecked.
func (d *AlignedDraft) relocateClaims(was PreviousText, a *anchor.Alignment) {
	index, sentences := text.NewIndex(d.Text), make([]Sentence, len(d.Sentences))
	for i, s := range d.Sentences {
		sentences[i] = s.Sentence
	}
	p := claimLocator{
		alignment:       a,
		draft:           text.Compose(d.Text),
		index:           index,
		sentences:       sentences,
		nearestSentence: nearestSentences(was.Sentences, d.Links),
		was:             make(map[int64]Sentence, len(was.Sentences)),
		byText:          make(map[string][]int, len(sentences)),
	}
	for _, s := range was.Sentences {
		p.was[s.ID] = s
	}
	for i, s := range sentences {
		p.byText[text.NFC(s.Text)] = append(p.byText[text.NFC(s.Text)], i)
	}
	for _, c := range was.Claims {
		placed := p.relocateClaim(c)
		for _, o := range placed.Occurrences {
			if o.Placement == Moved && o.Was.Placement != Moved {
				for _, i := range o.Touched {
					d.Sentences[i].Recheck = true
				}
			}
		}
		d.Claims = append(d.Claims, placed)
	}
}

// claimLocator finds claims in a draft.
type claimLocator struct {
	alignment       *anchor.Alignment
	draft           text.Composed
	index           *text.Index
	sentences       []Sentence
	nearestSentence map[int64]int // by former sentence: the index of the draft's sentence at which a lost claim is shown
	was             map[int64]Sentence
	byText          map[string][]int // the draft's sentences by their words in NFC
}

// relocateClaim finds a claim again. Only exactly the same text carries its status. If it occurs in several
// places, all that remain are kept. A lost claim keeps its old offsets and is shown with the sentence that is
// there now.
func (p claimLocator) relocateClaim(c PreviousClaim) RevisedClaim {
	found := RevisedClaim{ID: c.ID, Placement: Placed}
	for _, o := range c.Occurrences {
		to, ok := p.relocateOccurrence(o)
		if o.EventID == nil && (!ok || to.Placement == Moved) {
			if back, again := p.findReturned(c, o); again {
				to, ok = back, true
			}
		}
		switch {
		case !ok, o.EventID != nil && to.Placement == Moved: // a further occurrence must have the same words, or it is gone
			found.Gone = append(found.Gone, o)
			continue
		case found.hasOccurrenceAt(to):
			continue
		}
		found.Occurrences = append(found.Occurrences, to)
		if to.Placement == Moved {
			found.Placement = Moved
		}
	}
	if len(found.Occurrences) == 0 {
		first := c.Occurrences[0]
		found.Placement, found.Gone = Lost, nil
		found.Words = ClaimWords{Exact: first.Exact}.SpelledAs(c.knownWords())
		found.Changed = found.Words != ClaimWords{c.Exact, c.Context}
		lost := first
		lost.Placement, lost.EventID = Lost, nil
		found.Occurrences = []RevisedOccurrence{{Occurrence: lost, Was: first, Touched: []int{p.nearestSentence[first.SentenceID]}}}
		return found
	}
	found.ensureOwnOccurrence()
	found.Words = p.wordsOfClaim(found.Occurrences).SpelledAs(c.knownWords())
	found.Changed = found.Words != ClaimWords{c.Exact, c.Context}
	return found
}

// wordsOfClaim returns the words of a claim's own occurrence, and those of its sentences if its place is
// certain.
func (p claimLocator) wordsOfClaim(occurrences []RevisedOccurrence) ClaimWords {
	for _, o := range occurrences {
		if o.EventID != nil {
			continue
		}
		words := ClaimWords{Exact: o.Exact}
		if o.Placement == Placed {
			var in []Sentence
			for _, i := range o.Touched {
				in = append(in, p.sentences[i])
			}
			words.Context = SentenceContext(in)
		}
		return words
	}
	return ClaimWords{}
}

// knownWords returns the claim's words, then those that verdicts were given for, newest first.
func (c PreviousClaim) knownWords() []ClaimWords {
	said := slices.Clone(c.VerdictWords)
	slices.Reverse(said)
	return append([]ClaimWords{{c.Exact, c.Context}}, said...)
}

// SentenceContext returns the words of the sentences that a claim touches, one sentence per line.
func SentenceContext(sentences []Sentence) string {
	lines := make([]string, len(sentences))
	for i, s := range sentences {
		lines[i] = s.Text
	}
	return strings.Join(lines, "\n")
}

// findReturned finds words of a claim that came back exactly, in their former sentence. The verdicts on them
// count again.
func (p claimLocator) findReturned(c PreviousClaim, o Occurrence) (RevisedOccurrence, bool) {
	for _, said := range slices.Backward(append([]ClaimWords{{o.Exact, p.was[o.SentenceID].Text}}, c.VerdictWords...)) {
		in := p.byText[text.NFC(said.Context)]
		if said.Exact == "" || len(in) != 1 || text.CountCharacters(said.Context, said.Exact) != 1 {
			continue
		}
		s := p.sentences[in[0]]
		at, ok := text.Compose(s.Text).Find(said.Exact, 0)
		if !ok {
			continue
		}
		at.Start, at.End = at.Start+s.Start, at.End+s.Start
		to := o
		to.ID, to.SentenceID, to.Start, to.End, to.Placement = 0, 0, at.Start, at.End, Placed
		to.Exact, to.Prefix, to.Suffix = quoteWithContext(p.index, at)
		return RevisedOccurrence{Occurrence: to, Was: o, Touched: in}, true
	}
	return RevisedOccurrence{}, false
}

// hasOccurrenceAt reports whether the claim already has an occurrence at the same span.
func (c RevisedClaim) hasOccurrenceAt(o RevisedOccurrence) bool {
	for _, x := range c.Occurrences {
		if x.Start == o.Start && x.End == o.End {
			return true
		}
	}
	return false
}

// ensureOwnOccurrence makes one occurrence the claim's own, which cannot be removed.
func (c *RevisedClaim) ensureOwnOccurrence() {
	for _, o := range c.Occurrences {
		if o.EventID == nil {
			return
		}
	}
	c.Occurrences[0].EventID = nil
}

// relocateOccurrence finds one occurrence of a claim again.
func (p claimLocator) relocateOccurrence(o Occurrence) (RevisedOccurrence, bool) {
	var at text.Span
	how := anchor.Lost
	if o.Placement == Lost {
		at, how = p.findLostWords(o)
	} else {
		place := p.alignment.Locate(text.Span{Start: o.Start, End: o.End})
		at, how = place.Span, place.Kind
	}
	if how == anchor.Lost {
		return RevisedOccurrence{}, false
	}
	to := o
	if how == anchor.Changed {
		to.Placement, at = Moved, p.extendToSymbols(o.Exact, at)
	}
	touched := p.touchedSentences(at)
	if len(touched) > maxClaimSentences { // inserted text made it longer than a claim may be
		touched = touched[:maxClaimSentences]
		at.End, to.Placement = min(at.End, p.sentences[touched[maxClaimSentences-1]].End), Moved
	}
	if len(touched) == 0 {
		return RevisedOccurrence{}, false
	}
	to.ID, to.SentenceID, to.Start, to.End = 0, 0, at.Start, at.End
	to.Exact, to.Prefix, to.Suffix = quoteWithContext(p.index, at)
	return RevisedOccurrence{Occurrence: to, Was: o, Touched: touched}, true
}

// extendToSymbols extends a span by the symbols at the ends of a claim's words, such as a currency sign, if
// the draft has them too. The alignment compares words alone.
func (p claimLocator) extendToSymbols(exact string, at text.Span) text.Span {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	first, last := strings.IndexFunc(exact, word), strings.LastIndexFunc(exact, word)
	now, ok := p.index.Slice(at)
	if first < 0 || !ok {
		return at
	}
	_, size := utf8.DecodeRuneInString(exact[last:])
	before, behind := exact[:first], exact[last+size:]
	if n := utf8.RuneCountInString(before); !strings.HasPrefix(now, before) && n <= at.Start {
		if there, _ := p.index.Slice(text.Span{Start: at.Start - n, End: at.Start}); there == before {
			at.Start -= n
		}
	}
	if n := utf8.RuneCountInString(behind); !strings.HasSuffix(now, behind) && at.End+n <= p.index.Len() {
		if there, _ := p.index.Slice(text.Span{Start: at.End, End: at.End + n}); there == behind {
			at.End += n
		}
	}
	return at
}

// minReturningWords is the minimum length of lost words that are recognized when they return; shorter ones
// could be there by chance.
const minReturningWords = 2

// findLostWords finds words that were lost in an earlier draft and occur exactly once in this one. A person
// has to confirm them.
func (p claimLocator) findLostWords(o Occurrence) (text.Span, anchor.PlacementKind) {
	if len(text.Words(o.Exact)) < minReturningWords || strings.Count(text.NFC(p.draft.Text), text.NFC(o.Exact)) != 1 {
		return text.Span{}, anchor.Lost
	}
	at, ok := p.draft.Find(o.Exact, 0)
	if !ok {
		return text.Span{}, anchor.Lost
	}
	return at, anchor.Changed
}

// touchedSentences returns the indexes of the sentences that a span overlaps.
func (p claimLocator) touchedSentences(at text.Span) []int {
	var list []int
	for i := firstEndingAfter(p.sentences, at.Start); i < len(p.sentences) && p.sentences[i].Start < at.End; i++ {
		list = append(list, i)
	}
	return list
}

// firstEndingAfter returns the index of the first sentence that ends after a code point.
func firstEndingAfter(list []Sentence, at int) int {
	low, high := 0, len(list)
	for low < high {
		if mid := (low + high) / 2; list[mid].End > at {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// nearestSentences maps every former sentence to the one in the draft that replaced it, or to that of the
// sentence before.
func nearestSentences(was []Sentence, links []anchor.SentenceLink) map[int64]int {
	became := make([]int, len(was))
	for _, l := range links {
		for _, i := range l.Old {
			became[i] = -1
			if len(l.New) > 0 {
				became[i] = l.New[0]
			}
		}
	}
	near, last := make(map[int64]int, len(was)), 0
	for i, s := range was {
		if became[i] >= 0 {
			last = became[i]
		}
		near[s.ID] = last
	}
	return near
}
