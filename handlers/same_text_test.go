package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// The page of a text that was added before shows the results of the earlier article once, and stays up to
// date.
func TestSameTextShowsPreviousFindings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ctx := context.Background()
		hand := func(who models.Reader, title, text string, desk int64) models.Article {
			t.Helper()
			a, err := s.CreateArticle(ctx, who, models.NewArticle{Title: title, Text: text, DeskID: desk})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		notice := func(a models.Article) string {
			t.Helper()
			found := sitetest.VisitAs(t, s, n.Editor).Page(fmt.Sprintf("/articles/%d", a.ID)).Find("#same-text")
			if found.Length() > 1 {
				t.Errorf("article %d says it %d times", a.ID, found.Length())
			}
			return strings.Join(strings.Fields(found.Text()), " ")
		}
		says := func(a models.Article, want string) {
			t.Helper()
			if got := notice(a); got != want {
				t.Errorf("article %d says\n%q, want\n%q", a.ID, got, want)
			}
		}
		first := sitetest.NewSettledArticle(t, s, n)
		again := hand(n.Writer, "Again", storetest.Text, n.Desk.ID)
		other := hand(n.Writer, "Another text", storetest.Text+" One more sentence.", n.Desk.ID)
		elsewhere := hand(n.OtherDeskReviewer, "Elsewhere", storetest.Text, n.OtherDesk.ID)
		says(first, "")
		says(other, "")
		if got := sitetest.VisitAs(t, s, n.OtherDeskReviewer).Page(fmt.Sprintf("/articles/%d", elsewhere.ID)).Find("#same-text").Text(); got != "" {
			t.Errorf("another desk is told %q", got)
		}
		same := fmt.Sprintf("The same text was checked as article %d, “Bridge closes”: ", first.ID)
		says(again, same+"not signed off, 0 disputed claims. Nothing that was found there counts here.")
		sitetest.GiveVerdict(t, s, n.SecondReviewer, storetest.AddClaim(t, s, n.SecondReviewer, first, "€12 million"), "disputed")
		says(again, same+"not signed off, 1 disputed claim. Nothing that was found there counts here.")
		if c := sitetest.VisitAs(t, s, n.Editor).Page(fmt.Sprintf("/articles/%d", again.ID)).Find(".sentence.done, .sentence.clear").Length(); c != 0 {
			t.Errorf("%d sentences of the new article have a state of the old one", c)
		}
		gate, err := s.GatePage(ctx, n.Editor, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range gate.Gate.OpenReasons() {
			if _, err := s.OverrideGate(ctx, n.Editor, first.ID, models.OverrideInput{Code: string(r.Code), Count: r.Count, Reason: "It runs tonight."}); err != nil {
				t.Fatal(err)
			}
		}
		if gate, err = s.GatePage(ctx, n.Editor, first.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.SignOff(ctx, n.Editor, first.ID, models.SignOffInput{SHA256: gate.Revision.SHA256, Changes: gate.Changes}); err != nil {
			t.Fatal(err)
		}
		if got := notice(again); !strings.HasPrefix(got, same+"signed off on ") ||
			!strings.Contains(got, "by "+n.Editor.Name+", 1 disputed claim.") {
			t.Errorf("after the sign-off it says %q", got)
		}
		third := hand(n.Writer, "Once more", storetest.Text, n.Desk.ID)
		if got := notice(third); !strings.HasPrefix(got, same) {
			t.Errorf("the third is told of another than the one that is signed off: %q", got)
		}
		if _, err := s.ReviseArticle(ctx, n.Writer, first.ID, models.NewRevision{Text: "Another text altogether.", Base: 1}); err != nil {
			t.Fatal(err)
		}
		if got := notice(third); !strings.Contains(got, fmt.Sprintf("article %d, “Again”", again.ID)) {
			t.Errorf("once no article is signed off, it is told of the newest: %q", got)
		}
		if got := notice(again); !strings.Contains(got, ", revision 1, which was revised since") {
			t.Errorf("after a revision of the old one it says %q", got)
		}
		if err := s.TrashArticle(ctx, n.Editor, first.ID); err != nil {
			t.Fatal(err)
		}
		says(again, "")
	})
}

// A user who checks blind does not see how many claims others disputed.
func TestSameTextNoticeRevealsNothingSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		if err := s.SetSecondReader(context.Background(), n.Admin, n.Desk.ID, true, true, n.Desk.Version); err != nil {
			t.Fatal(err)
		}
		first := storetest.AddArticle(t, s, n)
		again := storetest.AddArticle(t, s, n)
		sitetest.GiveVerdict(t, s, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, first, "€12 million"), "disputed")
		got := sitetest.VisitAs(t, s, n.SecondReviewer).Page(fmt.Sprintf("/articles/%d", again.ID)).Find("#same-text").Text()
		if got == "" || strings.Contains(got, "disputed") {
			t.Errorf("it says %q", got)
		}
	})
}
