package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Lines of signs that part sections are no sentences: no counter, gate reason or export lists them, the text keeps them,
// and a claim cannot consist of them.
func TestSeparatorsNeedNoReading(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		const words = "The old bridge closes.\n\n* * *\n\nPeople cross it every day.\n\n—30—\n"
		a, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "Bridge", Text: words, DeskID: n.Desk.ID})
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, n.Reviewer, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if page.Revision.Text != words || len(page.Sentences) != 2 {
			t.Errorf("%q with %d sentences, want the text with two and a title", page.Revision.Text, len(page.Sentences))
		}
		var rows []string
		for _, row := range exportedSentences(t, s, n.Reviewer, models.Filter{ArticleID: a.ID}) {
			rows = append(rows, row[1])
		}
		if want := []string{"0", "1", "2"}; !slices.Equal(rows, want) {
			t.Errorf("sentences.csv lists %q, want %q", rows, want)
		}
		if _, err := s.CreateClaim(ctx, n.Reviewer, a.ID, models.Selection{Start: 24, End: 29, Quote: "* * *"}); err == nil {
			t.Error("a separator was claimed")
		}
		gate, err := s.GateDetail(ctx, n.Editor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if unread := gate.Gate.Reason(models.GateUnread); unread.Count != 3 {
			t.Errorf("the gate has %d unread sentences, want the title and two", unread.Count)
		}
	})
}
