package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
)

// status returns a claim's status.
func (d *doorDesk) status(claim int64) any {
	d.t.Helper()
	return d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Status
}

// Verdicts depend on the claim's words and their sentence, evidence only on the claim's words.
func TestVerdictsAndEvidenceLapse(t *testing.T) {
	ways := []struct {
		name, draft    string
		status         any
		verdict, proof bool // count
		whyNot         string
	}{
		{"another sentence is added", "Repairs cost 12 million. The road was wet.", "sourced", true, true, ""},
		{"the rest of the sentence changes", "Repairs will cost 12 million.", "unchecked", false, true, "Of former words."},
		{"the words change", "Repairs cost 13 million.", "unchecked", false, false, "Of former words."},
		{"a hidden character comes", "Repairs cost 12\u2060 million.", "unchecked", false, false, "Of former words."},
		{"the digits are written otherwise", "Repairs cost １２ million.", "unchecked", false, false, "Of former words."},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				d.submitDraft(d.writer, c.draft)
				now := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
				if now.Status != c.status || now.Annotations[0].Counts != c.verdict || now.Annotations[0].WhyNot != c.whyNot {
					t.Errorf(
						"the claim is %v, and its verdict counts: %v (%q)",
						now.Status,
						now.Annotations[0].Counts,
						now.Annotations[0].WhyNot,
					)
				}
				if now.Evidence[0].Counts != c.proof {
					t.Errorf("the evidence counts: %v, want %v", now.Evidence[0].Counts, c.proof)
				}
				if said := now.Annotations[0]; said.Words != "12 million" || said.Reviewer != d.fixture.Reviewer.Name {
					t.Errorf("the verdict stands beside %q of %s", said.Words, said.Reviewer)
				}
				d.submitDraft(d.writer, "Repairs cost 12 million.")
				if got := d.status(claim); got != "sourced" {
					t.Errorf("with its words back the claim is %v", got)
				}
			})
		}
	})
}

// A confirmation covers only what is ticked, in the name of the user who confirms.
func TestConfirmationsAreOwn(t *testing.T) {
	eachDoor(t, "Built in 1911, it is 90 metres long.", func(t *testing.T, d *doorDesk) {
		first, other := d.claim("1911").ID, d.claim("90 metres").ID
		d.giveVerdict(d.reviewer, first, "sourced", 201)
		d.giveVerdict(d.reviewer, other, "sourced", 201)
		d.submitDraft(d.writer, "Built in 1911, it is just 90 metres long.")
		d.confirm(d.second, 1, first)
		if got := d.status(other); got != "unchecked" {
			t.Errorf("what was not ticked is %v", got)
		}
		said := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", first), "", 200).Annotations
		if last := said[len(said)-1]; last.Reviewer != d.fixture.SecondReviewer.Name || !last.Counts || said[0].Counts {
			t.Errorf("the confirmation stands as %+v", said)
		}
		d.giveVerdict(d.second, first, "sourced", 201) // a verdict on one claim confirms nothing else
		if got := d.status(other); got != "unchecked" {
			t.Errorf("after a verdict on the one the other is %v", got)
		}
	})
}

// A dispute ends only by its author, a ruling on a disagreement, or an editor's outcome with a reason.
func TestNothingElseEndsADispute(t *testing.T) {
	const text = "Repairs cost 12 million. The road was wet."
	ways := []struct {
		name string
		do   func(d *doorDesk, claim int64)
	}{
		{"a draft with other words", func(d *doorDesk, _ int64) { d.submitDraft(d.editor, "Repairs cost 13 million. The road was wet.") }},
		{"a draft without the sentence", func(d *doorDesk, _ int64) { d.submitDraft(d.editor, "The road was wet.") }},
		{"a draft and the words back", func(d *doorDesk, _ int64) {
			d.submitDraft(d.editor, "The road was wet.")
			d.submitDraft(d.editor, text)
		}},
		{"a merge", func(d *doorDesk, _ int64) { d.join(d.editor, 1) }},
		{"a split", func(d *doorDesk, _ int64) { d.split(d.editor, 1, 8) }},
		{"a withdrawal of the claim", func(d *doorDesk, claim int64) {
			d.withdrawClaim(d.reviewer, claim, http.StatusUnprocessableEntity)
			d.withdrawClaim(d.editor, claim, http.StatusUnprocessableEntity)
		}},
		{"undoing the claim", func(d *doorDesk, _ int64) { d.undo(d.reviewer, http.StatusUnprocessableEntity) }},
		{"a withdrawal by others", func(d *doorDesk, claim int64) {
			id := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Annotations[0].ID
			for _, who := range []string{d.reviewer, d.editor, d.admin} {
				d.send(who, fmt.Sprintf("/annotations/%d/withdraw", id), nil, "DELETE", fmt.Sprintf("/annotations/%d", id), "", 403)
			}
		}},
		{"a trip to the trash", func(d *doorDesk, _ int64) {
			d.postForm(d.editor, d.article+"/trash", nil)
			d.postForm(d.editor, d.article+"/restore", nil)
		}},
		{"another's verdict", func(d *doorDesk, claim int64) { d.giveVerdict(d.reviewer, claim, "sourced", 201) }},
		{"a ruling where nobody disagrees", func(d *doorDesk, claim int64) { d.ruleOnClaim(claim, "I read it.", 422) }},
		{"an outcome without a reason", func(d *doorDesk, claim int64) { d.resolveClaim(d.editor, claim, "stands", "\u2060", 422) }},
		{"an outcome by a reviewer", func(d *doorDesk, claim int64) { d.resolveClaim(d.reviewer, claim, "stands", "I say so.", 403) }},
		{"an outcome that a newer verdict ends", func(d *doorDesk, claim int64) {
			d.resolveClaim(d.editor, claim, "stands", "It stands.", 200)
			d.giveVerdict(d.reviewer, claim, "unverified", 201)
		}},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range ways {
			d.run(way.name, text, func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.second, claim, "disputed", 201)
				way.do(d, claim)
				d.markAllRead(d.reviewer)
				now := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
				if now.Status != "disputed" && !now.Contested {
					t.Errorf("the dispute is gone: %+v", now)
				}
				if said := now.Annotations[0]; said.Reviewer != d.fixture.SecondReviewer.Name || said.Status != "disputed" ||
					said.Words != "12 million" {
					t.Errorf("the dispute stands as %+v", said)
				}
				d.sign(d.admin, http.StatusConflict)
				d.verified()
			})
		}
	})
}

