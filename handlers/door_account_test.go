package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// openAccountByLink opens the editor's account with an administrator's link, while another administrator
// could confirm it.
func (d *doorDesk) openAccountByLink() {
	d.t.Helper()
	storetest.AddPerson(d.t, d.store, "Bea Boss", "bea@example.org", models.Admin, d.fixture.Desk)
	link, err := d.store.CreateResetLink(d.t.Context(), d.fixture.Admin, d.fixture.Editor.UserID)
	d.must(err)
	_, err = d.store.Join(d.t.Context(), link, "", storetest.Password)
	d.must(err)
	delete(d.visitor, d.fixture.Editor.UserID)
	d.editor = d.token(d.store, "editor", "write")
}

// An unconfirmed account makes no decisions.
func TestUnconfirmedAccountDecidesNothing(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveAPIVerdict(d.reviewer, claim, "disputed", `,"note":"It was 13."`+contradictingEvidenceJSON)
		query := d.raiseQuery(d.reviewer, claim, "Is that final?", "", 201)
		d.proposeCorrection(claim, "12 million", "13 million")
		type corrected struct{ Corrections []correctionReply }
		path := fmt.Sprintf("/claims/%d", claim)
		correction := callAs[corrected](d.apiClients, d.reviewer, "GET", path, "", 200).Corrections[0]
		outside := d.article
		d.createArticleAs(d.reviewer, "From outside", "It rained.")
		outside, d.article = d.article, outside
		d.openAccountByLink()

		at := fmt.Sprintf("/corrections/%d/decision", correction.ID)
		d.send(d.editor, at, url.Values{"decision": {"accepted"}, "version": {"1"}}, "POST", at, `{"state":"accepted","version":1}`, 422)
		at = fmt.Sprintf("/queries/%d/dismiss", query)
		d.send(d.editor, at, url.Values{"body": {"We know."}, "version": {"1"}}, "POST", at, `{"text":"We know."}`, 422)
		at = outside + "/revisions/1/"
		d.send(d.editor, at+"vouchers", url.Values{"reason": {"She wrote to me."}}, "POST", at+"words", `{"reason":"She wrote to me."}`, 422)

		d.submitDraft(d.editor, "Repairs cost 13 million.") // which accepts nothing either
		now := callAs[corrected](d.apiClients, d.reviewer, "GET", path, "", 200)
		if got := now.Corrections[0].State; got != "made" {
			t.Errorf("the correction is %s", got)
		}
		d.giveVerdict(d.reviewer, claim, "sourced", 201)
		d.markRead(d.reviewer, 1)
		d.markTitle()
		if got := d.gateReasons(d.admin); !strings.Contains(got, "independence") {
			t.Errorf("the gate is closed for %q, want independence", got)
		}
		d.verified()
	})
}

// markTitle has the second reviewer read the title.
func (d *doorDesk) markTitle() {
	d.t.Helper()
	d.markRead(d.second, 0)
}

// The addressee of a query cannot override it.
func TestAskedUserCannotOverrideTheirQuery(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct{ name, to string }{
			{"by name", fmt.Sprint(d.fixture.Editor.UserID)}, {"by role, and an administrator decides", "editor"}, {"by role", "editor"},
		} {
			d.run(way.name, "It rained.", func(t *testing.T) {
				d.markAllRead(d.reviewer)
				d.do(d.reviewer, "POST", d.article+"/queries", fmt.Sprintf(`{"to":%q,"text":"Who said so?"}`, way.to), 201)
				d.override(d.editor, "queries", 403)
				if way.name != "by role" {
					d.override(d.admin, "queries", 201)
					return
				}
				d.must(d.store.DisableUser(t.Context(), d.fixture.Admin, d.fixture.Reviewer.UserID)) // now nobody can settle it
				d.override(d.editor, "queries", 201)
			})
		}
	})
}
