package store_test

import (
	"errors"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// suggestionOf returns a suggestion for words of the sample article.
func suggestionOf(words string) models.Suggestion {
	return models.Suggestion{Sort: models.LikelyClaim, Kind: "number", Words: words, Key: strings.Repeat("a", 32)}
}

// A dismissed suggestion stays dismissed, also in a new draft, until somebody restores it. A dismissal is an
// event, can be undone, and voids no sign-off.
func TestDismissedSuggestions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		page := must(s.ArticlePage(ctx, n.Editor, article.ID))(t)
		sentence := page.Sentences[4]
		refused := func() []models.SuggestionDismissal {
			t.Helper()
			return must(s.DismissedSuggestions(ctx, n.Auditor, article.ID))(t)
		}
		for range 2 {
			place := must(s.DismissSuggestion(ctx, n.Reviewer, sentence.ID, suggestionOf("4,000 people")))(t)
			if place.Ordinal != sentence.Ordinal || place.ArticleID != article.ID {
				t.Errorf("%+v", place)
			}
		}
		list := refused()
		testutil.Len(t, "list", list, 1)
		testutil.Equal(t, "list[0].Name", list[0].Name, n.Reviewer.Name)
		testutil.Equal(t, "list[0].TrackID", list[0].TrackID, sentence.TrackID)
		testutil.Equal(t, "list[0].Words", list[0].Words, "4,000 people")
		testutil.StopIfFailed(t)
		if again := must(s.DismissSuggestion(ctx, n.Reviewer, page.Sentences[3].ID, suggestionOf("4,000 people")))(t); again.Ordinal != 4 ||
			len(refused()) != 2 {
			t.Errorf("in another sentence: %+v", refused())
		}
		if place := must(s.Undo(ctx, n.Reviewer, article.ID))(t); place.Ordinal != 4 || len(refused()) != 1 {
			t.Errorf("undo: %+v, %+v", place, refused())
		}
		swapWords(t, s, n, article, "4,000", "5,000")
		if len(refused()) != 1 {
			t.Error("a new draft removes the dismissal")
		}
		for _, who := range []models.Reader{n.Auditor, n.Writer} {
			if _, err := s.DismissSuggestion(ctx, who, currentSentences(t, s, n, article)[2].ID, suggestionOf("x")); !errors.Is(
				err,
				models.ErrForbidden,
			) {
				t.Errorf("%s: %v", who.Name, err)
			}
			if _, err := s.RestoreSuggestion(ctx, who, list[0].ID); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		if _, err := s.DismissedSuggestions(ctx, n.OtherDeskReviewer, article.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger sees refusals: %v", err)
		}
		if _, err := s.RestoreSuggestion(ctx, n.OtherDeskReviewer, list[0].ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger withdraws: %v", err)
		}
		for range 2 {
			must(s.RestoreSuggestion(ctx, n.SecondReviewer, list[0].ID))(t)
		}
		if len(refused()) != 0 {
			t.Errorf("%+v", refused())
		}
		must(s.DismissSuggestion(ctx, n.Reviewer, currentSentences(t, s, n, article)[4].ID, suggestionOf("4,000 people")))(t)
	})
}

func currentSentences(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article) []models.PageSentence {
	t.Helper()
	return must(s.ArticlePage(ctx, n.Editor, article.ID))(t).Sentences
}

func swapWords(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article, from, to string) {
	t.Helper()
	page := must(s.ArticlePage(ctx, n.Writer, article.ID))(t)
	must(
		s.ReviseArticle(
			ctx,
			n.Writer,
			article.ID,
			models.NewRevision{Text: strings.Replace(page.Revision.Text, from, to, 1), Base: page.Revision.Number},
		),
	)(
		t,
	)
}

// Adding further places with the same words to a claim is one step. Other words need their own claim.
func TestAddSelectedOccurrences(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		text := "More than 4,000 people cross the bridge. It is old. The 4,000 people will walk. Some of the 4,000 people will not."
		article := must(s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "Bridge", Text: text, DeskID: n.Desk.ID}))(t)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "4,000 people")
		page := must(s.SentencePage(ctx, n.Reviewer, article.ID, 1))(t)
		at := func(nth int) models.Selection {
			start := 0
			for range nth {
				start += strings.Index(text[start+1:], "4,000 people") + 1
			}
			return models.Selection{Revision: 1, Start: start, End: start + len("4,000 people"), Quote: "4,000 people"}
		}
		version := page.Claims[0].Version
		for name, bad := range map[string][]models.Selection{"none": nil, "other words": {{Revision: 1, Start: 0, End: 4, Quote: "Less"}}, "one word more": {{Revision: 1, Start: 57, End: 74, Quote: "4,000 people will"}}, "no quote": {{Revision: 1, Start: 900, End: 904}}, "across": {{Revision: 1, Start: 30, End: 50, Quote: text[30:50]}},
			"beyond": {{Revision: 1, Start: 900, End: 910, Quote: "x"}}, "an old draft": {{Revision: 7, Start: 0, End: 4, Quote: "More"}}} {
			if _, err := s.AddSelectedOccurrences(ctx, n.Reviewer, claim.ClaimID, version, page.Sentence.ID, bad); err == nil {
				t.Error(name)
			}
		}
		if _, err := s.AddSelectedOccurrences(ctx, n.Reviewer, claim.ClaimID, version+1, page.Sentence.ID, []models.Selection{at(2)}); !errors.Is(
			err,
			models.ErrStale,
		) {
			t.Errorf("another version: %v", err)
		}
		if _, err := s.AddSelectedOccurrences(ctx, n.Auditor, claim.ClaimID, version, page.Sentence.ID, []models.Selection{at(2)}); !errors.Is(
			err,
			models.ErrForbidden,
		) {
			t.Errorf("an auditor: %v", err)
		}
		must(s.AddSelectedOccurrences(ctx, n.Reviewer, claim.ClaimID, version, page.Sentence.ID, []models.Selection{at(2), at(3)}))(t)
		marks := func() (all []int) {
			for _, line := range currentSentences(t, s, n, article) {
				all = append(all, len(line.ClaimSpans))
			}
			return all
		}
		got := marks()
		testutil.Equal(t, "got[0]", got[0], 1)
		testutil.Equal(t, "got[1]", got[1], 0)
		testutil.Equal(t, "got[2]", got[2], 1)
		testutil.Equal(t, "got[3]", got[3], 1)
		must(s.Undo(ctx, n.Reviewer, article.ID))(t)
		if got := marks(); got[0] != 1 || got[2] != 0 || got[3] != 0 {
			t.Errorf("after undo %v", got)
		}
	})
}
