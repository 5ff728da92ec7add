package handlers_test

import (
	"fmt"
	"net/http"
	"testing"

	"linecheck/models"
)

// An override covers things as they are: what changed is not covered, even where it changes back.
func TestOverridesLapse(t *testing.T) {
	ways := []struct {
		name string
		do   func(d *byDoor, claim int64)
	}{
		{"a verdict", func(d *byDoor, claim int64) { d.give(d.second, claim, "unverified", 201) }},
		{"a draft with other words", func(d *byDoor, _ int64) { d.draft(d.writer, "Repairs cost 13 million.") }},
		{"a draft and the words back", func(d *byDoor, _ int64) {
			d.draft(d.writer, "Repairs cost 13 million.")
			d.draft(d.writer, "Repairs cost 12 million.")
		}},
		{"a read mark", func(d *byDoor, _ int64) { d.mark(d.second, 1) }},
		{"another claim", func(d *byDoor, _ int64) { d.claim("Repairs") }},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		for _, way := range ways {
			d.way(way.name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.mark(d.reviewer, 0)
				d.override(d.reviewer, "open", 403)
				d.override(d.editor, "open", 201)
				d.shut(d.editor, "")
				way.do(d, claim)
				if got := d.closedTo(d.editor); got != "open" && got != "recheck" {
					t.Errorf("after the change the gate is closed for %q", got)
				}
				d.sign(d.editor, http.StatusConflict)
				d.verified()
			})
		}
	})
}

// A sign-off is void once the text, the title or anything that it counted changes. A later policy, role or account voids nothing.
func TestSignOffsLapse(t *testing.T) {
	for _, way := range []struct {
		name   string
		do     func(d *byDoor, claim int64)
		stands bool
	}{
		{"a draft", func(d *byDoor, _ int64) { d.draft(d.writer, "Repairs cost 12 million!") }, false},
		{"a title", func(d *byDoor, _ int64) { d.retitle(d.editor, "Bridge!") }, false},
		{"a verdict", func(d *byDoor, claim int64) { d.give(d.second, claim, "sourced", 201) }, false},
		{"a claim", func(d *byDoor, _ int64) { d.claim("Repairs") }, false},
		{"a writer who read it", func(d *byDoor, _ int64) { d.names(d.editor, d.news.Reviewer.UserID) }, false},
		{"another read mark", func(d *byDoor, _ int64) { d.mark(d.second, 1) }, true},
		{"a role", func(d *byDoor, _ int64) {
			d.must(d.store.SetRole(d.t.Context(), d.news.Admin, d.news.Reviewer.UserID, d.news.Desk.ID, models.Writer))
		}, true},
		{"a closed account", func(d *byDoor, _ int64) {
			d.must(d.store.Disable(d.t.Context(), d.news.Admin, d.news.Reviewer.UserID))
		}, true},
		{"a second reader, and another read mark", func(d *byDoor, _ int64) {
			d.secondReader(true)
			d.mark(d.second, 1)
		}, true},
	} {
		t.Run(way.name, func(t *testing.T) {
			eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *byDoor) {
				claim := d.claim("12 million").ID
				d.give(d.reviewer, claim, "sourced", 201)
				d.markAll(d.reviewer)
				d.sign(d.editor, 201)
				way.do(d, claim)
				if got := d.now().State == "signed"; got != way.stands {
					t.Errorf("the sign-off stands: %v, want %v", got, way.stands)
				}
				d.verified()
			})
		})
	}
}

// What was signed alone stays signed when the policy changes and somebody reads a sentence of it.
func TestALaterPolicyVoidsNothing(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *byDoor) {
		d.markAll(d.editor)
		smallDesk(t, d.store, d.news, true)
		d.override(d.editor, "independence", 201)
		d.sign(d.editor, 201)
		smallDesk(t, d.store, d.news, false)
		d.mark(d.second, 1)
		if state := d.now().State; state != "signed" {
			t.Errorf("the article is %q, want signed", state)
		}
	})
}

// Sourced is asked for again at the gate, under the policy of that moment.
func TestProofIsAskedForAgain(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *byDoor) {
		claim := d.claim("12 million").ID
		two := `,"evidence":[{"title":"Daily","publisher":"Daily","url":"https://daily.example/1","class":"secondary","stance":"supports"},
			{"title":"Weekly","publisher":"Weekly","url":"https://weekly.example/1","class":"secondary","stance":"supports"}]`
		d.says(d.reviewer, claim, "sourced", two)
		d.markAll(d.reviewer)
		d.shut(d.editor, "")
		d.policy("3")
		d.shut(d.editor, "proof")
		d.policy("2")
		d.shut(d.editor, "")
		d.sign(d.editor, 201)
		d.policy("3")
		if state := d.now().State; state != "signed" {
			t.Errorf("a later policy makes it %q", state)
		}
	})
}

// Reasons are words.
func TestReasonsAreWords(t *testing.T) {
	ways := []string{"", " ", "…", "\u200b", "\u2060\u00ad", "\ufe0f", "\u0301", "\u3164", "\u2800", "\U000e0041", "🙂"}
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		for _, reason := range ways {
			d.way(fmt.Sprintf("%+q", reason), "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.give(d.second, claim, "disputed", 201)
				d.end(d.editor, claim, "stands", reason, 422)
				d.give(d.reviewer, claim, "sourced", 201)
				d.rule(claim, reason, 422)
				at := d.article + "/overrides"
				body := fmt.Sprintf(`{"code":"open","reason":%s,"changes":%d}`, inJSON(t, reason), d.gate().Changes)
				d.act(d.editor, at, map[string][]string{"code": {"open"}, "all": {"1"}, "reason": {reason}}, "POST", at, body, 422)
				d.by(d.editor, "Bridge", "It rained.")
				words := d.article + "/revisions/1/words"
				d.act(d.admin, d.article+"/revisions/1/vouchers", map[string][]string{"reason": {reason}}, "POST", words,
					fmt.Sprintf(`{"reason":%s}`, inJSON(t, reason+" ")), 422)
			})
		}
	})
}

func (d *byDoor) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// desk is the desk as it is now.
func (d *byDoor) desk() models.Desk {
	d.t.Helper()
	desks, err := d.store.Desks(d.t.Context(), d.news.Admin)
	d.must(err)
	for _, desk := range desks {
		if desk.ID == d.news.Desk.ID {
			return desk
		}
	}
	d.t.Fatal("the desk is gone")
	return models.Desk{}
}

// policy asks for so many independent secondary sources.
func (d *byDoor) policy(secondaries string) {
	d.t.Helper()
	policy := models.DeskPolicy{Secondaries: secondaries, Version: d.desk().Version}
	d.must(d.store.SetPolicy(d.t.Context(), d.news.Admin, d.news.Desk.ID, policy))
}

// secondReader says whether the desk asks for one.
func (d *byDoor) secondReader(asked bool) {
	d.t.Helper()
	d.must(d.store.SetSecondReader(d.t.Context(), d.news.Admin, d.news.Desk.ID, asked, false, d.desk().Version))
}
