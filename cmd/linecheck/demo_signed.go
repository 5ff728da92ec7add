package main

import (
	"fmt"

	"linecheck/models"
)

// library is the signed-off article. Before the sign-off, two reviewers disagreed, an editor ruled, a correction was made, and a claim
// got an outcome.
func (d *demo) library() {
	const nadia, omid, hamid = "nadia@demo.example", "omid@demo.example", "hamid@demo.example"
	a := d.article(models.NewArticle{Title: "Library to open on Sundays", Text: libraryText}, 1)
	minutes := models.NewEvidence{
		Title:   "Minutes of the council's meeting",
		Kind:    "document",
		Class:   "primary",
		Locator: "p. 3",
		Quote:   "For: 31. Against: 14.",
	}
	vote := a.claim(nadia, "31 to 14", "number")
	a.tag(nadia, vote, 1, models.Sourced, "", minutes)
	a.tag(omid, vote, 2, models.Disputed, "The council's web page says 31 to 13.")
	a.rule(hamid, vote, models.Sourced, "The minutes are signed; the web page left one member out.")

	people := a.claim(omid, "9,000 people", "number")
	a.tag(omid, people, 1, models.Disputed, "The petition has fewer names.")
	a.correct(omid, people, 2, models.NewCorrection{From: "9,000 people", To: "8,200 people", Reason: "So many names were handed in."})
	a.decide(hamid, people, models.CorrectionDecision{State: "accepted", Version: 1})

	waited := a.claim(nadia, "ten years", "quote")
	a.tag(nadia, waited, 1, models.Unverified, "Nobody else was there, and she did not answer.")
	a.revise("lena@demo.example", "With the number of names that were handed in.", "9,000 people", "8,200 people")
	a.confirm(nadia)
	a.tag(nadia, people, a.card(people).Version, models.Sourced, "", models.NewEvidence{
		Title:   "Petition as handed in",
		Kind:    "document",
		Class:   "primary",
		Locator: "p. 41",
		Quote:   "Names in all: 8,200",
	})
	a.tag(omid, people, a.card(people).Version, models.Sourced, "The new number is right.")
	a.resolve(hamid, waited, "on author", "Lena heard it herself and has it in her notebook.")
	a.clear(nadia, 0, 1, 2, 3, 4, 5)
	a.sign(hamid)
}

// card returns a claim in its current state.
func (a *demoArticle) card(claim int64) (found models.ClaimCard) {
	if a.err != nil {
		return found
	}
	var at models.Location
	if at, a.err = a.records.ClaimLocation(a.ctx, a.people["hamid@demo.example"], claim); a.err != nil {
		return found
	}
	var page models.SentencePage
	page, a.err = a.records.SentencePage(a.ctx, a.people["hamid@demo.example"], a.id, at.Ordinal)
	for _, c := range page.Claims {
		if c.Claim.ID == claim {
			found = c
		}
	}
	return found
}

// rule ends a disagreement about a claim.
func (a *demoArticle) rule(who string, claim int64, status models.Status, reason string) {
	version := a.card(claim).Version
	if a.err == nil {
		_, a.err = a.records.Annotate(a.ctx, a.people[who], claim,
			models.AnnotationInput{Status: string(status), Note: reason, Ruling: true, Version: version})
	}
}

// decide decides the newest correction of a claim.
func (a *demoArticle) decide(who string, claim int64, decision models.CorrectionDecision) {
	corrections := a.card(claim).Corrections
	if a.err == nil {
		_, a.err = a.records.DecideCorrection(a.ctx, a.people[who], corrections[len(corrections)-1].ID, decision)
	}
}

// resolve sets the outcome of a claim.
func (a *demoArticle) resolve(who string, claim int64, outcome, reason string) {
	version := a.card(claim).Version
	if a.err == nil {
		_, a.err = a.records.Resolve(a.ctx, a.people[who], claim, models.OutcomeInput{Resolution: outcome, Reason: reason, Version: version})
	}
}

// confirm confirms the findings that the newest draft put into recheck.
func (a *demoArticle) confirm(who string) {
	if a.err != nil {
		return
	}
	var page models.ArticlePage
	if page, a.err = a.records.ArticlePage(a.ctx, a.people[who], a.id); a.err != nil {
		return
	}
	for _, s := range page.Sentences {
		if a.err == nil && s.State == models.Recheck {
			_, a.err = a.records.ConfirmSentence(a.ctx, a.people[who], s.ID, models.ConfirmationInput{})
		}
	}
}

// sign signs the article off in its present state.
func (a *demoArticle) sign(who string) {
	if a.err != nil {
		return
	}
	var page models.GatePage
	if page, a.err = a.records.GatePage(a.ctx, a.people[who], a.id); a.err != nil {
		return
	}
	read := models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}
	if err := a.records.SignOff(a.ctx, a.people[who], a.id, read); err != nil {
		a.err = fmt.Errorf("signing the demo's article: %w", err)
	}
}

const libraryText = `Library to open on Sundays

The city library will open on Sundays from March. The council voted 31 to 14 for it.

Some 9,000 people had asked for it in a petition. "We waited ten years," said Ruth Abara, who has worked there since 2011.
`
