package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// notices returns the kinds of a user's unread notices, newest first.
func notices(t *testing.T, s *store.Store, who models.Reader) (kinds []models.NoticeKind) {
	t.Helper()
	page := must(s.Notices(ctx, who, models.NoticeFilter{Unread: true}, models.Page{}))(t)
	for _, n := range page.List {
		kinds = append(kinds, n.Kind)
	}
	if page.Unread != len(kinds) {
		t.Errorf("%s has %d unread notices, and the count is %d", who.Name, len(kinds), page.Unread)
	}
	return kinds
}

// checkNotified compares the notices since the last check with those that are wanted, and marks them as read.
func (a assertionTest) checkNotified(what string, want map[string][]models.NoticeKind) {
	a.t.Helper()
	n := a.fixture
	got := map[string][]models.NoticeKind{}
	for name, who := range map[string]models.Reader{"admin": n.Admin, "editor": n.Editor, "reviewer": n.Reviewer, "second": n.SecondReviewer,
		"writer": n.Writer, "auditor": n.Auditor, "stranger": n.OtherDeskReviewer} {
		if kinds := notices(a.t, a.s, who); len(kinds) > 0 {
			got[name] = kinds
		}
		a.ok(a.s.ReadNotices(ctx, who, 1<<40))
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		a.t.Errorf("after %s, the notices are %v, want %v", what, got, want)
	}
}

type notified = map[string][]models.NoticeKind

// Five people work on one article. Each is notified of what concerns them, and of nothing else.
func TestEverybodyIsNotifiedOfWhatConcernsThem(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		n := a.fixture
		a.checkNotified("the new article", notified{})
		cost, people := a.claim("€12 million"), a.claim("4,000 people")
		a.readAll(n.SecondReviewer)
		a.ok(a.tag(n.Reviewer, people.ClaimID, models.AnnotationInput{Status: "unverified", Note: "Nobody answers."}))
		a.checkNotified("read marks and a first verdict", notified{})

		query, _, err := a.s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ClaimID: cost.ClaimID, To: "editor", Body: "Which budget?"})
		a.ok(err)
		a.checkNotified("a query to the editors", notified{"editor": {models.NoticeAsked}, "admin": {models.NoticeAsked}})
		_, err = a.s.AdvanceQuery(ctx, n.Editor, query, models.QueryActionInput{Action: models.ReplyToQuery, Body: "This year's.", Version: 1})
		a.ok(err)
		a.checkNotified("the answer", notified{"reviewer": {models.NoticeAnswered}})
		_, err = a.s.AdvanceQuery(ctx, n.Reviewer, query, models.QueryActionInput{Action: models.SettleQuery, Version: 2})
		a.ok(err)
		a.checkNotified("the settlement", notified{})

		_, err = a.s.AssignClaim(ctx, n.Editor, cost.ClaimID, models.NewAssignment{Person: n.SecondReviewer.UserID,
			Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		article := must(a.s.Article(ctx, n.Editor, a.article.ID))(t)
		a.ok(a.s.AssignArticle(ctx, n.Editor, a.article.ID, models.NewAssignment{Person: n.Reviewer.UserID, Version: article.Version}))
		a.checkNotified("assignments", notified{"second": {models.NoticeAssigned}, "reviewer": {models.NoticeAssigned}})

		a.ok(a.tag(n.SecondReviewer, people.ClaimID, models.AnnotationInput{Status: "disputed", Note: "They counted 3,000."}))
		a.checkNotified("a disagreement", notified{"reviewer": {models.NoticeDisagreed}})
		a.ok(a.tag(n.Editor, people.ClaimID, models.AnnotationInput{Status: "unverified", Note: "Not proved.", Ruling: true}))
		a.checkNotified("a ruling", notified{"reviewer": {models.NoticeRuled}, "second": {models.NoticeRuled}})

		place, err := a.s.ProposeCorrection(ctx, n.Reviewer, cost.ClaimID, models.NewCorrection{From: "€12 million", To: "€14 million",
			Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		a.checkNotified("a proposed correction", notified{"editor": {models.NoticeCorrectionProposed}})
		correction, _, err := a.s.Correction(ctx, n.Editor, place.CorrectionID)
		a.ok(err)
		_, err = a.s.DecideCorrection(ctx, n.Editor, correction.ID, models.CorrectionDecision{State: "accepted", Version: correction.Version})
		a.ok(err)
		a.checkNotified("an accepted correction", notified{"writer": {models.NoticeCorrectionAccepted}})
		a.draft(n.Writer, "€12 million", "€14 million")
		a.checkNotified("the revision", notified{"second": {models.NoticeRevised}})
	})
}

func TestSignOffNotices(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		n := a.fixture
		people := a.claim("4,000 people")
		a.readAll(n.SecondReviewer)
		a.checkNotified("reading all", notified{})
		a.annotate(n.SecondReviewer, people.ClaimID, "sourced")
		a.checkNotified("the last verdict", notified{"editor": {models.NoticeReady}, "admin": {models.NoticeReady}})
		a.ok(a.sign(n.Editor))
		a.checkNotified("the sign-off", notified{})
		a.annotate(n.Reviewer, people.ClaimID, "disputed")
		a.checkNotified("what voids it", notified{"editor": {models.NoticeVoided}, "second": {models.NoticeDisagreed}})
		own := must(a.s.Notices(ctx, n.Editor, models.NoticeFilter{}, models.Page{Limit: 1}))(t).List[0]
		if got := own.Text().String(); got != "Your sign-off is void after a change by "+n.Reviewer.Name+"." {
			t.Errorf("the signer reads %q", got)
		}
	})
}

