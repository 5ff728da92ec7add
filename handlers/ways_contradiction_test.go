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

// against is evidence that contradicts a claim.
func against(class string) models.NewEvidence {
	return models.NewEvidence{Title: "Budget", Kind: "document", Locator: "p. 4", Class: class, Stance: "contradicts"}
}

// calledSourced is a claim that was called sourced in an article that is ready to be signed.
func (d *byDoor) calledSourced(by ...string) int64 {
	d.t.Helper()
	claim := d.claim("12 million").ID
	d.markAll(d.reviewer)
	for _, token := range by {
		d.give(token, claim, "sourced", http.StatusCreated)
	}
	d.shut(d.editor, "")
	return claim
}

// lookAgain checks who is asked to look at a claim again, by the API, and that their own pages ask them.
func (d *byDoor) lookAgain(claim int64, names ...string) {
	d.t.Helper()
	c := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK)
	if !slices.Equal(c.LookAgain, names) {
		d.t.Errorf("asked to look again are %q, want %q", c.LookAgain, names)
	}
	for _, token := range []string{d.reviewer, d.second} {
		name := d.person(token).Name
		asked := d.visit(token).Page("/").Find("#again").Length() > 0
		if asked != slices.Contains(names, name) {
			d.t.Errorf("%s is asked on their page: %v", name, asked)
		}
	}
}

// withdrawVerdict takes the newest verdict on a claim back.
func (d *byDoor) withdrawVerdict(token string, claim int64) {
	d.t.Helper()
	said := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Annotations
	id := said[len(said)-1].ID
	d.act(token, fmt.Sprintf("/annotations/%d/withdraw", id), nil, "DELETE", fmt.Sprintf("/annotations/%d", id), "", http.StatusOK)
}

// Primary evidence that contradicts a claim asks everybody who called it sourced for a second look, and keeps the gate closed until then.
func TestContradictionAsksForASecondLook(t *testing.T) {
	const text = "Repairs cost 12 million."
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		d.way("each of them looks again", text, func(t *testing.T) {
			claim := d.calledSourced(d.reviewer, d.second)
			d.giveEvidence(d.editor, claim, against("primary"))
			d.shut(d.editor, "contradiction")
			if got := d.sign(d.editor, http.StatusConflict); !strings.Contains(got.Text, "called sourced before primary evidence contradicted it") ||
				!strings.Contains(got.Text, "The gate is closed") {
				t.Errorf("the refusal does not say what is open: %s", got.Text)
			}
			d.lookAgain(claim, "Rana Reviewer", "Sam Second")
			d.give(d.reviewer, claim, "sourced", http.StatusCreated)
			d.shut(d.editor, "contradiction")
			d.lookAgain(claim, "Sam Second")
			d.give(d.second, claim, "sourced", http.StatusCreated)
			d.shut(d.editor, "")
			d.lookAgain(claim)
		})
		d.way("the dispute that it came with is taken back", text, func(t *testing.T) {
			claim, given := d.calledSourced(d.reviewer), against("primary")
			d.judge(d.second, claim, "disputed", "", &given, http.StatusCreated)
			d.withdrawVerdict(d.second, claim)
			d.shut(d.editor, "contradiction")
		})
		d.way("one's own verdict is no answer to one's own evidence", text, func(t *testing.T) {
			claim := d.calledSourced(d.reviewer)
			d.giveEvidence(d.reviewer, claim, against("primary"))
			d.shut(d.editor, "contradiction")
		})
		d.way("the verdict that it came with is an answer", text, func(t *testing.T) {
			claim, given := d.calledSourced(d.reviewer), against("primary")
			d.judge(d.reviewer, claim, "sourced", "The budget is of last year.", &given, http.StatusCreated)
			d.shut(d.editor, "")
		})
		d.way("it is withdrawn", text, func(t *testing.T) {
			claim := d.calledSourced(d.reviewer)
			d.giveEvidence(d.second, claim, against("primary"))
			list := d.do(d.second, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Evidence
			d.post(d.second, fmt.Sprintf("/evidence/%d/withdraw", list[len(list)-1].ID), nil)
			d.shut(d.editor, "")
		})
		for _, class := range []string{"secondary", "primary"} {
			d.way("evidence that is no such "+class, text, func(t *testing.T) {
				claim, given := d.calledSourced(d.reviewer), against(class)
				if class == "primary" {
					given.Stance = "context"
				}
				d.giveEvidence(d.second, claim, given)
				d.shut(d.editor, "")
			})
		}
	})
}

// An editor answers contradicting evidence with a ruling, or overrides the gate's reason; both are printed.
func TestContradictionIsAnsweredByAnEditor(t *testing.T) {
	const text = "Repairs cost 12 million."
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		d.way("a ruling", text, func(t *testing.T) {
			claim := d.calledSourced(d.reviewer)
			d.giveEvidence(d.second, claim, against("primary"))
			if page := d.visit(d.editor).Page(d.article + "/sentences/1"); page.Find("form.tag [name=ruling]").Length() != 1 {
				t.Error("the editor is offered no ruling")
			}
			version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Version
			ruling := url.Values{"status": {"sourced"}, "ruling": {"1"}, "note": {"The budget is of last year."}, "version": {strconv.Itoa(version)}}
			at := fmt.Sprintf("/claims/%d/annotations", claim)
			body := fmt.Sprintf(`{"status":"sourced","ruling":true,"note":"The budget is of last year.","version":%d}`, version)
			d.act(d.editor, at, ruling, "POST", at, body, http.StatusCreated)
			d.lookAgain(claim)
			if codes := d.closedTo(d.editor); strings.Contains(codes, "contradiction") {
				t.Errorf("after a ruling the gate is closed for %q", codes)
			}
		})
		d.way("an override", text, func(t *testing.T) {
			claim := d.calledSourced(d.reviewer)
			d.giveEvidence(d.second, claim, against("primary"))
			d.override(d.editor, "contradiction", http.StatusCreated)
			d.sign(d.editor, http.StatusCreated)
			if copy := d.visit(d.editor).Get(d.article + "/print").Text; !strings.Contains(copy, "It was read on air.") {
				t.Error("the override is not printed")
			}
		})
		d.way("newer evidence", text, func(t *testing.T) {
			claim := d.calledSourced(d.reviewer)
			d.giveEvidence(d.second, claim, against("primary"))
			d.override(d.editor, "contradiction", http.StatusCreated)
			d.giveEvidence(d.second, claim, models.NewEvidence{Title: "Audit", URL: "audit.example/1", Class: "primary", Stance: "contradicts"})
			d.shut(d.editor, "contradiction")
			d.verified()
		})
	})
}
