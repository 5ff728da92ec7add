package store_test

import (
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// Evidence from before it needed more than a title keeps its class, and the claim its status, but it does not
// count: the gate lists the claim once, and an editor may override it with a reason. Articles that were
// signed then stay signed.
func TestUpgradeOfIncompleteEvidence(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		open := assertionTest{revisionTest{&boundaryTest{t: t, s: s, fixture: news, article: storetest.AddArticle(t, s, news)}}}
		signed := assertionTest{revisionTest{&boundaryTest{t: t, s: s, fixture: news, article: storetest.AddArticle(t, s, news)}}}
		claim := open.claim("€12 million").ClaimID
		for _, a := range []assertionTest{open, signed} {
			a.annotate(news.SecondReviewer, a.claim("4,000 people").ClaimID, "sourced")
			a.readAll(news.SecondReviewer)
		}
		open.annotate(news.SecondReviewer, claim, "sourced")
		signed.ok(signed.sign(news.Admin))
		makeSourcesUnreachable(t, address)
		open.ok(s.Close())
		s = storetest.Open(t, address)
		open.boundaryTest.s, signed.boundaryTest.s = s, s
		reason := open.gatePage(news.Editor).Gate.Reason(models.GateProof)
		if reason.Count != 2 || open.page().Gate.Reason(models.GateProof).Count != 2 {
			t.Errorf("the gate has %+v", reason)
		}
		c := open.card(claim)
		if c.Status != models.Sourced || c.Evidence[0].Class != models.Primary ||
			!strings.Contains(c.MissingEvidence.String(), "lacks a contact and the day") {
			t.Errorf("the claim is %s and lacks %q", c.Status, c.MissingEvidence)
		}
		before := verify(t, s)
		for i, thing := range reason.Items { // an editor overrides them one by one
			wish := models.OverrideInput{Code: string(models.GateProof), Reason: "I rang them myself.", Items: []models.GateItem{thing}}
			must(s.OverrideGate(ctx, news.Editor, open.article.ID, wish))(t)
			if r := open.gatePage(news.Editor).Gate.Reason(models.GateProof); len(r.Covered) != i+1 || (r.Override != nil) != (i == 1) {
				t.Errorf("after %d overrides the gate has %+v", i+1, r)
			}
		}
		if signed.gatePage(news.Editor).Gate.SignOff == nil {
			t.Error("an article that was signed before is no longer signed")
		}
		if verify(t, s).Length <= before.Length {
			t.Error("the override has no event")
		}
	})
}

// makeSourcesUnreachable changes all evidence of a database to that of people without a contact, from before
// contacts were required.
func makeSourcesUnreachable(t *testing.T, address string) {
	t.Helper()
	storetest.Exec(t, address, "UPDATE sources SET kind = 'person'")
	storetest.Exec(t, address, "UPDATE articles SET rules = 2")
}
