package store_test

import (
	"slices"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// nextChanges waits for the next changes.
func nextChanges(t *testing.T, l *store.Listener) []models.Change {
	t.Helper()
	select {
	case piece, open := <-l.Changes:
		if !open {
			t.Fatal("the listener was let go")
		}
		return piece.Items
	case <-time.After(testutil.Patience):
		t.Fatal("nothing is told")
	}
	return nil
}

// changesUntil collects changes up to the first of a kind of object.
func changesUntil(t *testing.T, l *store.Listener, object string) (all []models.Change) {
	t.Helper()
	for {
		for _, c := range nextChanges(t, l) {
			all = append(all, c)
			if c.Object == object {
				return all
			}
		}
	}
}

// TestFeed checks that committed changes are sent in order, by ids, with the sentences that they affect, and only to listeners of their
// article.
func TestFeed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article, other := storetest.AddArticle(t, s, n), storetest.AddArticle(t, s, n)
		page := must(s.ArticlePage(ctx, n.Editor, article.ID))(t)
		l, elsewhere := s.Listen(article.ID, n.Editor), s.Listen(other.ID, n.Editor)
		defer s.EndPresence(l)
		defer s.EndPresence(elsewhere)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		annotateCurrent(t, s, n, n.Reviewer, claim, models.AnnotationInput{Status: "disputed", Note: "not so"})
		got := changesUntil(t, l, "annotation")
		sentence := page.Sentences[claim.Ordinal-1].ID
		for i, c := range got {
			testutil.Equal(t, "c.Article", c.Article, article.ID)
			testutil.Equal(t, "c.Claim", c.Claim, claim.ClaimID)
			testutil.Equal(t, "c.Sentences", c.Sentences, []int64{sentence})
			testutil.False(t, "i > 0 && c.ID <= got[i-1].ID", i > 0 && c.ID <= got[i-1].ID)
		}
		if len(got) != 2 || got[0].Object != "claim" {
			t.Errorf("%+v", got)
		}
		must(s.MarkRead(ctx, n.SecondReviewer, page.Sentences[len(page.Sentences)-1].ID))(t)
		if got := changesUntil(t, l, "reading"); !slices.Equal(got[len(got)-1].Sentences, []int64{page.Sentences[len(page.Sentences)-1].ID}) {
			t.Errorf("%+v", got)
		}
		select {
		case piece := <-elsewhere.Changes:
			t.Errorf("another article is told %+v", piece)
		default:
		}
		since := must(s.ChangesSince(ctx, n.Editor, article.ID, page.Event, 100))(t)
		if len(since) != 3 || since[0].ID != got[0].ID || since[1].ID != got[1].ID {
			t.Errorf("caught up with %+v, told %+v", since, got)
		}
		if _, err := s.ChangesSince(ctx, n.OtherDeskReviewer, article.ID, 0, 100); err == nil {
			t.Error("a stranger is told")
		}
	})
}

// The sentences of a removed occurrence are sent too.
func TestFeedReportsRemovals(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		page := must(s.ArticlePage(ctx, n.Editor, article.ID))(t)
		l := s.Listen(article.ID, n.Editor)
		defer s.EndPresence(l)
		must(s.Undo(ctx, n.Reviewer, article.ID))(t)
		got := nextChanges(t, l)
		if c := got[len(got)-1]; c.Object != "claim" || !slices.Contains(c.Sentences, page.Sentences[claim.Ordinal-1].ID) {
			t.Errorf("%+v", got)
		}
	})
}

