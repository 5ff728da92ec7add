package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/store/storetest"
)

// revise adds a new draft of the text: words changed, sentences dropped, moved, doubled, added, or nothing at
// all.
func (h *history) revise(*rapid.T) {
	who, was := h.anyReader(), h.page()
	base := was.Revision.Number - rapid.IntRange(0, 5).Draw(h.t, "behind")/5
	n := models.NewRevision{Text: h.editedText(was), Note: "a draft", Base: base}
	carried := h.claimsBefore()
	preview, refused := h.s.PreviewRevision(ctx, h.fixture.Admin, h.article.ID, n)
	done, err := h.s.ReviseArticle(ctx, who, h.article.ID, n)
	h.acceptRefusal(err)
	if err != nil {
		return
	}
	if refused != nil || preview.Draft.ClaimChanges() != done.Claims || models.CountSentenceChanges(preview.Draft.Links) != done.Sentences {
		h.t.Fatalf("the preview was %+v, and the result is %+v", preview.Draft.ClaimChanges(), done)
	}
	page := h.page()
	if page.Revision.Text != n.Text || page.Revision.Number != done.Revision.Number {
		h.t.Fatalf("revision %d was added, but %d is current", done.Revision.Number, page.Revision.Number)
	}
	h.checkExactText(carried, done.Claims)
}

// editedText returns the text with random changes.
func (h *history) editedText(page models.ArticlePage) string {
	var list []string
	for _, s := range page.Sentences {
		list = append(list, s.Text)
	}
	at := func() int { return rapid.IntRange(0, len(list)-1).Draw(h.t, "at") }
	for range rapid.IntRange(0, 4).Draw(h.t, "edits") {
		i := at()
		switch rapid.IntRange(0, 6).Draw(h.t, "edit") {
		case 0:
			list[i] = strings.NewReplacer("4,000", "5,000", "Khash", "Herat", "Ten", "Nine", "fell", "did not fell", "rained", "snowed").
				Replace(list[i])
		case 1:
			list[i] = rapid.SampledFrom([]string{"Then ", "Not ", "“"}).Draw(h.t, "word") + list[i]
		case 2:
			if len(list) > 1 {
				list = slices.Delete(list, i, i+1)
			}
		case 3:
			list = slices.Insert(
				list,
				i,
				rapid.SampledFrom([]string{"A bridge broke in 1911.", "Ten of 4,000 fell.", "He said that figure was right.", "سلام."}).
					Draw(h.t, "new"),
			)
		case 4:
			j := at()
			list[i], list[j] = list[j], list[i]
		case 5:
			list = slices.Insert(list, i, list[at()])
		case 6:
			list[i] = strings.Replace(list[i], " ", rapid.SampledFrom([]string{". ", "  ", "\n\n", " and "}).Draw(h.t, "blank"), 1)
		}
	}
	return strings.Join(list, rapid.SampledFrom([]string{" ", "\n\n"}).Draw(h.t, "between"))
}

// claimBefore is the state of a claim before a draft.
type claimBefore struct {
	models.ClaimStatus
	exact, context string
}

// claimsBefore returns the states of all claims, including lost ones.
func (h *history) claimsBefore() map[int64]claimBefore {
	claims := map[int64]claimBefore{}
	for _, c := range h.cards() {
		claims[c.Claim.ID] = claimBefore{models.ClaimStatus{Status: c.Status, Disagree: c.Disagree}, c.Exact, c.Context}
	}
	return claims
}

// checkExactText checks docs/invariants.md#exact-text: no claim is dropped, and only verdicts for exactly
// these words count.
func (h *history) checkExactText(before map[int64]claimBefore, fates models.ClaimChanges) {
	after, count := map[int64]models.ClaimCard{}, models.ClaimChanges{}
	for _, c := range h.cards() {
		after[c.Claim.ID] = c
		moved := h.isMoved(c)
		switch {
		case c.Occurrence.Placement == models.Lost:
			count.Lost++
		case moved:
			count.Moved++
		default:
			count.Placed++
		}
		if c.Occurrence.Placement != models.Placed && c.Status != models.Unchecked {
			h.t.Fatalf("claim %d is %s and is called %s", c.Claim.ID, c.Occurrence.Placement, c.Status)
		}
		if moved && c.Occurrence.Placement == models.Moved && h.sentence(c.Locations[0].Ordinal).Sentence.State != models.Recheck {
			h.t.Fatalf(
				"claim %d came with other words, and its sentence is %s",
				c.Claim.ID,
				h.sentence(c.Locations[0].Ordinal).Sentence.State,
			)
		}
	}
	if count != fates {
		h.t.Fatalf("the changes of claims are %+v, and the pages show %+v", fates, count)
	}
	for id, was := range before {
		is, there := after[id]
		if !there {
			h.t.Fatalf("claim %d was dropped", id)
		}
		if same := is.Exact == was.exact && is.Context == was.context; same && (is.Status != was.Status || is.Disagree != was.Disagree) {
			h.t.Fatalf("claim %d was %+v and is %s on the same words, %q", id, was.ClaimStatus, is.Status, is.Exact)
		}
		given := slices.ContainsFunc(is.Annotations, func(a models.NamedAnnotation) bool {
			return a.WithdrawnAt == nil && a.Annotation.Exact == is.Occurrence.Exact &&
				strings.Contains(
					withoutSpace(a.Annotation.Context),
					withoutSpace(is.Occurrence.Exact),
				) // the context has one sentence per line
		})
		if is.Status != models.Unchecked && !given {
			h.t.Fatalf("claim %d, %q, was %+v and is %s on %q", id, was.exact, was.ClaimStatus, is.Status, is.Occurrence.Exact)
		}
	}
}

