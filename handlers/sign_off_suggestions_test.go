package handlers_test

import (
	"fmt"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// The signer sees the number of unanswered suggestions.
func TestTheSignerSeesUnansweredSuggestions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article, err := s.CreateArticle(t.Context(), news.Writer, models.NewArticle{Title: "Bridge", DeskID: news.Desk.ID, Language: "en",
			WriterID: &news.Writer.UserID, Text: "More than 4,000 people cross the bridge every day, the city said.\n"})
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(t.Context(), news.SecondReviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range append(page.Sentences, page.TitleSentence) {
			if _, err := s.MarkRead(t.Context(), news.SecondReviewer, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		unanswered := func(who models.Reader) string {
			t.Helper()
			return sitetest.VisibleText(sitetest.VisitAs(t, s, who).Page(fmt.Sprintf("/articles/%d/gate", article.ID)).
				Find(`.tally dt:contains("Suggestions unanswered") + dd`))
		}
		if got := unanswered(news.Editor); got == "" || got == "0" {
			t.Errorf("the editor sees %q suggestions unanswered", got)
		}
		if got := unanswered(news.Reviewer); got != "" {
			t.Errorf("the reviewer, who cannot sign, sees %q", got)
		}
		storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people cross the bridge every day, the city said.")
		if _, err := s.Annotate(t.Context(), news.Reviewer, 1, models.AnnotationInput{Status: "sourced", Version: 1,
			Evidence: []models.NewEvidence{{Title: "City register", Class: "primary", Kind: "document", Locator: "p. 1"}}}); err != nil {
			t.Fatal(err)
		}
		if got := unanswered(news.Editor); got != "" {
			t.Errorf("with the claim marked, the editor sees %q", got)
		}
	})
}
