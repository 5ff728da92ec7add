package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
)

// withdrawClaim withdraws a claim, which only pages offer.
func (d *doorDesk) withdrawClaim(token string, claim int64, status int) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	got := d.postForm(token, fmt.Sprintf("/claims/%d/withdraw", claim), url.Values{"version": {fmt.Sprint(version)}})
	if got.StatusCode != status {
		d.t.Fatalf("withdrawing a claim: %d %s, want %d", got.StatusCode, mainOf(d.t, got).Text(), status)
	}
}

// undo reverts a user's last change, which only pages offer.
func (d *doorDesk) undo(token string, status int) {
	d.t.Helper()
	if got := d.postForm(token, d.article+"/undo", nil); got.StatusCode != status {
		d.t.Fatalf("undoing: %d %s, want %d", got.StatusCode, mainOf(d.t, got).Text(), status)
	}
}

// join joins a sentence with the next one.
func (d *doorDesk) join(token string, ordinal int) {
	d.t.Helper()
	at := fmt.Sprintf("/sentences/%d/merge", d.sentence(ordinal))
	d.send(token, at, nil, "POST", at, "", 200)
}

// split splits a sentence at a code point of the text.
func (d *doorDesk) split(token string, ordinal, at int) {
	d.t.Helper()
	to := fmt.Sprintf("/sentences/%d/split", d.sentence(ordinal))
	d.send(token, to, url.Values{"at": {fmt.Sprint(at)}}, "POST", to, fmt.Sprintf(`{"at":%d}`, at), 200)
}

// A read mark counts for the words that no claim covered, while the words, their region and what they refer
// back to are unchanged.
func TestReadMarksLapse(t *testing.T) {
	const text = "The mayor paid.\n\nEngineers inspected every pillar."
	ways := []struct {
		name string
		do   func(*doorDesk)
		want string // states of the title and the sentences
	}{
		{"nothing changes", func(d *doorDesk) {}, "clear clear clear"},
		{"a character changes", func(d *doorDesk) {
			d.submitDraft(d.writer, "The mayor paid!\n\nEngineers inspected every pillar.")
		}, "clear recheck clear"},
		{"a hidden character comes", func(d *doorDesk) {
			d.submitDraft(d.writer, "The mayor\u200b paid.\n\nEngineers inspected every pillar.")
		}, "clear recheck clear"},
		{"a letter is put together otherwise", func(d *doorDesk) {
			d.submitDraft(d.writer, "The mayör paid.\n\nEngineers inspected every pillar.")
			d.markRead(d.reviewer, 1)
			d.submitDraft(d.writer, "The mayo\u0308r paid.\n\nEngineers inspected every pillar.")
		}, "clear clear clear"},
		{"the region changes", func(d *doorDesk) {
			d.submitDraft(d.writer, "# The mayor paid.\n\nEngineers inspected every pillar.")
		}, "clear recheck clear"},
		{"sentences change places", func(d *doorDesk) {
			d.submitDraft(d.writer, "Engineers inspected every pillar.\n\nThe mayor paid.")
		}, "clear clear clear"},
		{"the title changes", func(d *doorDesk) { d.retitle(d.editor, "The bridge") }, "recheck clear clear"},
		{"the title changes back", func(d *doorDesk) {
			d.retitle(d.editor, "The bridge")
			d.retitle(d.editor, "Bridge")
		}, "clear clear clear"},
		{"the words come back", func(d *doorDesk) {
			d.submitDraft(d.writer, "The mayor paid nothing.\n\nEngineers inspected every pillar.")
			d.submitDraft(d.writer, text)
		}, "clear clear clear"},
		{"a claim is made and withdrawn", func(d *doorDesk) {
			d.withdrawClaim(d.reviewer, d.claim("mayor").ID, http.StatusSeeOther)
		}, "clear unread clear"},
		{"a claim is made and undone on the pages", func(d *doorDesk) {
			d.claim("mayor")
			d.undo(d.reviewer, http.StatusSeeOther)
		}, "clear unread clear"},
		{"a claim is made beside other words, and the words come back", func(d *doorDesk) {
			d.submitDraft(d.writer, "The mayor paid nothing.\n\nEngineers inspected every pillar.")
			claim := d.claim("mayor").ID
			d.submitDraft(d.writer, text)
			d.withdrawClaim(d.reviewer, claim, http.StatusSeeOther)
		}, "clear unread clear"},
		{"a read sentence is split", func(d *doorDesk) { d.split(d.editor, 1, 4) }, "clear recheck recheck clear"},
		{"a claim is made and withdrawn while it is split", func(d *doorDesk) {
			d.split(d.editor, 1, 4)
			d.withdrawClaim(d.reviewer, d.claim("mayor").ID, http.StatusSeeOther)
			d.undo(d.editor, http.StatusSeeOther)
		}, "clear unread clear"},
		{"it is split and joined", func(d *doorDesk) {
			d.split(d.editor, 1, 4)
			d.undo(d.editor, http.StatusSeeOther)
		}, "clear clear clear"},
		{"a claim is made and withdrawn while it is joined", func(d *doorDesk) {
			d.submitDraft(d.writer, "The mayor paid. Engineers inspected every pillar.")
			d.markRead(d.reviewer, 1)
			d.join(d.editor, 1)
			d.withdrawClaim(d.reviewer, d.claim("mayor").ID, http.StatusSeeOther)
			d.undo(d.editor, http.StatusSeeOther)
		}, "clear unread clear"},
		{"the mark is withdrawn", func(d *doorDesk) {
			id := d.sentence(1)
			d.send(d.reviewer, fmt.Sprintf("/sentences/%d/readings/withdraw", id), nil, "DELETE", fmt.Sprintf("/sentences/%d/reading", id), "", 200)
		}, "clear unread clear"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range ways {
			d.run(way.name, text, func(t *testing.T) {
				d.markAllRead(d.reviewer)
				way.do(d)
				d.checkStates(way.want)
				d.verified()
			})
		}
	})
}

