package store_test

import (
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// Evidence from before it said more than a title keeps its class and the claim its status, but does not count: the gate lists the claim
// once, and an editor may override that with a reason. What was signed then stays signed.
func TestUpgradeOfEvidenceThatSaysTooLittle(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		open := asserting{revising{&cutting{t: t, s: s, news: news, article: storetest.Article(t, s, news)}}}
		signed := asserting{revising{&cutting{t: t, s: s, news: news, article: storetest.Article(t, s, news)}}}
		claim := open.claim("€12 million").ClaimID
		for _, a := range []asserting{open, signed} {
			a.say(news.Second, a.claim("4,000 people").ClaimID, "sourced")
			a.readAll(news.Second)
		}
		open.say(news.Second, claim, "sourced")
		signed.ok(signed.sign(news.Admin))
		forget(t, address)
		open.ok(s.Close())
		s = storetest.Open(t, address)
		open.cutting.s, signed.cutting.s = s, s
		reason := open.gate(news.Editor).Gate.Reason(models.GateProof)
		if reason.Count != 2 || open.page().Gate.Reason(models.GateProof).Count != 2 {
			t.Errorf("the gate has %+v", reason)
		}
		c := open.card(claim)
		if c.Status != models.Sourced || c.Evidence[0].Class != models.Primary || !strings.Contains(c.Lacks, "lacks a contact and the day") {
			t.Errorf("the claim is %s and lacks %q", c.Status, c.Lacks)
		}
		before := verify(t, s)
		for i, thing := range reason.Things { // an editor vouches for one after the other
			wish := models.Overriding{Code: string(models.GateProof), Reason: "I rang them myself.", Things: []models.Thing{thing}}
			must(s.OverrideGate(ctx, news.Editor, open.article.ID, wish))(t)
			if r := open.gate(news.Editor).Gate.Reason(models.GateProof); len(r.Covered) != i+1 || (r.Override != nil) != (i == 1) {
				t.Errorf("after %d overrides the gate has %+v", i+1, r)
			}
		}
		if signed.gate(news.Editor).Gate.SignOff == nil {
			t.Error("what was signed before is signed no more")
		}
		if verify(t, s).Length <= before.Length {
			t.Error("the override has no event")
		}
	})
}

// forget makes all evidence of a database that of persons whom nobody can reach, from the time before that was asked for.
func forget(t *testing.T, address string) {
	t.Helper()
	storetest.Exec(t, address, "UPDATE sources SET kind = 'person'")
	storetest.Exec(t, address, "UPDATE articles SET rules = 2")
}
