package store_test

import (
	"errors"
	"fmt"
	"testing"

	"linecheck/models"
)

// disputedClaim returns a claim that the second reviewer disputes, in a sentence with a read rest.
func (a assertionTest) disputedClaim() models.Location {
	a.t.Helper()
	cost := a.claim("€12 million")
	a.ok(a.tag(a.fixture.SecondReviewer, cost.ClaimID, models.AnnotationInput{Status: "disputed", Note: "The budget has 13."}))
	a.read(a.fixture.SecondReviewer, "Repairs")
	return cost
}

func TestDisputeSurvivesADraft(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		a.draft(a.fixture.Writer, "€12 million", "€14 million")
		if c := a.card(cost.ClaimID); c.Status != models.Unchecked || !c.Contested {
			a.t.Errorf("after the draft the claim is %s, contested %v", c.Status, c.Contested)
		}
		a.annotate(a.fixture.Editor, cost.ClaimID, "sourced")
		a.read(a.fixture.Editor, "Repairs")
		if c := a.card(cost.ClaimID); !c.Disagree || !c.Contested {
			a.t.Errorf("called sourced, the claim disagrees: %v, contested %v", c.Disagree, c.Contested)
		}
		a.checkState("Repairs", models.Open)
	})
}

// These actions do not end a dispute, although they look like an end.
func TestOtherActionsDoNotEndADispute(t *testing.T) {
	for name, happens := range map[string]func(a assertionTest, cost models.Location){
		"a merge": func(a assertionTest, _ models.Location) {
			_, err := a.merge(a.fixture.Reviewer, crossingSentence)
			a.ok(err)
			a.undo(a.fixture.Reviewer)
		},
		"a split": func(a assertionTest, _ models.Location) {
			_, err := a.split(a.fixture.Reviewer, "Repairs", "cost")
			a.ok(err)
		},
		"the trash": func(a assertionTest, _ models.Location) {
			a.ok(a.s.TrashArticle(ctx, a.fixture.Editor, a.article.ID))
			a.ok(a.s.RestoreArticle(ctx, a.fixture.Editor, a.article.ID))
		},
		"another language": func(a assertionTest, _ models.Location) {
			row, err := a.s.Article(ctx, a.fixture.Editor, a.article.ID)
			a.ok(err)
			a.ok(a.s.EditArticle(ctx, a.fixture.Editor, a.article.ID, models.ArticleEdit{Title: row.Title, Language: "de", Version: row.Version}))
		},
		"a draft without the words": func(a assertionTest, _ models.Location) { a.draft(a.fixture.Writer, repairsSentence+"\n\n", "") },
		"another kind": func(a assertionTest, cost models.Location) {
			_, err := a.s.EditClaim(ctx, a.fixture.Reviewer, cost.ClaimID, models.ClaimEdit{Kind: "opinion", Risk: "normal",
				Version: a.card(cost.ClaimID).Version})
			if err != nil {
				_, err = a.s.EditClaim(ctx, a.fixture.Reviewer, cost.ClaimID, models.ClaimEdit{Kind: "other", Risk: "normal",
					Version: a.card(cost.ClaimID).Version})
			}
			a.ok(err)
		},
		"an attempt to withdraw the claim": func(a assertionTest, cost models.Location) {
			for _, who := range []models.Reader{a.fixture.Reviewer, a.fixture.Editor, a.fixture.Admin} {
				_, err := a.s.WithdrawClaim(ctx, who, cost.ClaimID)
				a.checkRefused(err, "claim", "so it stays")
			}
		},
		"an attempt to withdraw the verdict": func(a assertionTest, cost models.Location) {
			for _, who := range []models.Reader{a.fixture.Reviewer, a.fixture.Editor, a.fixture.Admin} {
				if _, err := a.s.WithdrawAnnotation(ctx, who, a.card(cost.ClaimID).Annotations[0].Annotation.ID); !errors.Is(err,
					models.ErrForbidden) {
					a.t.Errorf("%s withdraws another's verdict: %v", who.Name, err)
				}
			}
		},
		"an undo": func(a assertionTest, _ models.Location) {
			_, err := a.s.Undo(ctx, a.fixture.Reviewer, a.article.ID) // of the claim itself, which is theirs
			a.checkRefused(err, "claim", "so it stays")
		},
	} {
		t.Run(name, func(t *testing.T) {
			withAssertionTest(t, func(a assertionTest) {
				cost := a.disputedClaim()
				happens(a, cost)
				c := a.card(cost.ClaimID)
				if c.Status != models.Disputed && !c.Contested || len(c.Annotations) != 1 || c.Annotations[0].WithdrawnAt != nil {
					a.t.Errorf("the claim is %s, contested %v, with %+v", c.Status, c.Contested, c.Annotations)
				}
				if a.gatePage(a.fixture.Editor).Gate.Open() {
					a.t.Error("the gate is open")
				}
			})
		})
	}
}