// withoutSpace returns a text without white space.
func withoutSpace(s string) string { return strings.Join(strings.Fields(s), "") }

// isMoved reports whether any place of a claim waits for a confirmation.
func (h *history) isMoved(c models.ClaimCard) bool {
	for _, spot := range c.Locations {
		for _, x := range h.sentence(spot.Ordinal).Claims {
			if x.Claim.ID == c.Claim.ID && x.Occurrence.Placement == models.Moved {
				return true
			}
		}
	}
	return c.Occurrence.Placement == models.Moved
}

// confirm confirms a sentence, mostly one that waits for it.
func (h *history) confirm(*rapid.T) {
	sentences := h.page().Sentences
	waiting := slices.DeleteFunc(slices.Clone(sentences), func(s models.PageSentence) bool { return s.State != models.Recheck })
	if len(waiting) == 0 || rapid.IntRange(0, 4).Draw(h.t, "any") == 0 {
		waiting = sentences
	}
	s, who := rapid.SampledFrom(waiting).Draw(h.t, "sentence"), h.anyReader()
	_, err := h.s.ConfirmSentence(ctx, who, s.ID, storetest.FullConfirmation(h.sentence(s.Ordinal)))
	h.acceptRefusal(err)
	if err != nil {
		return
	}
	page := h.sentence(s.Ordinal)
	if page.Sentence.State == models.Recheck ||
		!slices.ContainsFunc(page.ReadMarks, func(r models.NamedReadMark) bool { return r.ReaderID == who.UserID }) {
		h.t.Fatalf("sentence %d was confirmed and is %s", s.Ordinal, page.Sentence.State)
	}
	for _, c := range page.Claims {
		if c.Occurrence.Placement == models.Moved {
			h.t.Fatalf("claim %d was confirmed and waits", c.Claim.ID)
		}
	}
}

// place places a claim, mostly a lost one.
func (h *history) place(*rapid.T) {
	cards := h.cards()
	lost := slices.DeleteFunc(slices.Clone(cards), func(c models.ClaimCard) bool { return c.Occurrence.Placement == models.Placed })
	if len(lost) == 0 || rapid.IntRange(0, 4).Draw(h.t, "any") == 0 {
		lost = cards
	}
	if len(lost) == 0 {
		return
	}
	c := rapid.SampledFrom(lost).Draw(h.t, "claim")
	s := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence")
	behind := rapid.IntRange(0, 4).Draw(h.t, "behind") / 4
	_, err := h.s.PlaceClaim(
		ctx,
		h.anyReader(),
		c.Claim.ID,
		c.Version-behind,
		models.Selection{Sentence: s.ID, FirstWord: 1, LastWord: rapid.IntRange(0, 3).Draw(h.t, "last")},
	)
	if behind > 0 && errors.Is(err, models.ErrStale) {
		return
	}
	h.acceptRefusal(err)
	if err == nil && h.sentence(s.Ordinal).Claims == nil {
		h.t.Fatalf("claim %d was placed in sentence %d and is not there", c.Claim.ID, s.Ordinal)
	}
}

// withdrawRevision withdraws a revision: then everything must be as it was before.
func (h *history) withdrawRevision(*rapid.T) {
	who := h.anyReader()
	number := h.page().Revision.Number - rapid.IntRange(0, 3).Draw(h.t, "behind")/3
	h.acceptRefusal(h.s.WithdrawRevision(ctx, who, h.article.ID, number))
}

// reviseAndWithdraw adds a draft and withdraws it at once: the pages must show the same as before.
func (h *history) reviseAndWithdraw(*rapid.T) {
	was, saw := h.page(), h.renderPages()
	n := models.NewRevision{Text: h.editedText(was), Base: was.Revision.Number}
	done, err := h.s.ReviseArticle(ctx, h.fixture.Admin, h.article.ID, n)
	h.acceptRefusal(err)
	if err != nil {
		return
	}
	h.ok(h.s.WithdrawRevision(ctx, h.fixture.Admin, h.article.ID, done.Revision.Number))
	if again := h.renderPages(); again != saw {
		h.t.Fatalf("a revision was added and withdrawn; before\n%s\nafter\n%s", saw, again)
	}
}

// renderPages returns what the pages show of the article, except versions and sign-offs, which a change ends.
func (h *history) renderPages() string {
	page := h.page()
	var b strings.Builder
	fmt.Fprintln(&b, page.Revision.Text, page.Counts, page.SentencesTwice)
	for _, s := range page.Sentences {
		p := h.sentence(s.Ordinal)
		fmt.Fprintln(&b, s.ID, s.TrackID, s.State, s.Text, p.Changed)
		for _, r := range p.ReadMarks {
			fmt.Fprintln(&b, "read by", r.ReaderID)
		}
		for _, q := range p.Queries {
			fmt.Fprintln(&b, "query", q.Query.ID, q.State)
		}
		for _, c := range p.Claims {
			fmt.Fprintln(
				&b,
				c.Claim.ID,
				c.Status,
				c.Disagree,
				c.Resolution,
				c.Occurrence.Placement,
				c.Occurrence.Exact,
				c.Locations,
				c.FormerVerdict,
				len(c.Evidence),
			)
		}
	}
	return b.String()
}
