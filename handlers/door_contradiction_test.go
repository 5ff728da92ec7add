package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linecheck/models"
)

// contradictingEvidence is evidence that contradicts a claim.
func contradictingEvidence(class string) models.NewEvidence {
	return models.NewEvidence{Title: "Budget", Kind: "document", Locator: "p. 4", Class: class, Stance: "contradicts"}
}

// newSourcedClaim returns a sourced claim in an article that is ready to be signed.
func (d *doorDesk) newSourcedClaim(by ...string) int64 {
	d.t.Helper()
	claim := d.claim("12 million").ID
	d.markAllRead(d.reviewer)
	for _, token := range by {
		d.giveVerdict(token, claim, "sourced", http.StatusCreated)
	}
	d.checkGateReasons(d.editor, "")
	return claim
}

// checkLookAgain checks who is asked to look at a claim again, in the API and in their queues.
func (d *doorDesk) checkLookAgain(claim int64, names ...string) {
	d.t.Helper()
	c := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK)
	if !slices.Equal(c.LookAgain, names) {
		d.t.Errorf("asked to look again are %q, want %q", c.LookAgain, names)
	}
	for _, token := range []string{d.reviewer, d.second} {
		name := d.person(token).Name
		asked := d.pagesAs(token).Page("/queue").Find(fmt.Sprintf("#item-recheck-%d", claim)).Length() > 0
		if asked != slices.Contains(names, name) {
			d.t.Errorf("%s is asked in their queue: %v", name, asked)
		}
	}
}

// withdrawVerdict withdraws the newest verdict on a claim.
func (d *doorDesk) withdrawVerdict(token string, claim int64) {
	d.t.Helper()
	said := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Annotations
	id := said[len(said)-1].ID
	d.send(token, fmt.Sprintf("/annotations/%d/withdraw", id), nil, "DELETE", fmt.Sprintf("/annotations/%d", id), "", http.StatusOK)
}

// Primary evidence against a claim asks everybody who called it sourced to look again, and closes the gate
// until they did.
func TestContradictionRequiresSecondLook(t *testing.T) {
	const text = "Repairs cost 12 million."
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		d.run("each of them looks again", text, func(t *testing.T) {
			claim := d.newSourcedClaim(d.reviewer, d.second)
			d.giveEvidence(d.editor, claim, contradictingEvidence("primary"))
			d.checkGateReasons(d.editor, "contradiction")
			if got := d.sign(d.editor, http.StatusConflict); !strings.Contains(got.Text, "called sourced before primary evidence contradicted it") ||
				!strings.Contains(got.Text, "The gate is closed") {
				t.Errorf("the refusal does not say what is open: %s", got.Text)
			}
			d.checkLookAgain(claim, "Rana Reviewer", "Sam Second")
			d.giveVerdict(d.reviewer, claim, "sourced", http.StatusCreated)
			d.checkGateReasons(d.editor, "contradiction")
			d.checkLookAgain(claim, "Sam Second")
			d.giveVerdict(d.second, claim, "sourced", http.StatusCreated)
			d.checkGateReasons(d.editor, "")
			d.checkLookAgain(claim)
		})
		d.run("the dispute that it came with is taken back", text, func(t *testing.T) {
			claim, given := d.newSourcedClaim(d.reviewer), contradictingEvidence("primary")
			d.giveVerdictWithEvidence(d.second, claim, "disputed", "", &given, http.StatusCreated)
			d.withdrawVerdict(d.second, claim)
			d.checkGateReasons(d.editor, "contradiction")
		})
		d.run("one's own verdict is no answer to one's own evidence", text, func(t *testing.T) {
			claim := d.newSourcedClaim(d.reviewer)
			d.giveEvidence(d.reviewer, claim, contradictingEvidence("primary"))
			d.checkGateReasons(d.editor, "contradiction")
		})
		d.run("the verdict that it came with is an answer", text, func(t *testing.T) {
			claim, given := d.newSourcedClaim(d.reviewer), contradictingEvidence("primary")
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "The budget is of last year.", &given, http.StatusCreated)
			d.checkGateReasons(d.editor, "")
		})
		d.run("it is withdrawn", text, func(t *testing.T) {
			claim := d.newSourcedClaim(d.reviewer)
			d.giveEvidence(d.second, claim, contradictingEvidence("primary"))
			list := d.do(d.second, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Evidence
			d.postForm(d.second, fmt.Sprintf("/evidence/%d/withdraw", list[len(list)-1].ID), nil)
			d.checkGateReasons(d.editor, "")
		})
		for _, class := range []string{"secondary", "primary"} {
			d.run("evidence that is no such "+class, text, func(t *testing.T) {
				claim, given := d.newSourcedClaim(d.reviewer), contradictingEvidence(class)
				if class == "primary" {
					given.Stance = "context"
				}
				d.giveEvidence(d.second, claim, given)
				d.checkGateReasons(d.editor, "")
			})
		}
	})
}

// An editor answers contradicting evidence with a ruling, or overrides the gate's reason; copies show both.
func TestEditorAnswersContradiction(t *testing.T) {
	const text = "Repairs cost 12 million."
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		d.run("a ruling", text, func(t *testing.T) {
			claim := d.newSourcedClaim(d.reviewer)
			d.giveEvidence(d.second, claim, contradictingEvidence("primary"))
			if page := d.pagesAs(d.editor).Page(d.article + "/sentences/1"); page.Find("form.tag [name=ruling]").Length() != 1 {
				t.Error("the editor is offered no ruling")
			}
			version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Version
			ruling := url.Values{"status": {"sourced"}, "ruling": {"1"}, "note": {"The budget is of last year."}, "version": {strconv.Itoa(version)}}
			at := fmt.Sprintf("/claims/%d/annotations", claim)
			body := fmt.Sprintf(`{"status":"sourced","ruling":true,"note":"The budget is of last year.","version":%d}`, version)
			d.send(d.editor, at, ruling, "POST", at, body, http.StatusCreated)
			d.checkLookAgain(claim)
			if codes := d.gateReasons(d.editor); strings.Contains(codes, "contradiction") {
				t.Errorf("after a ruling the gate is closed for %q", codes)
			}
		})
		d.run("an override", text, func(t *testing.T) {
			claim := d.newSourcedClaim(d.reviewer)
			d.giveEvidence(d.second, claim, contradictingEvidence("primary"))
			d.override(d.editor, "contradiction", http.StatusCreated)
			d.sign(d.editor, http.StatusCreated)
			if copy := d.pagesAs(d.editor).Get(d.article + "/print").Text; !strings.Contains(copy, "It was read on air.") {
				t.Error("the override is not printed")
			}
		})
		d.run("newer evidence", text, func(t *testing.T) {
			claim := d.newSourcedClaim(d.reviewer)
			d.giveEvidence(d.second, claim, contradictingEvidence("primary"))
			d.override(d.editor, "contradiction", http.StatusCreated)
			d.giveEvidence(d.second, claim, models.NewEvidence{Title: "Audit", URL: "audit.example/1", Class: "primary", Stance: "contradicts"})
			d.checkGateReasons(d.editor, "contradiction")
			d.verified()
		})
	})
}
