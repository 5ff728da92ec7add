package storetest

import (
	"linecheck/models"
)

func (w articleWorker) annotateClaims() {
	w.disagreeAndRule()
	w.softenClaim()
	w.overrideEvidence()
	w.withdrawAndAssign()
	w.setOutcomes()
	w.annotate(
		w.fixture.Reviewer,
		w.claim("city archive"),
		models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{cityRegister}},
	)
}

var cityRegister = models.NewEvidence{
	Title:      "City register",
	URL:        "https://city.example/register",
	Publisher:  "The city",
	Contact:    "register@city.example",
	Class:      "primary",
	Quote:      "4,012 on an average day",
	Locator:    "p. 4",
	AccessedOn: "2026-11-20",
}

// disagreeAndRule gives a claim verdicts that differ, and a ruling.
func (w articleWorker) disagreeAndRule() {
	n := w.fixture
	people := w.claim("More than 4,000 people")
	w.annotate(
		n.Reviewer,
		people,
		models.AnnotationInput{Status: "sourced", Note: "Counted twice.\nBy hand 🚲.", Evidence: []models.NewEvidence{cityRegister}},
	)
	w.annotate(n.SecondReviewer, people, models.AnnotationInput{Status: "disputed", Note: "=1+1 is not “more than”"})
	w.annotate(n.Editor, people, models.AnnotationInput{Status: "sourced", Note: "The register says so.", Ruling: true})
}

// softenClaim gives a claim a confidential source, an outcome, and corrections that are accepted and declined.
func (w articleWorker) softenClaim() {
	n := w.fixture
	cost := w.claim("€12 million")
	w.annotate(
		n.SecondReviewer,
		cost,
		models.AnnotationInput{
			Status: "unverified",
			Note:   "-12, +12, @12",
			Evidence: []models.NewEvidence{{Title: "The Mole", Contact: "mole@example.org", Confidential: true,
				Kind: "person", Class: "secondary", Stance: "context", Quote: "whispered", Locator: "in the cellar, p. 3"}},
		},
	)
	w.mustSucceed(
		w.s.ProposeCorrection(
			w.ctx,
			n.Reviewer,
			cost,
			models.NewCorrection{From: "€12", To: "about €12", Reason: "Nobody knows.", Version: w.claimCard(cost).Version},
		),
	)
	w.resolve(n.Editor, cost, "softened")
	w.mustSucceed(
		w.s.DecideCorrection(
			w.ctx,
			n.Editor,
			w.claimCard(cost).Corrections[0].ID,
			models.CorrectionDecision{State: "accepted", Reason: "It is not needed.", Version: 1},
		),
	)
	w.mustSucceed(
		w.s.ProposeCorrection(
			w.ctx,
			n.SecondReviewer,
			cost,
			models.NewCorrection{From: "million", To: "million in all", Version: w.claimCard(cost).Version},
		),
	)
	w.mustSucceed(
		w.s.DecideCorrection(
			w.ctx,
			n.Editor,
			w.claimCard(cost).Corrections[1].ID,
			models.CorrectionDecision{State: "declined", Version: 1},
		),
	)
}

// overrideEvidence has an editor call a claim sourced without enough evidence. Other evidence is withdrawn.
func (w articleWorker) overrideEvidence() {
	n := w.fixture
	built := w.claim("built in 1911")
	w.mustSucceed(w.s.EditClaim(w.ctx, n.Reviewer, built, models.ClaimEdit{Kind: "date", Risk: "high", Version: 1}))
	w.annotate(n.Editor, built, models.AnnotationInput{Status: "sourced", Override: "I was there."})
	w.mustSucceed(
		w.s.AddEvidence(
			w.ctx,
			n.SecondReviewer,
			built,
			models.NewEvidence{Title: "A book", Publisher: "A house", Class: "secondary", Stance: "contradicts",
				Kind: "document", Locator: "p. 1"},
		),
	)
	w.mustSucceed(w.s.WithdrawEvidence(w.ctx, n.SecondReviewer, w.claimCard(built).Evidence[0].Evidence.ID))
}

// withdrawAndAssign withdraws a verdict and a claim, and assigns a claim.
func (w articleWorker) withdrawAndAssign() {
	n := w.fixture
	choice := w.claim("no choice")
	w.annotate(n.Reviewer, choice, models.AnnotationInput{Status: "disputed", Note: "Not so."})
	w.mustSucceed(w.s.WithdrawAnnotation(w.ctx, n.Reviewer, w.claimCard(choice).Annotations[0].ID))
	w.mustSucceed(w.s.WithdrawClaim(w.ctx, n.Editor, w.claim("Mayor Ines Okoro")))
	w.mustSucceed(
		w.s.AssignClaim(
			w.ctx,
			n.Editor,
			choice,
			models.NewAssignment{Person: n.SecondReviewer.UserID, Version: w.claimCard(choice).Version},
		),
	)
}

// setOutcomes sets and changes outcomes, and proposes a correction.
func (w articleWorker) setOutcomes() {
	n := w.fixture
	year, day := w.claim("a year"), w.claim("every day")
	w.annotate(n.SecondReviewer, year, models.AnnotationInput{Status: "disputed", Note: "Eleven months."})
	w.resolve(n.Editor, year, "on author")
	w.resolve(n.Editor, year, "none")
	w.resolve(n.Editor, year, "stands")
	w.annotate(n.Reviewer, day, models.AnnotationInput{Status: "unverified", Note: "Not so."})
	w.resolve(n.Editor, day, "opinion")
	w.mustSucceed(
		w.s.ProposeCorrection(
			w.ctx,
			n.Reviewer,
			day,
			models.NewCorrection{From: "every day", To: "most days", Reason: "Not on Sundays.", Version: w.claimCard(day).Version},
		),
	)
}

// resolve sets a claim's outcome, with a reason.
func (w articleWorker) resolve(who models.Reader, claim int64, resolution string) {
	w.T.Helper()
	w.mustSucceed(
		w.s.Resolve(
			w.ctx,
			who,
			claim,
			models.OutcomeInput{Resolution: resolution, Reason: "The desk has decided so.", Version: w.claimCard(claim).Version},
		),
	)
}
