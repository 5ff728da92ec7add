package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A reviewer sends a question to the writer, who has no account and answers without scripts. The page shows
// nothing else of the article. The sender's own browser is marked, and its answer does not count.
func TestGuestAnswersByLink(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		page, err := s.ArticlePage(t.Context(), n.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		asked, other := page.Sentences[3], page.Sentences[4]
		query, _, err := s.RaiseQuery(t.Context(), n.Reviewer, models.NewQuery{SentenceID: asked.ID, To: "writer", Body: "Who counted?"})
		if err != nil {
			t.Fatal(err)
		}
		reviewer := sitetest.VisitAs(t, s, n.Reviewer)
		guest := sitetest.Caller{T: t, Site: reviewer.Site, Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
		path := fmt.Sprintf("/queries/%d", query)
		form := url.Values{"name": {"Gil <Guest>"}, "email": {"gil@example.org"}, "days": {"7"}, "as_writer": {"1"}}
		address, _ := reviewer.Post(path+"/links", form).Document(t, http.StatusCreated).Find("#guest-address").Attr("value")
		link, err := url.Parse(address)
		if err != nil || !strings.HasPrefix(link.Path, "/guest/") {
			t.Fatalf("address %q, %v", address, err)
		}
		if strings.Contains(reviewer.Get(path).Text, link.Path) {
			t.Error("the link is shown twice")
		}
		seen := guest.Get(link.Path)
		if text := sitetest.VisibleText(seen.Document(t, http.StatusOK).Find("body")); !strings.Contains(text, asked.Text) ||
			!strings.Contains(text, "Who counted?") || strings.Contains(text, other.Text) || strings.Contains(text, article.Title) {
			t.Errorf("the guest sees %q", text)
		}
		words := url.Values{"words": {asked.Text}}
		guest.Post(link.Path+"/words", words).Document(t, http.StatusSeeOther)
		guest.Post(link.Path+"/answers", url.Values{"words": {"other words"}, "body": {"Old."}}).Document(t, http.StatusUnprocessableEntity)
		reviewer.Post(link.Path+"/answers", url.Values{"words": {asked.Text}, "body": {"I am the guest."}}).Document(t, http.StatusSeeOther)
		thread := func() (string, string) {
			q := reviewer.Get(path).Document(t, http.StatusOK)
			return sitetest.VisibleText(q.Find("summary b").First()), sitetest.VisibleText(q.Find(".thread"))
		}
		state, text := thread()
		const marked = "Gil <Guest>, by a link sent to gil@example.org, opened in a browser that was signed in here"
		if state != "Open" || !strings.Contains(text, marked) {
			t.Errorf("after the sender's own answer the query is %q: %q", state, text)
		}
		guest.Post(link.Path+"/answers", url.Values{"words": {asked.Text}, "body": {"The <b>city</b>."}}).Document(t, http.StatusSeeOther)
		state, text = thread()
		if state != "Answered" || !strings.Contains(text, "The <b>city</b>.") || !strings.Contains(text, "These are my words.") {
			t.Errorf("after the guest's answer the query is %q: %q", state, text)
		}
		history := sitetest.VisibleText(reviewer.Get(fmt.Sprintf("/articles/%d/record", article.ID)).Document(t, http.StatusOK).Find("main"))
		if !strings.Contains(history, "Gil <Guest>, by a link sent to gil@example.org answered a query by a link") {
			t.Errorf("the history has %q", history)
		}
		revoke, _ := reviewer.Get(path).Document(t, http.StatusOK).Find(`#guests form[action$="/revoke"]`).Attr("action")
		reviewer.Post(revoke, nil).Document(t, http.StatusSeeOther)
		if gone := guest.Get(link.Path); gone.StatusCode != http.StatusGone || strings.Contains(gone.Text, asked.Text) {
			t.Errorf("the revoked link answers %d", gone.StatusCode)
		}
	})
}
