package store_test

import (
	"errors"
	"fmt"
	"testing"

	"linecheck/models"
)

// disputed is a claim that the second reviewer disputes, in a sentence of which the rest is read.
func (a asserting) disputed() models.Place {
	a.t.Helper()
	cost := a.claim("€12 million")
	a.ok(a.tag(a.news.Second, cost.ClaimID, models.Tag{Status: "disputed", Note: "The budget has 13."}))
	a.read(a.news.Second, "Repairs")
	return cost
}

func TestDisputeSurvivesADraft(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		a.draft(a.news.Writer, "€12 million", "€14 million")
		if c := a.card(cost.ClaimID); c.Status != models.Unchecked || !c.Contested {
			a.t.Errorf("after the draft the claim is %s, contested %v", c.Status, c.Contested)
		}
		a.say(a.news.Editor, cost.ClaimID, "sourced")
		a.read(a.news.Editor, "Repairs")
		if c := a.card(cost.ClaimID); !c.Disagree || !c.Contested {
			a.t.Errorf("called sourced, the claim disagrees: %v, contested %v", c.Disagree, c.Contested)
		}
		a.is("Repairs", models.Open)
	})
}

// Nothing ends a dispute that only looks like an end.
func TestDisputeSurvivesWhateverElseHappens(t *testing.T) {
	for name, happens := range map[string]func(a asserting, cost models.Place){
		"a merge": func(a asserting, _ models.Place) {
			_, err := a.merge(a.news.Reviewer, crossing)
			a.ok(err)
			a.undo(a.news.Reviewer)
		},
		"a split": func(a asserting, _ models.Place) {
			_, err := a.split(a.news.Reviewer, "Repairs", "cost")
			a.ok(err)
		},
		"the trash": func(a asserting, _ models.Place) {
			a.ok(a.s.Trash(ctx, a.news.Editor, a.article.ID))
			a.ok(a.s.Restore(ctx, a.news.Editor, a.article.ID))
		},
		"another language": func(a asserting, _ models.Place) {
			row, err := a.s.Article(ctx, a.news.Editor, a.article.ID)
			a.ok(err)
			a.ok(a.s.EditArticle(ctx, a.news.Editor, a.article.ID, models.ArticleEdit{Title: row.Title, Language: "de", Version: row.Version}))
		},
		"a draft without the words": func(a asserting, _ models.Place) { a.draft(a.news.Writer, repairs+"\n\n", "") },
		"another kind": func(a asserting, cost models.Place) {
			_, err := a.s.EditClaim(ctx, a.news.Reviewer, cost.ClaimID, models.ClaimEdit{Kind: "opinion", Risk: "normal",
				Version: a.card(cost.ClaimID).Version})
			if err != nil {
				_, err = a.s.EditClaim(ctx, a.news.Reviewer, cost.ClaimID, models.ClaimEdit{Kind: "other", Risk: "normal",
					Version: a.card(cost.ClaimID).Version})
			}
			a.ok(err)
		},
		"an attempt to withdraw the claim": func(a asserting, cost models.Place) {
			for _, who := range []models.Reader{a.news.Reviewer, a.news.Editor, a.news.Admin} {
				_, err := a.s.WithdrawClaim(ctx, who, cost.ClaimID)
				a.refused(err, "claim", "so it stays")
			}
		},
		"an attempt to withdraw the verdict": func(a asserting, cost models.Place) {
			for _, who := range []models.Reader{a.news.Reviewer, a.news.Editor, a.news.Admin} {
				if _, err := a.s.WithdrawAnnotation(ctx, who, a.card(cost.ClaimID).Annotations[0].Annotation.ID); !errors.Is(err,
					models.ErrForbidden) {
					a.t.Errorf("%s withdraws another's verdict: %v", who.Name, err)
				}
			}
		},
		"an undo": func(a asserting, _ models.Place) {
			_, err := a.s.Undo(ctx, a.news.Reviewer, a.article.ID) // of the claim itself, which is theirs
			a.refused(err, "claim", "so it stays")
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert(t, func(a asserting) {
				cost := a.disputed()
				happens(a, cost)
				c := a.card(cost.ClaimID)
				if c.Status != models.Disputed && !c.Contested || len(c.Annotations) != 1 || c.Annotations[0].WithdrawnAt != nil {
					a.t.Errorf("the claim is %s, contested %v, with %+v", c.Status, c.Contested, c.Annotations)
				}
				if a.gate(a.news.Editor).Gate.Open() {
					a.t.Error("the gate is open")
				}
			})
		})
	}
}

