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

// setProofRules has the administrator set the rules for some claims, which only pages offer.
func (d *doorDesk) setProofRules(names ...string) {
	d.t.Helper()
	fields := url.Values{"secondaries": {"2"}, "version": {strconv.Itoa(d.desk().Version)}, "proof-rule": names}
	if got := d.postForm(d.admin, fmt.Sprintf("/desks/%d/policy", d.fixture.Desk.ID), fields); got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("the policy: %d", got.StatusCode)
	}
}

// setKindAndRisk sets a claim's kind and risk, which only pages offer.
func (d *doorDesk) setKindAndRisk(token string, claim int64, kind, risk string, status int) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", http.StatusOK).Version
	fields := url.Values{"kind": {kind}, "risk": {risk}, "version": {strconv.Itoa(version)}}
	if got := d.postForm(token, fmt.Sprintf("/claims/%d/details", claim), fields); got.StatusCode != status {
		d.t.Fatalf("labelling a claim %s and %s: %d, want %d", kind, risk, got.StatusCode, status)
	}
}

// A desk's policy can require more evidence for some claims, through every door; other desks do not.
func TestProofRulesByClaimKind(t *testing.T) {
	const text = "Repairs cost 12 million."
	web := models.NewEvidence{Title: "Register", URL: "city.example/register", Class: "primary"}
	report := models.NewEvidence{Title: "Report", Kind: "document", Locator: "p. 4", Class: "primary"}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		const asksForTape = "This desk asks for a recording or a document behind a quote."
		d.run("a quote", text, func(t *testing.T) {
			d.setProofRules("quote")
			claim := d.claim("12 million").ID
			d.setKindAndRisk(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			if got := d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &web, http.StatusUnprocessableEntity); !strings.Contains(
				got.Text,
				asksForTape,
			) {
				t.Errorf("without %q", asksForTape)
			}
			d.giveEvidence(d.reviewer, claim, web)
			if in := d.importRefusal(claim, "sourced", "", ""); !strings.Contains(in, asksForTape) {
				t.Errorf("a CSV file is refused with %q", in)
			}
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &report, http.StatusCreated)
		})
		d.run("it is no quote any more", text, func(t *testing.T) {
			d.setProofRules("quote")
			claim := d.claim("12 million").ID
			d.setKindAndRisk(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			d.setKindAndRisk(d.reviewer, claim, "number", "normal", http.StatusUnprocessableEntity)
			d.setKindAndRisk(d.editor, claim, "number", "normal", http.StatusSeeOther)
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
		})
		d.run("another person for a legal risk", text, func(t *testing.T) {
			d.setProofRules("legal")
			claim := d.claim("12 million").ID
			d.setKindAndRisk(d.reviewer, claim, "number", "legal", http.StatusSeeOther)
			d.markAllRead(d.reviewer)
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.checkGateReasons(d.editor, "proof")
			const asksForTwo = "2 people who call such a claim sourced; so far there is 1"
			if page := d.pagesAs(d.editor).Get(d.article + "/gate").Text; !strings.Contains(page, asksForTwo) {
				t.Error("the gate's page does not say what is missing")
			}
			d.giveVerdictWithEvidence(d.second, claim, "sourced", "", nil, http.StatusCreated)
			d.checkGateReasons(d.editor, "")
			d.verified()
		})
		d.run("an editor's ruling is no second check of a legal risk", text, func(t *testing.T) {
			d.setProofRules("legal")
			claim := d.claim("12 million").ID
			d.setKindAndRisk(d.reviewer, claim, "number", "legal", http.StatusSeeOther)
			d.markAllRead(d.reviewer)
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.giveVerdict(d.second, claim, "disputed", http.StatusCreated)
			d.ruleOnClaim(claim, "I read it.", http.StatusCreated)
			d.checkGateReasons(d.admin, "proof")
			d.verified()
		})
		d.run("a claim that an editor calls a legal risk", text, func(t *testing.T) {
			d.setProofRules("legal")
			claim := d.claim("12 million").ID
			d.setKindAndRisk(d.editor, claim, "number", "legal", http.StatusSeeOther)
			d.withdrawClaim(d.reviewer, claim, http.StatusUnprocessableEntity)
			d.undo(d.reviewer, http.StatusUnprocessableEntity)
			d.withdrawClaim(d.editor, claim, http.StatusSeeOther)
			own := d.claim("12 million").ID
			d.setKindAndRisk(d.reviewer, own, "number", "legal", http.StatusSeeOther)
			d.withdrawClaim(d.reviewer, own, http.StatusSeeOther)
		})
		d.run("it is switched on later", text, func(t *testing.T) {
			d.setProofRules()
			claim := d.claim("12 million").ID
			d.setKindAndRisk(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			d.markAllRead(d.reviewer)
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.checkGateReasons(d.editor, "")
			d.setProofRules("quote", "law", "legal")
			d.checkGateReasons(d.editor, "proof")
			d.setProofRules()
			d.checkGateReasons(d.editor, "")
			d.verified()
		})
		d.run("its kind is said later", text, func(t *testing.T) {
			d.setProofRules("quote")
			claim := d.claim("12 million").ID
			d.markAllRead(d.reviewer)
			d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &web, http.StatusCreated)
			d.setKindAndRisk(d.reviewer, claim, "quote", "normal", http.StatusSeeOther)
			d.checkGateReasons(d.editor, "proof")
			d.verified()
		})
	})
}
