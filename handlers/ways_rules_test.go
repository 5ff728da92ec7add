package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linecheck/models"
)

// rules has the administrator switch on what the desk asks of some claims, which is done on a page alone.
func (d *byDoor) rules(names ...string) {
	d.t.Helper()
	fields := url.Values{"secondaries": {"2"}, "version": {strconv.Itoa(d.desk().Version)}, "proof-rule": names}
	if got := d.post(d.admin, fmt.Sprintf("/desks/%d/policy", d.news.Desk.ID), fields); got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("the policy: %d", got.StatusCode)
	}
}

// label says of what kind and risk a claim is, which is done on a page alone.
func (d *byDoor) label(token string, claim int64, kind, risk string, status int) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Version
	fields := url.Values{"kind": {kind}, "risk": {risk}, "version": {strconv.Itoa(version)}}
	if got := d.post(token, fmt.Sprintf("/claims/%d/details", claim), fields); got.StatusCode != status {
		d.t.Fatalf("labelling a claim %s and %s: %d, want %d", kind, risk, got.StatusCode, status)
	}
}

// A desk asks more of some claims where its policy says so, by every door; elsewhere nothing is asked.
func TestRulesForSomeClaims(t *testing.T) {
	const text = "Repairs cost 12 million."
	web := models.NewEvidence{Title: "Register", URL: "city.example/register", Class: "primary"}
	report := models.NewEvidence{Title: "Report", Kind: "document", Locator: "p. 4", Class: "primary"}
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		const asksForTape = "This desk asks for a recording or a document behind a quote."
		d.way("a quote", text, func(t *testing.T) {
			d.rules("quote")
			claim := d.claim("12 million").ID
			d.label(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			if got := d.judge(d.reviewer, claim, "sourced", "", &web, http.StatusUnprocessableEntity); !strings.Contains(got.Text, asksForTape) {
				t.Errorf("without %q", asksForTape)
			}
			d.giveEvidence(d.reviewer, claim, web)
			if in := d.inCSV(claim, "sourced", ""); !strings.Contains(in, asksForTape) {
				t.Errorf("a CSV file is refused with %q", in)
			}
			d.judge(d.reviewer, claim, "sourced", "", &report, http.StatusCreated)
		})
		d.way("it is no quote any more", text, func(t *testing.T) {
			d.rules("quote")
			claim := d.claim("12 million").ID
			d.label(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			d.label(d.reviewer, claim, "number", "normal", http.StatusUnprocessableEntity)
			d.label(d.editor, claim, "number", "normal", http.StatusSeeOther)
			d.judge(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
		})
		d.way("another person for a legal risk", text, func(t *testing.T) {
			d.rules("legal")
			claim := d.claim("12 million").ID
			d.label(d.reviewer, claim, "number", "legal", http.StatusSeeOther)
			d.markAll(d.reviewer)
			d.judge(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.shut(d.editor, "proof")
			const asksForTwo = "2 people who call such a claim sourced; so far there is 1"
			if page := d.visit(d.editor).Get(d.article + "/gate").Text; !strings.Contains(page, asksForTwo) {
				t.Error("the gate's page does not say what is missing")
			}
			d.judge(d.second, claim, "sourced", "", nil, http.StatusCreated)
			d.shut(d.editor, "")
			d.verified()
		})
		d.way("it is switched on later", text, func(t *testing.T) {
			d.rules()
			claim := d.claim("12 million").ID
			d.label(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			d.markAll(d.reviewer)
			d.judge(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.shut(d.editor, "")
			d.rules("quote", "law", "legal")
			d.shut(d.editor, "proof")
			d.rules()
			d.shut(d.editor, "")
			d.verified()
		})
		d.way("its kind is said later", text, func(t *testing.T) {
			d.rules("quote")
			claim := d.claim("12 million").ID
			d.markAll(d.reviewer)
			d.judge(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.label(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			d.shut(d.editor, "proof")
			d.verified()
		})
	})
}