// A user is notified once for each due time.
func TestDueSoonIsToldOnce(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		n := a.fixture
		assign := func(who models.Reader, in time.Duration) {
			a.t.Helper()
			due := time.Now().Add(in)
			article := must(a.s.Article(ctx, n.Editor, a.article.ID))(t)
			a.ok(a.s.AssignArticle(ctx, n.Editor, a.article.ID, models.NewAssignment{Person: who.UserID, DueAt: &due, Version: article.Version}))
			a.ok(a.s.ReadNotices(ctx, who, 1<<40))
		}
		assign(n.Reviewer, time.Hour)
		assign(n.SecondReviewer, 5*time.Hour)
		for _, want := range []int64{1, 0} {
			if got := must(a.s.NotifyDueSoon(ctx))(t); got != want {
				t.Errorf("%d notices were written, want %d", got, want)
			}
		}
		a.checkNotified("what is due", notified{"reviewer": {models.NoticeDue}})
		assign(n.Reviewer, 90*time.Minute)
		must(a.s.NotifyDueSoon(ctx))(t)
		a.checkNotified("the new due time", notified{"reviewer": {models.NoticeDue}})
	})
}

// A newer notice about the same object by the same person replaces an unread one.
func TestAQueryHasOneUnreadNotice(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		query, _, err := a.s.RaiseQuery(ctx, a.fixture.Reviewer, models.NewQuery{ArticleID: a.article.ID, To: "editor", Body: "Which?"})
		a.ok(err)
		for version := 1; version <= 2; version++ {
			_, err = a.s.AdvanceQuery(ctx, a.fixture.Reviewer, query, models.QueryActionInput{Action: models.ReplyToQuery, Body: "Still?",
				Version: version})
			a.ok(err)
		}
		a.checkNotified("three messages", notified{"editor": {models.NoticeAsked}, "admin": {models.NoticeAsked}})
	})
}