func TestDisputeEndsByItsAuthor(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		a.draft(a.fixture.Writer, "€12 million", "€13 million")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, "Repairs")
		if c := a.card(cost.ClaimID); c.Status != models.Sourced || c.Contested || c.Disagree {
			a.t.Errorf("the claim is %s, contested %v", c.Status, c.Contested)
		}
		a.checkState("Repairs", models.Done)
	})
}

func TestRulingNeedsADisagreementAndAReason(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		rule := func(note string) error {
			return a.tag(
				a.fixture.Editor,
				cost.ClaimID,
				models.AnnotationInput{Status: "sourced", Ruling: true, Note: note, Evidence: countEvidence},
			)
		}
		a.checkRefused(rule("I say so."), "ruling", "nothing to rule on")
		a.annotate(a.fixture.Reviewer, cost.ClaimID, "sourced")
		a.checkRefused(rule(" "), "note", "give a reason")
		a.ok(rule("The budget was amended."))
		if c := a.card(cost.ClaimID); c.Status != models.Sourced || c.Disagree || len(c.Annotations) != 3 {
			a.t.Errorf("the claim is %s, %+v", c.Status, c.Annotations)
		}
	})
}

// A ruling is not a second check of its claim.
func TestRulingDoesNotCountAsSecondCheck(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		a.readAll(a.fixture.SecondReviewer)
		a.annotate(a.fixture.Reviewer, cost.ClaimID, "disputed") // who added the text
		a.annotate(a.fixture.Admin, cost.ClaimID, "sourced")
		a.ok(a.tag(a.fixture.Admin, cost.ClaimID, models.AnnotationInput{Status: "sourced", Ruling: true, Note: "The budget was amended."}))
		a.checkState("Repairs", models.Done)
		a.checkBehind(a.fixture.Editor, models.GateIndependence, a.sentence("Repairs").Ordinal)
	})
}

func TestOutcomeEndsADisputeWithAReason(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		a.checkRefused(a.resolve(a.fixture.Editor, cost.ClaimID, "on author", " "), "reason", "give a reason")
		a.checkRefused(a.resolve(a.fixture.Editor, cost.ClaimID, "corrected", "Soon."), "resolution", "Suggest the new words first")
		if err := a.resolve(a.fixture.SecondReviewer, cost.ClaimID, "on author", "He says so."); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("a reviewer ends a dispute: %v", err)
		}
		a.ok(a.resolve(a.fixture.Editor, cost.ClaimID, "on author", "He says so."))
		a.checkState("Repairs", models.Done)
		if c := a.card(cost.ClaimID); c.Status != models.Disputed || c.Resolution != "on author" || c.Annotations[0].WithdrawnAt != nil {
			a.t.Errorf("the dispute is not printed: %+v", c)
		}
	})
}

func TestNewerVerdictEndsAnOutcome(t *testing.T) {
	for _, status := range []string{"sourced", "disputed", "unverified"} {
		withAssertionTest(t, func(a assertionTest) {
			cost := a.disputedClaim()
			a.ok(a.resolve(a.fixture.Editor, cost.ClaimID, "run as is", "It runs tonight."))
			a.annotate(a.fixture.Reviewer, cost.ClaimID, status)
			if c := a.card(cost.ClaimID); c.Resolution != models.Unresolved {
				a.t.Errorf("%s: the outcome is still %s", status, c.Resolution)
			}
			a.checkState("Repairs", models.Open)
		})
	}
}

// An outcome counts for its words only: it ends when they change, and comes back with them.
func TestOutcomeCountsForItsWordsOnly(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		a.ok(a.resolve(a.fixture.Editor, cost.ClaimID, "on author", "He says so."))
		a.draft(a.fixture.Writer, "€12 million", "€14 million")
		if c := a.card(cost.ClaimID); c.Resolution != models.Unresolved {
			a.t.Errorf("other words have the outcome %s", c.Resolution)
		}
		a.draft(a.fixture.Writer, "€14 million", "€12 million")
		if c := a.card(cost.ClaimID); c.Resolution != "on author" || c.Status != models.Disputed {
			a.t.Errorf("with its words back the claim is %s, %s", c.Status, c.Resolution)
		}
		a.checkState("Repairs", models.Done)
	})
}

