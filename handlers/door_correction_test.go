package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/models"
)

// proposeCorrection has the reviewer propose a correction.
func (d *doorDesk) proposeCorrection(claim int64, from, to string) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	fields := url.Values{
		"correction-from":   {from},
		"correction-to":     {to},
		"correction-reason": {"The register says so."},
		"version":           {fmt.Sprint(version)},
	}
	if got := d.postForm(d.reviewer, fmt.Sprintf("/claims/%d/corrections", claim), fields); got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("proposing a correction: %d", got.StatusCode)
	}
}

// acceptedCorrection has the reviewer propose a correction, and the editor accept it, both on pages.
func (d *doorDesk) acceptedCorrection(claim int64, from, to string) (correction int64) {
	d.t.Helper()
	d.proposeCorrection(claim, from, to)
	correction = d.correctionsOf(1)[0].ID
	d.decide(correction, "accepted", 1, "", http.StatusSeeOther)
	return correction
}

// correctionsOf returns the corrections of the first claim in a sentence.
func (d *doorDesk) correctionsOf(ordinal int) []models.NamedCorrection {
	d.t.Helper()
	page, err := d.store.SentencePage(d.t.Context(), d.fixture.Editor, d.articleID(), ordinal)
	if err != nil {
		d.t.Fatal(err)
	}
	return page.Claims[0].Corrections
}

func (d *doorDesk) articleID() (id int64) {
	d.t.Helper()
	if _, err := fmt.Sscanf(d.article, "/articles/%d", &id); err != nil {
		d.t.Fatal(err)
	}
	return id
}

// decide has the editor decide on a correction, which only pages offer.
func (d *doorDesk) decide(correction int64, decision string, version int, reason string, status int) {
	d.t.Helper()
	fields := url.Values{"decision": {decision}, "version": {fmt.Sprint(version)}, "reason": {reason}}
	if got := d.postForm(d.editor, fmt.Sprintf("/corrections/%d/decision", correction), fields); got.StatusCode != status {
		d.t.Fatalf("%s: %d %s, want %d", decision, got.StatusCode, mainOf(d.t, got).Text(), status)
	}
}

// An accepted correction closes the gate until the text contains exactly its words.
func TestACorrectionIsMadeOnlyInTheText(t *testing.T) {
	ways := []struct{ name, text, words, from, to string }{
		{"part of a number", "Repairs cost 12 million.", "12 million", "12 million", "2 million"},
		{"part of a decimal", "Repairs cost 1.2 million.", "1.2 million", "1.2 million", "2 million"},
		{"part of a word", "They were unhappy there.", "unhappy", "unhappy", "happy"},
		{"words elsewhere in the sentence", "Repairs cost 12 million, not 13 million.", "12 million", "12 million", "13 million"},
		{"without a sign", "It lost -5 million.", "-5 million", "-5 million", "5 million"},
		{"nothing to be seen", "Repairs cost 12 million.", "12 million", "12 million", "\u2060"},
		{"signs alone", "Repairs cost 12 million.", "12 million", "12 million", "…"},
		{"another case", "It was the us that paid.", "us", "us", "US"},
		{"nothing", "Repairs cost 12 million.", "12 million", "12 million", ""},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.name, c.text, func(t *testing.T) {
				claim := d.claim(c.words).ID
				d.giveVerdict(d.reviewer, claim, "disputed", 201)
				correction := d.acceptedCorrection(claim, c.from, c.to)
				d.decide(correction, "made", 2, "", http.StatusUnprocessableEntity)
				d.submitDraft(d.editor, "Now: "+c.text)
				if !strings.Contains(d.gateReasons(d.admin), "corrections") {
					t.Error("the gate does not name a correction that is not in the text")
				}
				d.override(d.editor, "corrections", http.StatusUnprocessableEntity)
				d.decide(correction, "declined", 2, "\u2060", http.StatusUnprocessableEntity)
				d.decide(correction, "declined", 2, "The register was wrong.", http.StatusSeeOther)
				if strings.Contains(d.gateReasons(d.admin), "corrections") {
					t.Error("the gate names a correction that was declined")
				}
			})
		}
	})
}