// A notice shows nothing that its user may not see. Rights are checked again when it is displayed.
func TestNoticesFollowRights(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "€12 million")
		verdict := func(who models.Reader, status, note string) {
			t.Helper()
			annotateCurrent(t, s, n, who, claim, models.AnnotationInput{Status: status, Note: note})
		}
		verdict(n.Reviewer, "unverified", "No answer.")
		verdict(n.Editor, "disputed", "Not so.")
		if got := notices(t, s, n.SecondReviewer); len(got) != 0 {
			t.Errorf("a blind reviewer is notified of %v", got)
		}
		if got := notices(t, s, n.Reviewer); !slices.Equal(got, []models.NoticeKind{models.NoticeDisagreed}) {
			t.Errorf("a reviewer with a verdict is notified of %v", got)
		}
		own := card(t, s, n.Editor, claim).Annotations
		at := slices.IndexFunc(own, func(x models.NamedAnnotation) bool { return x.ReviewerID == n.Reviewer.UserID })
		must(s.WithdrawAnnotation(ctx, n.Reviewer, own[at].ID))(t)
		if got := notices(t, s, n.Reviewer); len(got) != 0 {
			t.Errorf("who took their verdict back still sees %v", got)
		}
		verdict(n.Reviewer, "unverified", "No answer at all.")
		if err := s.TrashArticle(ctx, n.Editor, article.ID); err != nil {
			t.Fatal(err)
		}
		if got := notices(t, s, n.Reviewer); len(got) != 0 {
			t.Errorf("of a trashed article the reviewer still sees %v", got)
		}
		if err := s.RestoreArticle(ctx, n.Editor, article.ID); err != nil {
			t.Fatal(err)
		}
		id := must(s.Notices(ctx, n.Reviewer, models.NoticeFilter{}, models.Page{}))(t).List[0].ID
		left := n.Reviewer
		left.Desks = nil
		if _, err := s.Notice(ctx, left, id); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("who left the desk gets their notice: %v", err)
		}
		if _, err := s.Notice(ctx, n.Editor, id); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("somebody else gets the notice: %v", err)
		}
		if err := s.ReadNotice(ctx, n.Editor, id); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("somebody else marks the notice as read: %v", err)
		}
	})
}

func TestNoticesArePaged(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		addNotices(t, address, n.Editor, a, 250)
		if got := must(s.UnreadNotices(ctx, n.Editor))(t); got != models.MaxNoticeCount+1 {
			t.Errorf("the count is %d, want %d", got, models.MaxNoticeCount+1)
		}
		first := must(s.Notices(ctx, n.Editor, models.NoticeFilter{}, models.Page{Limit: 200}))(t)
		if err := s.ReadNotices(ctx, n.Editor, first.List[150].ID); err != nil {
			t.Fatal(err)
		}
		var ids []int64
		for page, pages := (models.Page{Limit: 60}), 0; pages < 10; pages++ {
			list := must(s.Notices(ctx, n.Editor, models.NoticeFilter{}, page))(t)
			for _, row := range list.List {
				if (row.ReadAt == nil) != (len(ids) < 150) {
					t.Fatalf("notice %d of the list is read at %v", len(ids), row.ReadAt)
				}
				ids = append(ids, row.ID)
			}
			if page.After = list.Next; list.Next == "" {
				break
			}
		}
		if len(ids) != 250 || !slices.IsSortedFunc(ids, func(a, b int64) int { return int(b - a) }) {
			t.Errorf("the pages contain %d notices, want 250 from the newest on", len(ids))
		}
		if got := len(must(s.Notices(ctx, n.Editor, models.NoticeFilter{Unread: true}, models.Page{Limit: 200}))(t).List); got != 150 {
			t.Errorf("%d are unread, want 150", got)
		}
		storetest.Exec(t, address, "UPDATE notices SET at = '2020-01-01 00:00:00+00:00' WHERE id <= 600 AND id % 2 = 0")
		if got := must(s.DeleteOldNotices(ctx))(t); got != 125 {
			t.Errorf("%d old notices were deleted, want 125", got)
		}
	})
}

// addNotices inserts unread notices of an article for a user.
func addNotices(t testing.TB, address string, who models.Reader, a models.Article, n int) {
	t.Helper()
	storetest.Exec(t, address, fmt.Sprintf(`INSERT INTO notices (user_id, kind, at, desk_id, article_id)
		WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d)
		SELECT %d, 'asked', '2026-12-01 00:00:00+00:00', %d, %d FROM c`, n, who.UserID, a.DeskID, a.ID))
}
