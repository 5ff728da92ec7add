package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"linecheck/models"
)

// An override covers things in their current state. It lapses when they change, even if they change back.
func TestOverridesLapse(t *testing.T) {
	ways := []struct {
		name string
		do   func(d *doorDesk, claim int64)
	}{
		{"a verdict", func(d *doorDesk, claim int64) { d.giveVerdict(d.second, claim, "unverified", 201) }},
		{"a draft with other words", func(d *doorDesk, _ int64) { d.submitDraft(d.writer, "Repairs cost 13 million.") }},
		{"a draft and the words back", func(d *doorDesk, _ int64) {
			d.submitDraft(d.writer, "Repairs cost 13 million.")
			d.submitDraft(d.writer, "Repairs cost 12 million.")
		}},
		{"a read mark", func(d *doorDesk, _ int64) { d.markRead(d.second, 1) }},
		{"another claim", func(d *doorDesk, _ int64) { d.claim("Repairs") }},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range ways {
			d.run(way.name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.markRead(d.reviewer, 0)
				d.override(d.reviewer, "open", 403)
				d.override(d.editor, "open", 201)
				d.checkGateReasons(d.editor, "")
				way.do(d, claim)
				if got := d.gateReasons(d.editor); got != "open" && got != "recheck" {
					t.Errorf("after the change the gate is closed for %q", got)
				}
				d.sign(d.editor, http.StatusConflict)
				d.verified()
			})
		}
	})
}

// A sign-off is void when the text, the title or anything it counted changes. A later policy, role or account
// voids nothing.
func TestSignOffsLapse(t *testing.T) {
	for _, way := range []struct {
		name   string
		do     func(d *doorDesk, claim int64)
		stands bool
	}{
		{"a draft", func(d *doorDesk, _ int64) { d.submitDraft(d.writer, "Repairs cost 12 million!") }, false},
		{"a title", func(d *doorDesk, _ int64) { d.retitle(d.editor, "Bridge!") }, false},
		{"a verdict", func(d *doorDesk, claim int64) { d.giveVerdict(d.second, claim, "sourced", 201) }, false},
		{"a claim", func(d *doorDesk, _ int64) { d.claim("Repairs") }, false},
		{"a writer who read it", func(d *doorDesk, _ int64) { d.checkArticleNamed(d.editor, d.fixture.Reviewer.UserID) }, false},
		{"another read mark", func(d *doorDesk, _ int64) { d.markRead(d.second, 1) }, true},
		{"another due time", func(d *doorDesk, _ int64) {
			d.editDetails(d.editor, func(f url.Values) { f.Set("due", "2027-01-02T10:00") })
		}, true},
		{"a writer who did not read it", func(d *doorDesk, _ int64) { d.checkArticleNamed(d.editor, d.fixture.SecondReviewer.UserID) }, true},
		{"a role", func(d *doorDesk, _ int64) {
			d.must(d.store.SetRole(d.t.Context(), d.fixture.Admin, d.fixture.Reviewer.UserID, d.fixture.Desk.ID, models.Writer))
		}, true},
		{"a closed account", func(d *doorDesk, _ int64) {
			d.must(d.store.DisableUser(d.t.Context(), d.fixture.Admin, d.fixture.Reviewer.UserID))
		}, true},
		{"a second reader, and another read mark", func(d *doorDesk, _ int64) {
			d.setSecondReader(true)
			d.markRead(d.second, 1)
		}, true},
	} {
		t.Run(way.name, func(t *testing.T) {
			eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				d.markAllRead(d.reviewer)
				d.sign(d.editor, 201)
				way.do(d, claim)
				if got := d.currentArticle().State == "signed"; got != way.stands {
					t.Errorf("the sign-off stands: %v, want %v", got, way.stands)
				}
				d.verified()
			})
		})
	}
}

// A sign-off without a second person stays valid when the policy changes and somebody reads a sentence.
func TestPolicyChangeVoidsNoSignOff(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *doorDesk) {
		d.markAllRead(d.editor)
		smallDesk(t, d.store, d.fixture, true)
		d.override(d.editor, "independence", 201)
		d.sign(d.editor, 201)
		smallDesk(t, d.store, d.fixture, false)
		d.markRead(d.second, 1)
		if state := d.currentArticle().State; state != "signed" {
			t.Errorf("the article is %q, want signed", state)
		}
	})
}

// The gate checks sourced claims again, with the current policy.
func TestProofIsCheckedAgainAtTheGate(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		two := `,"evidence":[{"title":"Daily","publisher":"Daily","url":"https://daily.example/1","class":"secondary","stance":"supports"},
			{"title":"Weekly","publisher":"Weekly","url":"https://weekly.example/1","class":"secondary","stance":"supports"}]`
		d.giveAPIVerdict(d.reviewer, claim, "sourced", two)
		d.markAllRead(d.reviewer)
		d.checkGateReasons(d.editor, "")
		d.setSecondaries("3")
		d.checkGateReasons(d.editor, "proof")
		d.setSecondaries("2")
		d.checkGateReasons(d.editor, "")
		d.sign(d.editor, 201)
		d.setSecondaries("3")
		if state := d.currentArticle().State; state != "signed" {
			t.Errorf("a later policy makes it %q", state)
		}
	})
}

// Reasons must contain words.
func TestReasonsNeedWords(t *testing.T) {
	ways := []string{"", " ", "…", "\u200b", "\u2060\u00ad", "\ufe0f", "\u0301", "\u3164", "\u2800", "\U000e0041", "🙂"}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, reason := range ways {
			d.run(fmt.Sprintf("%+q", reason), "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.giveVerdict(d.second, claim, "disputed", 201)
				d.resolveClaim(d.editor, claim, "stands", reason, 422)
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				d.ruleOnClaim(claim, reason, 422)
				at := d.article + "/overrides"
				body := fmt.Sprintf(`{"code":"open","reason":%s,"changes":%d}`, jsonEscape(t, reason), d.gate().Changes)
				d.send(d.editor, at, map[string][]string{"code": {"open"}, "all": {"1"}, "reason": {reason}}, "POST", at, body, 422)
				d.createArticleAs(d.editor, "Bridge", "It rained.")
				words := d.article + "/revisions/1/words"
				d.send(d.admin, d.article+"/revisions/1/vouchers", map[string][]string{"reason": {reason}}, "POST", words,
					fmt.Sprintf(`{"reason":%s}`, jsonEscape(t, reason+" ")), 422)
			})
		}
	})
}

func (d *doorDesk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// desk returns the desk's current state.
func (d *doorDesk) desk() models.Desk {
	d.t.Helper()
	desks, err := d.store.Desks(d.t.Context(), d.fixture.Admin)
	d.must(err)
	for _, desk := range desks {
		if desk.ID == d.fixture.Desk.ID {
			return desk
		}
	}
	d.t.Fatal("the desk is gone")
	return models.Desk{}
}

// setSecondaries sets the required number of independent secondary sources.
func (d *doorDesk) setSecondaries(secondaries string) {
	d.t.Helper()
	policy := models.DeskPolicy{Secondaries: secondaries, Version: d.desk().Version}
	d.must(d.store.SetPolicy(d.t.Context(), d.fixture.Admin, d.fixture.Desk.ID, policy))
}

// setSecondReader sets whether the desk requires a second reader.
func (d *doorDesk) setSecondReader(asked bool) {
	d.t.Helper()
	d.must(d.store.SetSecondReader(d.t.Context(), d.fixture.Admin, d.fixture.Desk.ID, asked, false, d.desk().Version))
}
