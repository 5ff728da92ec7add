package handlers_test

import (
	"encoding/json"
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

// bellCount is the number in the bell of a user's page; "" if it is hidden.
func bellCount(v sitetest.Caller, page string) string {
	count := v.Page(page).Find("#bell .count")
	if _, hidden := count.Attr("hidden"); hidden {
		return ""
	}
	return count.Children().First().Text()
}

// Notices work without scripts: the bell shows the number, the list links to the objects, and forms mark notices as read.
func TestNoticesByForms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "4,000 people").ClaimID
		reviewer, editor := sitetest.VisitAs(t, s, n.Reviewer), sitetest.VisitAs(t, s, n.Editor)
		ask := func(about string) {
			t.Helper()
			if got := reviewer.Post(about+"/queries", url.Values{"to": {"editor"}, "body": {"Who counted?"}}); got.StatusCode != 303 {
				t.Fatalf("asking: status %d: %s", got.StatusCode, got.Text)
			}
		}
		ask(fmt.Sprintf("/claims/%d", claim))
		ask(fmt.Sprintf("/articles/%d", a.ID))
		if own, theirs := bellCount(reviewer, "/articles"), bellCount(editor, "/articles"); own != "" || theirs != "2" {
			t.Errorf("the bells show %q and %q, want none and 2", own, theirs)
		}
		page := editor.Page("/notices")
		if title := page.Find("title").Text(); !strings.HasPrefix(title, "(2) Notices") ||
			!strings.Contains(page.Find("link[rel=icon]").AttrOr("href", ""), "icon-unread") {
			t.Errorf("the title is %q, the icon %q", title, page.Find("link[rel=icon]").AttrOr("href", ""))
		}
		second := page.Find(".notices.unread li").Eq(1)
		if got := sitetest.VisibleText(second.Find("a").First()); got != "Rana Reviewer asked you a question." ||
			!strings.Contains(second.Text(), "4,000 people") {
			t.Errorf("the notice reads %q", sitetest.VisibleText(second))
		}
		if got := editor.Get(second.Find("a").First().AttrOr("href", "")); got.StatusCode != 200 || !strings.Contains(got.Text, "Who counted?") {
			t.Errorf("the notice leads to status %d: %s", got.StatusCode, got.Text)
		}
		editor.Post(second.Find("form").AttrOr("action", ""), nil)
		if got := bellCount(editor, "/queue"); got != "1" {
			t.Errorf("after one was read, the bell shows %q", got)
		}
		through := editor.Page("/notices").Find("input[name=through]").AttrOr("value", "")
		ask(fmt.Sprintf("/sentences/%d", mustPage(t, s, n.Editor, a).Sentences[3].ID)) // after the editor opened the list
		editor.Post("/notices/read", url.Values{"through": {through}})
		list := editor.Page("/notices")
		if unread, read := list.Find(".notices.unread li").Length(), list.Find(".notices:not(.unread) li").Length(); unread != 1 || read != 2 {
			t.Errorf("%d notices are unread and %d read, want 1 and 2", unread, read)
		}
		if got := editor.Post("/notices/read", url.Values{"through": {"x"}}); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("marking up to no id: status %d", got.StatusCode)
		}
	})
}

