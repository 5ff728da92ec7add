package handlers_test

import (
	"fmt"
	"net/url"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// An editor gives several claims of the list one outcome. What changed since the list was shown is left out by name, and nothing is read.
func TestSeveralClaimsByForm(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		first := storetest.AddClaim(t, s, n.Reviewer, a, "More than 4,000 people").ClaimID
		second := storetest.AddClaim(t, s, n.Reviewer, a, "4,000").ClaimID
		editor := sitetest.VisitAs(t, s, n.Editor)
		for _, claim := range []int64{first, second} {
			tag := models.AnnotationInput{Status: "unverified", Note: "As I see it.", Version: 1}
			if _, err := s.Annotate(t.Context(), n.Reviewer, claim, tag); err != nil {
				t.Fatal(err)
			}
		}
		before, err := s.Article(t.Context(), n.Editor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		list := editor.Page("/claims")
		testutil.Equal(t, "checkboxes", list.Find(`#several input[name=claim]`).Length(), 2)
		fields := url.Values{"claim": {fmt.Sprintf("%d.2", first), fmt.Sprintf("%d.1", second)}, "resolution": {"on author"}}
		reply := editor.Post("/claims/resolutions?status=unverified", fields)
		shown := reply.Document(t, 200).Find(".several-result")
		testutil.Equal(t, "heading", sitetest.VisibleText(shown.Find("h2")), "Outcome saved for 1 claim")
		testutil.Equal(t, "left out", sitetest.VisibleText(shown.Find("li a")), "4,000")
		if got := editor.Post("/claims/resolutions", fields); got.StatusCode != 409 {
			t.Errorf("sent twice: %d", got.StatusCode)
		}
		if got := editor.Post("/claims/resolutions", url.Values{}); got.StatusCode != 422 {
			t.Errorf("without a claim: %d", got.StatusCode)
		}
		after, err := s.Article(t.Context(), n.Editor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		testutil.Equal(t, "unread sentences", after.SentencesUnread, before.SentencesUnread)
		if got := sitetest.VisitAs(t, s, n.Auditor).Page("/claims"); got.Find("#several").Length() != 0 {
			t.Error("an auditor is offered an act on several claims")
		}
	})
}
