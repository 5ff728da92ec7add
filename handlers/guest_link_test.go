package handlers_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linecheck/formats/send/sendtest"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A reviewer sends a question to the writer, who has no account and answers without scripts. The page shows nothing else of the article.
// An answer from the sender's own browser is marked and does not count.
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
		words := url.Values{"sentence": {asked.Text}, "body": {"Not sent yet."}}
		if typed := guest.Post(link.Path+"/words", words).Document(t, http.StatusOK).Find("textarea").Text(); typed != "Not sent yet." {
			t.Errorf("with the words, the answer comes back as %q", typed)
		}
		guest.Post(link.Path+"/answers", url.Values{"words": {"other words"}, "body": {"Old."}}).Document(t, http.StatusUnprocessableEntity)
		reviewer.Post(link.Path+"/answers", url.Values{"words": {asked.Text}, "body": {"I am the guest."}}).Document(t, http.StatusSeeOther)
		thread := func() (string, string) {
			q := reviewer.Get(path).Document(t, http.StatusOK)
			return sitetest.VisibleText(q.Find("summary b").First()), sitetest.VisibleText(q.Find(".thread"))
		}
		state, text := thread()
		const marked = "Gil <Guest> (by a link sent to gil@example.org, opened in a browser that was signed in here)"
		if !strings.HasSuffix(state, "Open") || !strings.Contains(text, marked) {
			t.Errorf("after the sender's own answer the query is %q: %q", state, text)
		}
		guest.Post(link.Path+"/answers", url.Values{"words": {asked.Text}, "body": {"The <b>city</b>."}}).Document(t, http.StatusSeeOther)
		state, text = thread()
		if !strings.HasSuffix(state, "Answered") || !strings.Contains(text, "The <b>city</b>.") ||
			!strings.Contains(text, "These are my words.") {
			t.Errorf("after the guest's answer the query is %q: %q", state, text)
		}
		history := sitetest.VisibleText(reviewer.Get(fmt.Sprintf("/articles/%d/record", article.ID)).Document(t, http.StatusOK).Find("main"))
		if !strings.Contains(history, "Gil <Guest> (by a link sent to gil@example.org) answered a query by a link") {
			t.Errorf("the history has %q", history)
		}
		revoke, _ := reviewer.Get(path).Document(t, http.StatusOK).Find(`#guests form[action$="/revoke"]`).Attr("action")
		reviewer.Post(revoke, nil).Document(t, http.StatusSeeOther)
		if gone := guest.Get(link.Path); gone.StatusCode != http.StatusGone || strings.Contains(gone.Text, asked.Text) {
			t.Errorf("the revoked link answers %d", gone.StatusCode)
		}
	})
}

// guestVisit is a complete article with a query about a claim, and a guest with a link to the query.
type guestVisit struct {
	store   *store.Store
	news    storetest.Fixture
	article models.Article
	query   models.QueryThread
	asker   sitetest.Caller
	guest   sitetest.Caller
	path    string // the path of the link
}

