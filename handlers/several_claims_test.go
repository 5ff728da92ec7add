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

// An editor who only reviews at another desk, and who sends claims by hand that they cannot see, changes those of their own desk. The page
// gives the reason for the others, and no word of a hidden claim.
func TestSeveralClaimsLeftOutByForm(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		night, err := s.CreateDesk(t.Context(), n.Admin, "Night desk")
		must(err)
		admin, err := s.ReaderByEmail(t.Context(), n.Admin.Email)
		must(err)
		storetest.JoinDesk(t, s, admin, n.Editor, models.Reviewer, night)
		there, err := s.CreateArticle(t.Context(), admin,
			models.NewArticle{Title: "Night", Text: "The bridge was built in 1911.", DeskID: night.ID})
		must(err)
		hidden, err := s.CreateArticle(t.Context(), n.OtherDeskReviewer,
			models.NewArticle{Title: "Elsewhere", Text: "It is theirs.", DeskID: n.OtherDesk.ID})
		must(err)
		own := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "4,000").ClaimID
		foreign := storetest.AddClaim(t, s, admin, there, "1911").ClaimID
		secret := storetest.AddClaim(t, s, n.OtherDeskReviewer, hidden, "theirs").ClaimID
		for _, claim := range []int64{own, foreign} {
			_, err := s.Annotate(t.Context(), admin, claim, models.AnnotationInput{Status: "unverified", Note: "As I see it.", Version: 1})
			must(err)
		}
		editor := sitetest.VisitAs(t, s, n.Editor)
		form := func(outcome string, claims ...string) url.Values {
			return url.Values{"claim": claims, "resolution": {outcome}, "reason": {"Typed."}}
		}
		tick, foreignTick, secretTick := fmt.Sprintf("%d.2", own), fmt.Sprintf("%d.2", foreign), fmt.Sprintf("%d.1", secret)

		unchosen := editor.Post("/claims/resolutions", form("", tick, foreignTick, secretTick)).Document(t, 422)
		testutil.Equal(t, "left out because no outcome was chosen", unchosen.Find(".several-result li").Length(), 3)
		unchosen = editor.Post("/claims/resolutions", form("", tick)).Document(t, 422)
		testutil.Equal(t, "faults of the form", unchosen.Find("#refusal li a[href='#resolutions-resolution']").Length(), 1)
		testutil.Equal(t, "claims still ticked", unchosen.Find("#several input[name=claim][checked]").Length(), 1)

		alone := editor.Post("/claims/resolutions", form("cut", foreignTick)).Document(t, 403)
		testutil.Equal(t, "heading", sitetest.VisibleText(alone.Find(".several-result h2")), "Nothing was changed")
		testutil.Equal(t, "reason as typed", alone.Find("#resolutions-reason").Text(), "Typed.")

		shown := editor.Post("/claims/resolutions", form("on author", foreignTick, secretTick, tick)).Document(t, 200).Find(".several-result")
		testutil.Equal(t, "heading", sitetest.VisibleText(shown.Find("h2")), "Outcome saved for 1 claim")
		testutil.Equal(t, "left out", sitetest.VisibleText(shown.Find("li").First()), "1911: Your role at its desk does not allow this.")
		testutil.Equal(t, "left out", sitetest.VisibleText(shown.Find("li").Last()), "This claim was withdrawn, or you can no longer see it.")
	})
}
