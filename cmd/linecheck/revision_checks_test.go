package main

import (
	"testing"

	"linecheck/models"
	"linecheck/text/anchor"
)

// This test counts the actions that a new draft requires from a desk that had finished checking. There is one for each sentence that is
// new, changed, or refers back to a changed one. In an earlier version, the last kind was only suggested.
func TestChecksNeededAfterARevision(t *testing.T) {
	before, now, leaning, sentences := 0, 0, 0, 0
	for _, p := range revisionPairs(t) {
		was := models.PreviousText{Revision: models.Revision{Text: p[0].text}, States: map[int64]models.SentenceState{}}
		was.Sentences = models.SegmentText(p[0].text, "en", nil)
		for i := range was.Sentences {
			was.Sentences[i].TrackID = int64(i + 1)
			was.States[int64(i+1)] = models.Clear
		}
		draft := models.AlignDraft(was, p[1].text, "en", nil)
		for _, s := range draft.Sentences {
			sentences++
			switch unchanged := s.Change == anchor.Same || s.Change == anchor.MovedUnchanged; {
			case !unchanged:
				before++
				now++
			case s.Recheck:
				leaning++
				now++
			}
		}
	}
	ratio := float64(now) / float64(before)
	t.Logf(
		"%d sentences of drafts: %d acts before, %d now (%d of them for sentences that refer back): %.3f",
		sentences,
		before,
		now,
		leaning,
		ratio,
	)
	if ratio > 1.15 {
		t.Errorf("a draft asks for %.3f of the acts that it asked for before; at most 1.15", ratio)
	}
}