func newGuestVisit(t *testing.T, s *store.Store) guestVisit {
	t.Helper()
	g := guestVisit{store: s, news: storetest.Newsroom(t, s)}
	g.article = storetest.FullArticle(t, s, g.news)
	open := models.QueryFilter{ArticleID: g.article.ID, State: models.QueryOpen}
	rows, _, err := s.Queries(t.Context(), g.news.Reviewer, open, models.Page{})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	token, err := s.CreateGuestLink(t.Context(), g.news.Reviewer, rows[0].ID,
		models.NewGuestLink{Name: "Gil Guest", Email: "gil@example.org", Days: 7})
	if err == nil {
		g.query, err = s.Query(t.Context(), g.news.Reviewer, rows[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	g.asker = sitetest.VisitAs(t, s, g.news.Reviewer)
	g.guest = sitetest.Caller{T: t, Site: g.asker.Site, Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
	g.path = "/guest/" + token
	return g
}

func (g guestVisit) answer(body string) sitetest.Reply {
	return g.guest.Post(g.path+"/answers", url.Values{"words": {g.query.Words}, "body": {body}})
}

// secrets returns words that no guest may see: all words of the newsroom except the question, its sentence and the asker's name.
func (g guestVisit) secrets(t *testing.T) []string {
	t.Helper()
	page, err := g.store.ArticlePage(t.Context(), g.news.Editor, g.article.ID)
	if err != nil {
		t.Fatal(err)
	}
	list := append([]string{page.Title, g.news.Desk.Name}, storetest.ConfidentialWords...)
	var asked string
	for _, p := range page.Sentences {
		if p.Ordinal == g.query.Ordinal {
			asked = p.Text
		} else {
			list = append(list, p.Text)
		}
	}
	people, err := g.store.DeskPeople(t.Context(), g.news.Editor, g.article.DeskID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.Name != g.query.Raiser {
			list = append(list, p.Name)
		}
	}
	file, err := g.store.ArticleFile(t.Context(), g.news.Editor, g.article.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Claims {
		for _, a := range c.Annotations {
			list = append(list, a.Note)
		}
		for _, e := range c.Evidence {
			list = append(list, e.Source.Title, e.Quote)
		}
	}
	for _, n := range file.Notes {
		list = append(list, n.Body)
	}
	return slices.DeleteFunc(list, func(s string) bool {
		return len(s) < 6 || strings.Contains(asked, s)
	})
}

// No response to a guest contains any of these secrets.
func TestGuestIsSentNothingElse(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		g := newGuestVisit(t, s)
		_, err := s.AdvanceQuery(t.Context(), g.news.Reviewer, g.query.ID,
			models.QueryActionInput{Action: models.ReplyToQuery, Body: "Between us, the mayor lies.", Version: g.query.Version})
		if err != nil {
			t.Fatal(err)
		}
		secrets := append(g.secrets(t), "Between us", "unchecked")
		if len(secrets) < 20 {
			t.Fatalf("only %d words to look for: %q", len(secrets), secrets)
		}
		forged := "/guest/" + strings.Repeat("A", len(g.path)-len("/guest/"))
		sent := map[string]sitetest.Reply{
			"the question":           g.guest.Get(g.path),
			"an empty answer":        g.answer(" "),
			"other words":            g.guest.Post(g.path+"/answers", url.Values{"words": {"x"}, "body": {"y"}}),
			"words that are not his": g.guest.Post(g.path+"/words", url.Values{"sentence": {"x"}}),
			"an answer":              g.answer("In <b>2026</b>."),
			"the answer":             g.guest.Get(g.path + "?saved=1"),
			"a forged link":          g.guest.Get(forged),
			"an answer by it":        g.guest.Post(forged+"/answers", url.Values{"body": {"y"}}),
			"the query itself":       g.guest.Get(fmt.Sprintf("/queries/%d", g.query.ID)),
		}
		if _, err := s.AdvanceQuery(t.Context(), g.news.Reviewer, g.query.ID,
			models.QueryActionInput{Action: models.SettleQuery, Version: g.query.Version + 2}); err != nil {
			t.Fatal(err)
		}
		sent["a link that has ended"], sent["an answer by that"] = g.guest.Get(g.path), g.answer("Late.")
		for name, status := range map[string]int{"the question": 200, "an empty answer": 422, "other words": 422, "words that are not his": 422,
			"an answer": 303, "the answer": 200, "a forged link": 404, "an answer by it": 404, "the query itself": 303,
			"a link that has ended": 410, "an answer by that": 410} {
			got := sent[name]
			if got.StatusCode != status {
				t.Errorf("%s: %d, not %d", name, got.StatusCode, status)
			}
			for _, secret := range secrets {
				if strings.Contains(got.Text, html.EscapeString(secret)) || strings.Contains(got.Text, secret) {
					t.Errorf("%s contains %q", name, secret)
				}
			}
			if name == "the query itself" {
				continue
			}
			for header, want := range map[string]string{
				"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"} {
				if value := got.Header.Get(header); value != want {
					t.Errorf("%s: %s is %q", name, header, value)
				}
			}
		}
	})
}

// A guest never loses a typed answer: not if it is too long or has invalid characters, nor through the rate limit or an expired link.
func TestGuestLosesNoText(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		g := newGuestVisit(t, s)
		typed := "\n" + sitetest.HostileText + "</textarea><script>alert(1)</script>"
		body := func(got sitetest.Reply, status int) string {
			t.Helper()
			return got.Document(t, status).Find("textarea").Text()
		}
		long := strings.Repeat("long ", 20_000)
		if got := body(g.answer(long), 422); got != long {
			t.Errorf("of an answer that is too long %d bytes came back", len(got))
		}
		g.answer(typed).Document(t, http.StatusSeeOther)
		g.answer(typed).Document(t, http.StatusSeeOther) // sent a second time
		q, err := s.Query(t.Context(), g.news.Reviewer, g.query.ID)
		if err != nil || len(q.Thread) != 2 || q.Thread[1].Body != typed {
			t.Errorf("stored: %+v, %v", q.Thread, err)
		}
		if page := g.guest.Get(g.path); page.Document(t, http.StatusOK).Find("main script").Length() != 0 ||
			strings.Contains(page.Text, "<script>alert") {
			t.Error("the guest's text is executed")
		}
		links, err := s.GuestLinks(t.Context(), g.news.Reviewer, g.article.ID, g.query.ID)
		if err == nil {
			_, err = s.RevokeGuestLink(t.Context(), g.news.Reviewer, links[0].ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		late := g.answer(typed)
		if got := body(late, http.StatusGone); got != typed || !strings.Contains(late.Text, "This link no longer works, so ") {
			t.Errorf("of an answer that is too late came back %q", got)
		}
		if got := body(g.answer("unreadable \x00"), http.StatusGone); got != "unreadable \uFFFD" {
			t.Errorf("of an answer that is too late and unreadable came back %q", got)
		}
		for range 100 {
			if late = g.answer(typed); late.StatusCode == http.StatusTooManyRequests {
				break
			}
		}
		if got := body(late, http.StatusTooManyRequests); !strings.Contains(got, typed) {
			t.Errorf("of an answer that was sent too often came back %q", got)
		}
	})
}

// Without a referrer and without HTTPS, a browser sends a form with the origin null. The server accepts that origin for a guest's answer
// only.
func TestGuestFormsNeedNoOrigin(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	g := newGuestVisit(t, s)
	for _, c := range []struct {
		path, header, value string
		want                int
	}{
		{g.path + "/answers", "Origin", "null", http.StatusSeeOther},
		{g.path + "/answers", "Origin", "https://evil.example", http.StatusForbidden},
		{g.path + "/answers", "Sec-Fetch-Site", "cross-site", http.StatusForbidden},
		{fmt.Sprintf("/queries/%d/links", g.query.ID), "Origin", "null", http.StatusForbidden},
	} {
		request := httptest.NewRequest("POST", c.path, strings.NewReader(url.Values{"body": {"The city."}}.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set(c.header, c.value)
		if got := g.guest.Do(request); got.StatusCode != c.want {
			t.Errorf("%s with %s %s: %d, not %d", c.path, c.header, c.value, got.StatusCode, c.want)
		}
	}
}

func TestGuestLinksAreMailed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		g := newGuestVisit(t, s)
		server := sendtest.Start(t, sendtest.Options{})
		asker := mailing(t, g.asker, s, server)
		path := fmt.Sprintf("/queries/%d", g.query.ID)
		if form := asker.Page(path).Find("#guests form").Text(); !strings.Contains(form, "Mail a link") {
			t.Errorf("the form does not say that the link is mailed: %q", form)
		}
		link := func(days, address string) (string, string) {
			page := asker.Post(path+"/links", url.Values{"name": {"Gil \"G\" <b>Guest"}, "email": {address}, "days": {days}}).Document(t, 201)
			return page.Find("#guest-address").AttrOr("value", ""), sitetest.VisibleText(page.Find("#guests .notice"))
		}
		made, shown := link("7", " gil@example.org ")
		if !strings.HasPrefix(made, "http://desk.example.org/guest/") || !strings.Contains(shown, "It was mailed to gil@example.org.") {
			t.Errorf("the page shows the link %q and says %q", made, shown)
		}
		got := testutil.Receive(t, "question", server.Messages)
		testutil.Equal(t, "recipient", got.To, "gil@example.org")
		testutil.Equal(t, "subject", got.Subject, g.news.Reviewer.Name+" has a question for you")
		testutil.Contains(t, "text", got.Text, made, "The link works for 7 days.")
		testutil.Contains(t, "HTML", got.HTML, `href="`+made+`"`)
		for _, secret := range append(g.secrets(t), g.query.Thread[0].Body, g.query.Words) {
			if secret != "" && strings.Contains(got.Text+got.HTML+got.Subject, secret) {
				t.Errorf("the mail contains %q", secret)
			}
		}
		if answer := g.guest.Get(strings.TrimPrefix(made, "http://desk.example.org")); answer.StatusCode != http.StatusOK {
			t.Errorf("the mailed link answers %d", answer.StatusCode)
		}
		made, _ = link("1", "gil@example.org")
		testutil.Contains(t, "text", testutil.Receive(t, "second question", server.Messages).Text, made, "The link works for 1 day.")
		server.Answer("gil@example.org", 550)
		if made, shown = link("7", "gil@example.org"); made == "" ||
			!strings.Contains(shown, "It was not mailed: The mail server refused the address (550).") {
			t.Errorf("after a refusal the page shows the link %q and says %q", made, shown)
		}
	})
}
