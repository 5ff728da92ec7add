package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// kindsWaiting returns how many items of each kind wait for a user.
func kindsWaiting(t *testing.T, s *store.Store, who models.Reader) map[models.QueueKind]int {
	t.Helper()
	return must(s.Queue(ctx, who))(t).CountByKind()
}

func TestQueueFollowsTheWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		if got := must(s.Queue(ctx, n.Reviewer))(t).Count(); got != 0 {
			t.Errorf("%d items wait for a reviewer who has not begun", got)
		}
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "1911")
		if got := kindsWaiting(t, s, n.Reviewer); got[models.QueueVerdict] != 1 || got[models.QueueUnread] != 1 {
			t.Errorf("after marking a claim the reviewer has %v", got)
		}
		_, err := s.Annotate(ctx, n.Reviewer, claim.ClaimID, models.AnnotationInput{Status: "unverified", Note: "No answer.", Version: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got := kindsWaiting(t, s, n.Editor); got[models.QueueOutcome] != 1 || got[models.QueueSignOff] != 0 {
			t.Errorf("after an unverified verdict the editor has %v", got)
		}
		if got := kindsWaiting(t, s, n.Reviewer); got[models.QueueVerdict] != 0 {
			t.Errorf("after their verdict the reviewer has %v", got)
		}
		card := must(s.SentencePage(ctx, n.Editor, a.ID, claim.Ordinal))(t).Claims[0]
		other := models.AnnotationInput{Status: "disputed", Note: "It was 1912.", Version: card.Version}
		_, err = s.Annotate(ctx, n.SecondReviewer, claim.ClaimID, other)
		if err != nil {
			t.Fatal(err)
		}
		if got := kindsWaiting(t, s, n.Editor); got[models.QueueRuling] != 1 || got[models.QueueOutcome] != 0 {
			t.Errorf("after a disagreement the editor has %v", got)
		}
		if got := kindsWaiting(t, s, n.Reviewer); got[models.QueueDisagreement] != 1 {
			t.Errorf("after a disagreement the reviewer has %v", got)
		}
		query, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ClaimID: claim.ClaimID, To: "editor", Body: "Which year?"})
		if err != nil {
			t.Fatal(err)
		}
		if got := kindsWaiting(t, s, n.Editor); got[models.QueueQuery] != 1 {
			t.Errorf("the query does not wait for the editor: %v", got)
		}
		_, err = s.AdvanceQuery(ctx, n.Editor, query, models.QueryActionInput{Action: models.ReplyToQuery, Body: "1912.", Version: 1})
		if err != nil {
			t.Fatal(err)
		}
		editor, reviewer := kindsWaiting(t, s, n.Editor), kindsWaiting(t, s, n.Reviewer)
		if editor[models.QueueQuery] != 0 || reviewer[models.QueueQuery] != 1 {
			t.Errorf("after the answer the editor has %v, the reviewer %v", editor, reviewer)
		}
	})
}

// Users of another desk do not find the tasks of a desk's users.
func TestQueueStaysAtItsDesk(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	n := storetest.Newsroom(t, s)
	a := storetest.AddArticle(t, s, n)
	storetest.AddClaim(t, s, n.Reviewer, a, "1911")
	queue := must(s.Queue(ctx, n.OtherDeskReviewer))(t)
	if slices.ContainsFunc(queue.Groups, func(g models.QueueGroup) bool { return g.ID == a.ID }) {
		t.Errorf("another desk's queue has %v", queue.Groups)
	}
}