func TestLostClaimEndsAsCutOnly(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		a.draft(a.fixture.Writer, repairsSentence+"\n\n", "")
		for _, how := range models.Resolutions {
			if how == "cut" || how == models.Unresolved {
				continue
			}
			a.checkRefused(a.resolve(a.fixture.Editor, cost.ClaimID, string(how), "It is gone."), "resolution", "can only end as “cut”")
		}
		a.checkRefused(a.resolve(a.fixture.Editor, cost.ClaimID, "cut", "\u200b"), "reason", "give a reason")
		a.ok(a.resolve(a.fixture.Editor, cost.ClaimID, "cut", "The paragraph is gone."))
		if c := a.card(cost.ClaimID); c.Contested || c.Resolution != "cut" || len(c.Annotations) != 1 {
			a.t.Errorf("the claim that was cut: %+v", c)
		}
		if n := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateLost).Count; n != 0 {
			a.t.Errorf("%d claims are lost", n)
		}
	})
}

// A lost claim also ends as cut if its reviewer's account is closed.
func TestLostClaimOfAClosedAccountIsCut(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.disputedClaim()
		a.draft(a.fixture.Writer, repairsSentence+"\n\n", "")
		a.ok(a.s.DisableUser(ctx, a.fixture.Admin, a.fixture.SecondReviewer.UserID))
		_, err := a.s.WithdrawClaim(ctx, a.fixture.Reviewer, cost.ClaimID)
		a.checkRefused(err, "claim", "so it stays")
		a.ok(a.resolve(a.fixture.Editor, cost.ClaimID, "cut", "The paragraph is gone."))
	})
}

func TestAskedPersonCannotDismissAQuery(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		ask := func(by models.Reader, to string) int64 {
			id, _, err := a.s.RaiseQuery(ctx, by, models.NewQuery{ArticleID: a.article.ID, To: to, Body: "Who says so?"})
			a.ok(err)
			return id
		}
		dismiss := func(who models.Reader, id int64) error {
			_, err := a.s.AdvanceQuery(ctx, who, id, models.QueryActionInput{Action: models.DismissQuery, Body: "We know.", Version: 1})
			return err
		}
		person := ask(a.fixture.SecondReviewer, fmt.Sprint(a.fixture.Editor.UserID))
		if err := dismiss(a.fixture.Editor, person); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("the named addressee dismisses: %v", err)
		}
		a.ok(dismiss(a.fixture.Admin, person))
		role := ask(a.fixture.SecondReviewer, "editor")
		for _, who := range []models.Reader{a.fixture.Editor, a.fixture.Admin} {
			if err := dismiss(who, role); !errors.Is(err, models.ErrForbidden) {
				a.t.Errorf("%s, one of the editors it is addressed to, dismisses: %v", who.Name, err)
			}
		}
		a.ok(dismiss(a.fixture.Editor, ask(a.fixture.Editor, "editor"))) // their own query
		a.ok(dismiss(a.fixture.Editor, ask(a.fixture.SecondReviewer, "writer")))
	})
}

// Undo undoes the reader's own last step only.
func TestUndoIsLimitedToOwnActions(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "disputed")
		a.read(a.fixture.Editor, "Repairs")
		a.undo(a.fixture.Editor)
		if got := a.readerNames("Repairs"); got != "" {
			a.t.Errorf("read by %q", got)
		}
		_, err := a.s.Undo(ctx, a.fixture.Editor, a.article.ID)
		a.checkRefused(err, "undo", "nothing of yours")
		if c := a.card(cost.ClaimID); c.Status != models.Disputed {
			a.t.Errorf("the claim is %s", c.Status)
		}
		a.undo(a.fixture.SecondReviewer)
		a.undo(a.fixture.Reviewer) // the claim, which has no assertions any more
		if n := a.page().Claims; n != 0 {
			a.t.Errorf("%d claims are left", n)
		}
	})
}

func TestEvidenceOfOthersCannotBeWithdrawn(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		_, err := a.s.AddEvidence(ctx, a.fixture.SecondReviewer, cost.ClaimID, models.NewEvidence{Title: "The minutes", Class: "secondary",
			Stance:  "contradicts",
			Kind:    "document",
			Locator: "p. 1",
		})
		a.ok(err)
		id := a.card(cost.ClaimID).Evidence[0].Evidence.ID
		for _, who := range []models.Reader{a.fixture.Reviewer, a.fixture.Editor, a.fixture.Admin} {
			if _, err := a.s.WithdrawEvidence(ctx, who, id); !errors.Is(err, models.ErrForbidden) {
				a.t.Errorf("%s withdraws another's evidence: %v", who.Name, err)
			}
		}
		_, err = a.s.WithdrawEvidence(ctx, a.fixture.SecondReviewer, id)
		a.ok(err)
	})
}