// A merged sentence counts as read only by users who read all of its parts.
func TestMergedSentenceIsReadOnlyByReadersOfBoth(t *testing.T) {
	ways := map[string]struct {
		second func(*doorDesk) string
		want   string
	}{
		"by one":  {func(d *doorDesk) string { return d.reviewer }, "unread clear"},
		"by two":  {func(d *doorDesk) string { return d.second }, "unread recheck"},
		"by none": {nil, "unread recheck"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for name, c := range ways {
			d.run(name, "The mayor paid. Engineers inspected every pillar.", func(t *testing.T) {
				d.markRead(d.reviewer, 1)
				if c.second != nil {
					d.markRead(c.second(d), 2)
				}
				d.join(d.editor, 1)
				d.checkStates(c.want)
				d.undo(d.editor, http.StatusSeeOther)
				if got := d.currentArticle().Sentences[0].State; got != "clear" {
					t.Errorf("undone, the first sentence is %q, want clear", got)
				}
			})
		}
	})
}

// A sentence that refers back to another one closes the gate if the sentence before it was dropped, moved or changed.
func TestDependentSentenceClosesTheGate(t *testing.T) {
	ways := map[string]string{
		"a neighbour is dropped": "The mayor was accused. He had stolen 4 million.",
		"the order changes":      "The minister denied it. The mayor was accused. He had stolen 4 million.",
		"a neighbour changes":    "The mayor was accused. The minister denied nothing. He had stolen 4 million.",
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for name, draft := range ways {
			d.run(name, "The mayor was accused. The minister denied it. He had stolen 4 million.", func(t *testing.T) {
				d.markAllRead(d.reviewer)
				claim := d.claim("4 million").ID
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				d.checkGateReasons(d.editor, "")
				d.submitDraft(d.writer, draft)
				last := len(d.currentArticle().Sentences)
				if len(d.reason("leaning").Sentences) == 0 {
					t.Error("nothing is behind the reason")
				}
				d.giveVerdict(d.reviewer, claim, "sourced", 201) // a verdict on one claim confirms nothing else
				d.markRead(d.second, 0)
				if got := d.currentArticle().Sentences[last-1].State; got != "recheck" {
					t.Errorf("the sentence that refers back is %q, want recheck", got)
				}
				d.sign(d.editor, http.StatusConflict)
			})
		}
	})
}