func TestDisputeEndsByItsAuthor(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		a.draft(a.news.Writer, "€12 million", "€13 million")
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.read(a.news.Second, "Repairs")
		if c := a.card(cost.ClaimID); c.Status != models.Sourced || c.Contested || c.Disagree {
			a.t.Errorf("the claim is %s, contested %v", c.Status, c.Contested)
		}
		a.is("Repairs", models.Done)
	})
}

func TestRulingNeedsADisagreementAndAReason(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		rule := func(note string) error {
			return a.tag(a.news.Editor, cost.ClaimID, models.Tag{Status: "sourced", Ruling: true, Note: note, Evidence: proof})
		}
		a.refused(rule("I say so."), "ruling", "nothing to rule on")
		a.say(a.news.Reviewer, cost.ClaimID, "sourced")
		a.refused(rule(" "), "note", "give a reason")
		a.ok(rule("The budget was amended."))
		if c := a.card(cost.ClaimID); c.Status != models.Sourced || c.Disagree || len(c.Annotations) != 3 {
			a.t.Errorf("the claim is %s, %+v", c.Status, c.Annotations)
		}
	})
}

// Who overrules somebody is no second pair of eyes for that claim.
func TestWhoOverrulesIsNoSecondPairOfEyes(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		a.readAll(a.news.Second)
		a.say(a.news.Reviewer, cost.ClaimID, "disputed") // who brought the text in
		a.say(a.news.Admin, cost.ClaimID, "sourced")
		a.ok(a.tag(a.news.Admin, cost.ClaimID, models.Tag{Status: "sourced", Ruling: true, Note: "The budget was amended."}))
		a.is("Repairs", models.Done)
		a.wants(a.news.Editor, models.GateIndependence, a.sentence("Repairs").Ordinal)
	})
}

func TestOutcomeEndsADisputeWithAReason(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		a.refused(a.end(a.news.Editor, cost.ClaimID, "on author", " "), "reason", "give a reason")
		a.refused(a.end(a.news.Editor, cost.ClaimID, "corrected", "Soon."), "resolution", "Suggest the new words first")
		if err := a.end(a.news.Second, cost.ClaimID, "on author", "He says so."); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("a reviewer ends a dispute: %v", err)
		}
		a.ok(a.end(a.news.Editor, cost.ClaimID, "on author", "He says so."))
		a.is("Repairs", models.Done)
		if c := a.card(cost.ClaimID); c.Status != models.Disputed || c.Resolution != "on author" || c.Annotations[0].WithdrawnAt != nil {
			a.t.Errorf("the dispute is not printed: %+v", c)
		}
	})
}

func TestNewerVerdictEndsAnOutcome(t *testing.T) {
	for _, status := range []string{"sourced", "disputed", "unverified"} {
		assert(t, func(a asserting) {
			cost := a.disputed()
			a.ok(a.end(a.news.Editor, cost.ClaimID, "run as is", "It runs tonight."))
			a.say(a.news.Reviewer, cost.ClaimID, status)
			if c := a.card(cost.ClaimID); c.Resolution != models.Unresolved {
				a.t.Errorf("%s: the outcome is still %s", status, c.Resolution)
			}
			a.is("Repairs", models.Open)
		})
	}
}

// An outcome is of the words it was given for: other words have none, and it comes back with its own.
func TestOutcomeIsOfItsWords(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		a.ok(a.end(a.news.Editor, cost.ClaimID, "on author", "He says so."))
		a.draft(a.news.Writer, "€12 million", "€14 million")
		if c := a.card(cost.ClaimID); c.Resolution != models.Unresolved {
			a.t.Errorf("other words are ended as %s", c.Resolution)
		}
		a.draft(a.news.Writer, "€14 million", "€12 million")
		if c := a.card(cost.ClaimID); c.Resolution != "on author" || c.Status != models.Disputed {
			a.t.Errorf("with its words back the claim is %s, %s", c.Status, c.Resolution)
		}
		a.is("Repairs", models.Done)
	})
}

