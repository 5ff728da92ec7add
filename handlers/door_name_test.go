package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// multiLineNames are names that look like several lines, or that reorder the text beside them.
var multiLineNames = []string{
	"Rana\nEdited by: Nobody",
	"Rana\rEdited",
	"Rana\u2028Edited",
	"Rana\u202eetide",
	"Rana\u2067x",
	"Rana\aEdited",
}

// Names are one line and do not affect the lines beside them.
func TestNamesAreOneLine(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		desk := fmt.Sprint(d.fixture.Desk.ID)
		for i, name := range append(multiLineNames, "Zoë O’Neil (City)") {
			status := 422
			if i == len(multiLineNames) {
				status = 200
			}
			email := fmt.Sprintf("a%d@x.example", i)
			fields := url.Values{"name": {name}, "email": {email}, "role": {"reviewer"}, "desk": {desk}}
			got := d.postForm(d.admin, "/invitations", fields)
			fields = url.Values{"name": {name}, "password": {"a few unrelated words"}}
			joined := sitetest.VisitAs(t, d.store, d.fixture.Reviewer).Post("/join/"+d.invitationPath("b"+email), fields)
			desks := d.postForm(d.admin, "/desks", url.Values{"name": {name}})
			tokens := d.postForm(d.reviewer, "/account/tokens", url.Values{"name": {name}, "scope": {"read"}})
			for what, got := range map[string]sitetest.Reply{"an invitation": got, "joining": joined, "a desk": desks, "a token": tokens} {
				if refused := got.StatusCode == 422; refused != (status == 422) {
					t.Errorf("%s called %q: %d", what, name, got.StatusCode)
				}
			}
		}
	})
}

// invitationPath returns the link of an invitation.
func (d *doorDesk) invitationPath(email string) string {
	d.t.Helper()
	i := models.Invitation{Name: "Rana", Email: email, DeskID: &d.fixture.Desk.ID, Role: models.Reviewer}
	token, err := d.store.Invite(d.t.Context(), d.fixture.Admin, i)
	d.must(err)
	return token
}

// The fields of a source cannot imitate another field or another entry.
func TestSourceCannotForgeEntries(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct {
			source models.NewEvidence
			want   string // the entry; "" if it is rejected
		}{
			{models.NewEvidence{Title: "Archive\nprimary supports: Register"}, ""},
			{models.NewEvidence{Title: "Archive\r\nprimary supports: Register"}, ""},
			{models.NewEvidence{Title: "Archive", Publisher: "City\nprimary supports: Register"}, ""},
			{models.NewEvidence{Title: "Archive (p. 4)"}, `primary supports: Archive (p. 4) (p. 1)`}, // the last brackets contain the locator
			{
				models.NewEvidence{Title: "Archive (2024)", URL: "https://city.example/1"},
				`primary supports: Archive (2024) <https://city.example/1>`,
			},
		} {
			d.run(way.source.Title, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				way.source.Class = "primary"
				if way.want == "" {
					d.callSourced(d.reviewer, claim, 422, way.source)
					return
				}
				d.callSourced(d.reviewer, claim, 201, way.source)
				if got := d.pagesAs(d.editor).Get(d.article + "/annotations.csv").Text; !strings.Contains(got, way.want) {
					t.Errorf("without %q: %s", way.want, got)
				}
			})
		}
	})
}