func mustPage(t *testing.T, s *store.Store, who models.Reader, a models.Article) models.ArticlePage {
	t.Helper()
	page, err := s.ArticlePage(t.Context(), who, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestNoticesOverTheAPI(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "Twelve people came.", func(t *testing.T, d *apiDesk) {
		type notice struct {
			ID, Article, Query     int64
			Kind, Text, Title, URL string
			ReadAt                 *string `json:"read_at"`
		}
		type list struct {
			Unread  int
			Notices []notice
			Next    string
		}
		for range 3 {
			callAs[struct{}](d.apiClients, d.reviewer, "POST", d.article+"/queries", `{"to":"editor","text":"Which?"}`, 201)
		}
		all := callAs[list](d.apiClients, d.editor, "GET", "/notices?limit=2", "", 200)
		if all.Unread != 3 || len(all.Notices) != 2 || all.Next == "" {
			t.Fatalf("the list is %+v", all)
		}
		first := all.Notices[0]
		if first.Kind != "asked" || first.Text != "Rana Reviewer asked you a question." ||
			first.Title != "Bridge" || first.Article != d.created.ID ||
			first.URL != fmt.Sprintf("/queries/%d", first.Query) || first.ReadAt != nil {
			t.Errorf("the notice is %+v", first)
		}
		rest := callAs[list](d.apiClients, d.editor, "GET", "/notices?limit=2&after="+all.Next, "", 200)
		if len(rest.Notices) != 1 || rest.Next != "" {
			t.Errorf("the second page is %+v", rest)
		}
		path := fmt.Sprintf("/notices/%d/read", first.ID)
		d.do(d.reviewer, "POST", path, "", 404)
		d.do(d.reader, "POST", path, "", 403) // a read-only token
		if read := callAs[notice](d.apiClients, d.editor, "POST", path, "", 200); read.ReadAt == nil {
			t.Errorf("after it was read, the notice is %+v", read)
		}
		if unread := callAs[list](d.apiClients, d.editor, "GET", "/notices?unread=1", "", 200); unread.Unread != 2 || len(unread.Notices) != 2 {
			t.Errorf("unread are %+v", unread)
		}
		left := callAs[list](d.apiClients, d.editor, "POST", "/notices/read", fmt.Sprintf(`{"through":%d}`, first.ID-1), 200)
		if left.Unread != 0 {
			t.Errorf("%d are left", left.Unread)
		}
		d.do(d.editor, "GET", "/notices?after=x", "", 422)
		if others := callAs[list](d.apiClients, d.writer, "GET", "/notices", "", 200); len(others.Notices) != 0 {
			t.Errorf("the writer is notified of %+v", others)
		}
	})
}

func TestNoticeStream(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		l := openStreamAt(t, serveNewsroom(t, s)+"/api/v1/notices/events", sessionCookie(t, s, n.Editor), "")
		next := func() (u struct {
			Unread     int
			Count, URL string
			Text       string
		}) {
			t.Helper()
			if err := json.Unmarshal([]byte(l.until("notices").data), &u); err != nil {
				t.Fatal(err)
			}
			return u
		}
		if got := next(); got.Unread != 0 || got.Count != "" {
			t.Errorf("at first the stream says %+v", got)
		}
		query, _, err := s.RaiseQuery(t.Context(), n.Reviewer, models.NewQuery{ArticleID: article.ID, To: "editor", Body: "Which?"})
		if err != nil {
			t.Fatal(err)
		}
		if got := next(); got.Unread != 1 || got.Count != "1" || got.URL != fmt.Sprintf("/queries/%d", query) ||
			got.Text != "Rana Reviewer asked you a question. Bridge closes" {
			t.Errorf("after a query the stream says %+v", got)
		}
	})
}

// No response contains a colleague's sealed verdict or details of a confidential source through a notice.
func TestNoticesRevealNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		desk := n.Desk
		if err := s.SetSecondReader(t.Context(), n.Admin, desk.ID, true, true, desk.Version); err != nil {
			t.Fatal(err)
		}
		a := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "4,000 people")
		for i, verdict := range []models.AnnotationInput{
			{Status: "disputed", Note: "Zirconium note.", Evidence: []models.NewEvidence{{Title: "Quokka, a secret witness", Kind: "person",
				Class: "primary", Stance: "contradicts", Confidential: true, Contact: "+49 555 0199", AccessedOn: "2026-11-20"}}},
			{Status: "sourced", Note: "They counted.", Evidence: []models.NewEvidence{{Title: "Register", Kind: "document", Class: "primary",
				Locator: "p. 1"}}},
			{Status: "disputed", Note: "Tungsten ruling.", Ruling: true},
		} {
			who := []models.Reader{n.Reviewer, n.Editor, n.Admin}[i]
			card, err := s.ClaimDetail(t.Context(), n.Admin, claim.ClaimID)
			if err != nil {
				t.Fatal(err)
			}
			verdict.Version = card.Version
			if _, err := s.Annotate(t.Context(), who, claim.ClaimID, verdict); err != nil {
				t.Fatal(err)
			}
		}
		base := serveNewsroom(t, s)
		for _, who := range []models.Reader{n.SecondReviewer, n.Writer, n.Auditor, n.OtherDeskReviewer} {
			v := sitetest.VisitAs(t, s, who)
			stream := openStreamAt(t, base+"/api/v1/notices/events", sessionCookie(t, s, who), "").until("notices").data
			said := v.Get("/notices").Text + v.Get("/api/v1/notices").Text + stream
			for _, word := range []string{"Zirconium", "Tungsten", "Quokka", "0199", "disputed", "sourced", "ruled", "disagrees", "4,000 people"} {
				if strings.Contains(said, word) {
					t.Errorf("%s reads %q in their notices", who.Name, word)
				}
			}
		}
		own := sitetest.VisitAs(t, s, n.Reviewer)
		got := own.Get("/api/v1/notices").Text
		if !strings.Contains(got, "ruled on a claim that you judged") || strings.Contains(got, "Tungsten") {
			t.Errorf("the reviewer with the verdict is notified of %s", got)
		}
	})
}