// A correction to the words that are already in the text is refused, because it changes nothing.
func TestCorrectionOfWordsThatStandThereIsRefused(t *testing.T) {
	ways := []struct{ name, text, words, from, to string }{
		{"the words before it", "Repairs cost about 12 million.", "12 million", "12 million", "about 12 million"},
		{"the words behind it", "Repairs cost 12 million euros.", "12 million", "12 million", "12 million euros"},
		{"the stop behind it", "Repairs cost 12 million.", "12 million", "12 million", "12 million."},
		{"the same words", "Repairs cost 12 million.", "12 million", "12 million", "12 million"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.name, c.text, func(t *testing.T) {
				claim := d.claim(c.words).ID
				d.giveVerdict(d.reviewer, claim, "disputed", 201)
				version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
				at := fmt.Sprintf("/claims/%d/corrections", claim)
				fields := url.Values{"correction-from": {c.from}, "correction-to": {c.to}, "version": {fmt.Sprint(version)}}
				d.send(d.reviewer, at, fields, "POST", at, fmt.Sprintf(`{"from":%q,"to":%q}`, c.from, c.to), 422)
				d.resolveClaim(d.editor, claim, "corrected", "It is.", 422)
			})
		}
	})
}

// An outcome that changes the text settles nothing until the text has a correction of the claim.
func TestOutcomeAwaitsItsCorrection(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, outcome := range []string{"corrected", "softened", "attributed", "cut"} {
			d.run(outcome, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.reviewer, claim, "disputed", 201)
				d.markAllRead(d.second)
				d.proposeCorrection(claim, "12 million", "13 million")
				d.resolveClaim(d.editor, claim, outcome, "As proposed.", 200)
				d.checkStates("clear open")
				page := d.pagesAs(d.editor).Page(d.article + "/sentences/1")
				checkContains(t, page.Find(".card"), "The text does not have a correction of this claim yet.")
				correction := d.correctionsOf(1)[0]
				d.decide(correction.ID, "declined", correction.Version, "The register was wrong.", http.StatusSeeOther)
				d.checkStates("clear open")
				d.resolveClaim(d.editor, claim, "stands", "The register was wrong.", 200)
				d.checkStates("clear done")
				d.verified()
			})
		}
		d.run("the text has it", "Repairs cost 12 million.", func(t *testing.T) {
			claim := d.claim("12 million").ID
			d.giveVerdict(d.reviewer, claim, "disputed", 201)
			d.acceptedCorrection(claim, "12 million", "13 million")
			d.submitDraft(d.editor, "Repairs cost 13 million.")
			d.giveVerdict(d.second, claim, "unverified", 201)
			d.resolveClaim(d.editor, claim, "corrected", "The text has it.", 200)
			d.markAllRead(d.second)
			d.checkStates("clear done")
			d.verified()
		})
	})
}

// A draft with the corrected words makes the correction.
func TestACorrectionInTheTextIsMade(t *testing.T) {
	ways := []struct{ name, text, words, from, to, draft string }{
		{"a number", "Repairs cost 12 million.", "12 million", "12 million", "2 million", "Repairs cost 2 million."},
		{"a part of a compound", "He is a 5-year-old boy.", "5-year-old", "5", "6", "He is a 6-year-old boy."},
		{"a percentage", "It grew by 5% there.", "5%", "5", "6", "It grew by 6% there."},
		{"more words than before", "Repairs cost 12 million.", "12 million", "12 million", "about 12 million", "Repairs cost about 12 million."},
		{"without blanks between words", "桥梁修复花费了一千二百万元。", "一千二百万", "一千二百万", "两百万", "桥梁修复花费了两百万元。"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.name, c.text, func(t *testing.T) {
				claim := d.claim(c.words).ID
				d.giveVerdict(d.reviewer, claim, "disputed", 201)
				correction := d.acceptedCorrection(claim, c.from, c.to)
				d.submitDraft(d.editor, c.draft)
				if strings.Contains(d.gateReasons(d.admin), "corrections") {
					d.decide(correction, "made", 2, "", http.StatusSeeOther) // a user may have to confirm that the text has this correction
				}
				page, err := d.store.SentencePage(t.Context(), d.fixture.Editor, d.articleID(), 1)
				if err != nil {
					t.Fatal(err)
				}
				if state := page.Claims[0].Corrections[0].State; state != models.CorrectionMade {
					t.Errorf("a correction that the text has is %s", state)
				}
			})
		}
	})
}