// ruleOnClaim has the editor rule on a disagreement.
func (d *doorDesk) ruleOnClaim(claim int64, note string, status int) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	fields := url.Values{"status": {"sourced"}, "note": {note}, "version": {fmt.Sprint(version)}}
	body := fmt.Sprintf(`{"status":"sourced","ruling":true,"note":%s,"version":%d}`, jsonEscape(d.t, note), version)
	d.send(d.editor, fmt.Sprintf("/claims/%d/rulings", claim), fields, "POST", fmt.Sprintf("/claims/%d/annotations", claim), body, status)
}

// resolveClaim sets a claim's outcome.
func (d *doorDesk) resolveClaim(token string, claim int64, resolution, reason string, status int) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	at := fmt.Sprintf("/claims/%d/resolution", claim)
	fields := url.Values{"resolution": {resolution}, "reason": {reason}, "version": {fmt.Sprint(version)}}
	body := fmt.Sprintf(`{"resolution":%q,"reason":%s,"version":%d}`, resolution, jsonEscape(d.t, reason), version)
	d.send(token, at, fields, "POST", at, body, status)
}

// The three ways to end a dispute.
func TestWaysToEndADispute(t *testing.T) {
	ways := map[string]func(d *doorDesk, claim int64){
		"its author changes it": func(d *doorDesk, claim int64) { d.giveVerdict(d.second, claim, "sourced", 201) },
		"an outcome after it":   func(d *doorDesk, claim int64) { d.resolveClaim(d.editor, claim, "stands", "The stone says so.", 200) },
		"a ruling": func(d *doorDesk, claim int64) {
			d.giveVerdict(d.reviewer, claim, "sourced", 201)
			d.ruleOnClaim(claim, "I read the stone.", 201)
		},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for name, do := range ways {
			d.run(name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.second, claim, "disputed", 201)
				do(d, claim)
				d.markAllRead(d.reviewer)
				d.checkGateReasons(d.editor, "")
				d.sign(d.editor, 201)
			})
		}
	})
}

// An editor's outcome "cut" ends a lost claim that another user disputed. The claim's words are kept.
func TestLostClaimIsCutWithReason(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million. The road was wet.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveVerdict(d.second, claim, "disputed", 201)
		d.submitDraft(d.writer, "The road was wet.")
		d.markAllRead(d.reviewer)
		d.checkGateReasons(d.editor, "lost")
		if err := d.store.DisableUser(t.Context(), d.fixture.Admin, d.fixture.SecondReviewer.UserID); err != nil {
			t.Fatal(err)
		}
		d.resolveClaim(d.editor, claim, "stands", "It stands.", 422)
		d.resolveClaim(d.reviewer, claim, "cut", "It is gone.", 403)
		d.resolveClaim(d.editor, claim, "cut", "\u200b", 422)
		d.resolveClaim(d.editor, claim, "cut", "We do not know it.", 200)
		d.checkGateReasons(d.editor, "")
		d.sign(d.editor, 201)
		said := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Annotations
		if len(said) != 1 || said[0].Words != "12 million" {
			t.Errorf("its verdicts are %+v", said)
		}
	})
}

// A lost claim's outcome ends when its words are in the text again, and a dispute of the claim is open again.
func TestCutEndsWhenTheWordsAreBack(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct{ name, draft string }{
			{"in their sentence", "Repairs cost 12 million. The road was wet."},
			{"in another sentence", "The road was wet. The repairs would cost 12 million euros."},
		} {
			d.run(way.name, "Repairs cost 12 million. The road was wet.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.second, claim, "disputed", 201)
				d.submitDraft(d.writer, "The road was wet.")
				d.resolveClaim(d.editor, claim, "cut", "We do not know it.", 200)
				d.markAllRead(d.reviewer)
				d.checkGateReasons(d.editor, "")
				d.submitDraft(d.writer, way.draft)
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				d.markAllRead(d.reviewer)
				d.checkGateReasons(d.editor, "open")
				d.ruleOnClaim(claim, "We know it now.", 201)
				d.checkGateReasons(d.editor, "")
				d.verified()
			})
		}
	})
}