// A listener that reads nothing is dropped and delays nobody. It can catch up with everything.
func TestFeedDropsSlowListeners(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	n := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, n)
	page := must(s.ArticlePage(ctx, n.Editor, article.ID))(t)
	slow, quick := s.Listen(article.ID, n.Editor), s.Listen(article.ID, n.Editor)
	defer s.EndPresence(quick)
	told := 0
	for i := 0; told < 100; i++ {
		if i%2 == 0 {
			must(s.MarkRead(ctx, n.SecondReviewer, page.Sentences[0].ID))(t)
		} else {
			must(s.UnmarkRead(ctx, n.SecondReviewer, page.Sentences[0].ID))(t)
		}
		told += len(nextChanges(t, quick))
	}
	pieces := 0
	for range slow.Changes { // it is closed, or this waits for ever
		pieces++
	}
	if pieces == 0 || pieces > 40 {
		t.Errorf("%d pieces were kept for it", pieces)
	}
	if since := must(s.ChangesSince(ctx, n.Editor, article.ID, page.Event, 1000))(t); len(since) != told {
		t.Errorf("caught up with %d of %d", len(since), told)
	}
	s.EndPresence(slow)
}

// When somebody loses a right, every listener checks the rights of its user.
func TestFeedReportsRightsChanges(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		l := s.Listen(storetest.AddArticle(t, s, n).ID, n.Reviewer)
		defer s.EndPresence(l)
		if err := s.DisableUser(ctx, n.Admin, n.Reviewer.UserID); err != nil {
			t.Fatal(err)
		}
		select {
		case <-l.RightsChanged:
		case <-time.After(testutil.Patience):
			t.Error("nobody is told that somebody was disabled")
		}
	})
}

// Two instances on one PostgreSQL send each other their commits and who is present.
func TestFeedAcrossInstances(t *testing.T) {
	t.Parallel()
	address := storetest.Postgres(t)
	one, two := storetest.Open(t, address), storetest.Open(t, address)
	n := storetest.Newsroom(t, one)
	article := storetest.AddArticle(t, one, n)
	here, there := one.Listen(article.ID, n.Reviewer), two.Listen(article.ID, n.SecondReviewer)
	defer one.EndPresence(here)
	one.StartPresence(ctx, here)
	two.StartPresence(ctx, there)
	waitForPeople(t, here, "Rana Reviewer", "Sam Second")
	waitForPeople(t, there, "Rana Reviewer", "Sam Second")
	claim := storetest.AddClaim(t, two, n.SecondReviewer, article, "More than 4,000 people")
	if got := nextChanges(t, here); got[0].Claim != claim.ClaimID {
		t.Errorf("%+v", got)
	}
	page := must(one.ArticlePage(ctx, n.Reviewer, article.ID))(t)
	// The second reviewer's page listens to instance two. A load balancer may still send its request to instance one.
	if err := one.UpdatePresence(ctx, n.SecondReviewer, article.ID, there.PageID(), page.Sentences[3].ID); err != nil {
		t.Fatal(err)
	}
	for _, l := range []*store.Listener{here, there} {
		for at := int64(0); at != page.Sentences[3].ID; {
			for _, p := range nextPeople(t, l) {
				if p.UserID == n.SecondReviewer.UserID {
					at = p.Sentence
				}
			}
		}
	}
	two.EndPresence(there)
	for len(nextPeople(t, here)) != 1 {
	}
}

func nextPeople(t *testing.T, l *store.Listener) []models.Presence {
	t.Helper()
	select {
	case told := <-l.People:
		return told.Items
	case <-time.After(testutil.Patience):
		t.Fatal("nobody says who is there")
	}
	return nil
}

// waitForPeople waits until exactly these people are present.
func waitForPeople(t *testing.T, l *store.Listener, names ...string) {
	t.Helper()
	for {
		var got []string
		for _, p := range nextPeople(t, l) {
			got = append(got, p.Name)
		}
		if slices.Equal(got, names) {
			return
		}
	}
}

// Closing the store ends every listener.
func TestFeedEndsWithTheStore(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	n := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, n)
	l := s.Listen(article.ID, n.Editor)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for range l.Changes {
		}
	}()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	<-ended
	for range s.Listen(article.ID, n.Editor).Changes {
		t.Error("a closed store tells something")
	}
}