func TestLostClaimEndsAsCutOnly(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		a.draft(a.news.Writer, repairs+"\n\n", "")
		for _, how := range models.Resolutions {
			if how == "cut" || how == models.Unresolved {
				continue
			}
			a.refused(a.end(a.news.Editor, cost.ClaimID, string(how), "It is gone."), "resolution", "can only end as “cut”")
		}
		a.refused(a.end(a.news.Editor, cost.ClaimID, "cut", "\u200b"), "reason", "give a reason")
		a.ok(a.end(a.news.Editor, cost.ClaimID, "cut", "The paragraph is gone."))
		if c := a.card(cost.ClaimID); c.Contested || c.Resolution != "cut" || len(c.Annotations) != 1 {
			a.t.Errorf("the claim that was cut: %+v", c)
		}
		if n := a.gate(a.news.Editor).Gate.Reason(models.GateLost).Count; n != 0 {
			a.t.Errorf("%d claims are lost", n)
		}
	})
}

// It ends so too where its author's account is closed.
func TestLostClaimOfAClosedAccountIsCut(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.disputed()
		a.draft(a.news.Writer, repairs+"\n\n", "")
		a.ok(a.s.Disable(ctx, a.news.Admin, a.news.Second.UserID))
		_, err := a.s.WithdrawClaim(ctx, a.news.Reviewer, cost.ClaimID)
		a.refused(err, "claim", "so it stays")
		a.ok(a.end(a.news.Editor, cost.ClaimID, "cut", "The paragraph is gone."))
	})
}

func TestAskedPersonDoesNotDismiss(t *testing.T) {
	assert(t, func(a asserting) {
		ask := func(by models.Reader, to string) int64 {
			id, _, err := a.s.RaiseQuery(ctx, by, models.NewQuery{ArticleID: a.article.ID, To: to, Body: "Who says so?"})
			a.ok(err)
			return id
		}
		dismiss := func(who models.Reader, id int64) error {
			_, err := a.s.StepQuery(ctx, who, id, models.QueryStep{Act: models.DismissQuery, Body: "We know.", Version: 1})
			return err
		}
		person := ask(a.news.Second, fmt.Sprint(a.news.Editor.UserID))
		if err := dismiss(a.news.Editor, person); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("who was asked by name dismisses: %v", err)
		}
		a.ok(dismiss(a.news.Admin, person))
		role := ask(a.news.Second, "editor")
		for _, who := range []models.Reader{a.news.Editor, a.news.Admin} {
			if err := dismiss(who, role); !errors.Is(err, models.ErrForbidden) {
				a.t.Errorf("%s, an editor of those who were asked, dismisses: %v", who.Name, err)
			}
		}
		a.ok(dismiss(a.news.Editor, ask(a.news.Editor, "editor"))) // their own question
		a.ok(dismiss(a.news.Editor, ask(a.news.Second, "writer")))
	})
}

// Undo takes one's own last step back, and nobody else's.
func TestUndoIsOfOnesOwnActs(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		a.say(a.news.Second, cost.ClaimID, "disputed")
		a.read(a.news.Editor, "Repairs")
		a.undo(a.news.Editor)
		if got := a.readers("Repairs"); got != "" {
			a.t.Errorf("read by %q", got)
		}
		_, err := a.s.Undo(ctx, a.news.Editor, a.article.ID)
		a.refused(err, "undo", "nothing of yours")
		if c := a.card(cost.ClaimID); c.Status != models.Disputed {
			a.t.Errorf("the claim is %s", c.Status)
		}
		a.undo(a.news.Second)
		a.undo(a.news.Reviewer) // of the claim, of which nobody says anything any more
		if n := a.page().Claims; n != 0 {
			a.t.Errorf("%d claims are left", n)
		}
	})
}

func TestNobodyWithdrawsAnothersEvidence(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		_, err := a.s.AddEvidence(ctx, a.news.Second, cost.ClaimID, models.NewEvidence{Title: "The minutes", Class: "secondary",
			Stance:  "contradicts",
			Kind:    "document",
			Locator: "p. 1",
		})
		a.ok(err)
		id := a.card(cost.ClaimID).Evidence[0].Evidence.ID
		for _, who := range []models.Reader{a.news.Reviewer, a.news.Editor, a.news.Admin} {
			if _, err := a.s.WithdrawEvidence(ctx, who, id); !errors.Is(err, models.ErrForbidden) {
				a.t.Errorf("%s withdraws another's evidence: %v", who.Name, err)
			}
		}
		_, err = a.s.WithdrawEvidence(ctx, a.news.Second, id)
		a.ok(err)
	})
}
