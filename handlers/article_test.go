package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// listedTitles returns the titles of the articles on a page.
func listedTitles(page *goquery.Document) string {
	var all []string
	page.Find("table.articles tbody tr td:first-child bdi:first-of-type").Each(func(_ int, s *goquery.Selection) {
		if s.ParentsFiltered("small").Length() == 0 {
			all = append(all, sitetest.VisibleText(s))
		}
	})
	return strings.Join(all, "|")
}

func TestArticleListSearchAndFilter(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, n := context.Background(), storetest.Newsroom(t, s)
		hour, past := time.Now().Add(time.Minute), time.Now().Add(-time.Hour)
		for _, a := range []struct {
			who   models.Reader
			title string
			due   *time.Time
		}{{n.Reviewer, "Überflutung in Köln", nil}, {n.Writer, "Strike at the port", &hour}, {n.Writer, "100% proof_read", &past}} {
			if _, err := s.CreateArticle(ctx, a.who, models.NewArticle{Title: a.title, Text: "A text. Two sentences.", DeskID: n.Desk.ID, DueAt: a.due}); err != nil {
				t.Fatal(err)
			}
		}
		sitetest.CreateArticle(t, s, n.OtherDeskReviewer, n.OtherDesk, "Elsewhere at the port", "Not for you.")
		v := sitetest.VisitAs(t, s, n.Reviewer)
		for query, want := range map[string]string{
			"": "100% proof_read|Strike at the port|Überflutung in Köln", "?q=PORT": "Strike at the port", "?q=%C3%BCBERFLUTUNG": "Überflutung in Köln",
			"?q=%25": "100% proof_read", "?q=_": "100% proof_read", "?mine=1": "Überflutung in Köln", "?due=overdue": "100% proof_read",
			"?state=signed": "", "?state=checking&q=k%C3%B6ln": "Überflutung in Köln", "?q=%27%3B--": "", fmt.Sprintf("?desk=%d", n.OtherDesk.ID): "",
		} {
			page := v.Page("/articles" + query)
			if got := listedTitles(page); got != want {
				t.Errorf("%s lists %q, want %q", query, got, want)
			}
			if want == "" && page.Find(".empty").Length() != 1 {
				t.Errorf("%s: an empty list says nothing", query)
			}
		}
		row := sitetest.VisibleText(v.Page("/articles?due=overdue").Find("tbody tr"))
		if !strings.Contains(row, "overdue") || !strings.Contains(row, "3 not looked at") {
			t.Errorf("an overdue article reads %q", row)
		}
	})
}

func TestDetailsAreSavedAndNeverOverwritten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		v, address := sitetest.VisitAs(t, s, news.Reviewer), fmt.Sprintf("/articles/%d", article.ID)
		form := v.Page(address + "/edit")
		fields := url.Values{
			"title":    {"Bridge closed"},
			"language": {"en"},
			"due":      {"2026-11-22T17:00"},
			"version":  {fieldValue(form, "version")},
		}
		if got := v.Post(address+"/details", fields); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != address {
			t.Fatalf("%d to %s", got.StatusCode, got.Header.Get("Location"))
		}
		if form := v.Page(address + "/edit"); fieldValue(form, "title") != "Bridge closed" ||
			fieldValue(form, "due") != "2026-11-22T17:00" {
			t.Errorf("the form holds %q, %q", fieldValue(form, "title"), fieldValue(form, "due"))
		}
		fields.Set("title", "My own title")
		stale := v.Post(address+"/details", fields).Document(t, http.StatusConflict)
		if both := sitetest.VisibleText(stale.Find(".both")); !strings.Contains(both, "Bridge closed") ||
			!strings.Contains(both, "My own title") ||
			fieldValue(stale, "title") != "My own title" {
			t.Errorf("a stale form comes back with %q and %q typed", both, fieldValue(stale, "title"))
		}
		fields.Set("version", fieldValue(stale, "version"))
		if got := v.Post(address+"/details", fields); got.StatusCode != http.StatusSeeOther {
			t.Errorf("knowingly over it: %d", got.StatusCode)
		}
		fields.Set("title", "")
		fields.Set("due", "soon")
		wrong := v.Post(address+"/details", fields).Document(t, http.StatusUnprocessableEntity)
		if fieldValue(wrong, "due") != "soon" || wrong.Find("#wrong-due").Length() != 1 {
			t.Errorf("a wrong due time comes back as %q", fieldValue(wrong, "due"))
		}
	})
}

func TestLanguageChangeAsksBeforeRechecks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		a, err := s.CreateArticle(t.Context(), news.Reviewer, models.NewArticle{Title: "Datum", DeskID: news.Desk.ID, Language: "en",
			Text: "Er kam am 3. Mai 2021 an. Dr. Okoro ging am 4. Juni fort.\n"})
		if err != nil {
			t.Fatal(err)
		}
		read := func() (checked int) {
			t.Helper()
			page, err := s.ArticlePage(t.Context(), news.SecondReviewer, a.ID)
			if err != nil {
				t.Fatal(err)
			}
			return page.SentencesClear
		}
		page, err := s.ArticlePage(t.Context(), news.SecondReviewer, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range page.Sentences {
			if _, err := s.MarkRead(t.Context(), news.SecondReviewer, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		before, v, address := read(), sitetest.VisitAs(t, s, news.Reviewer), fmt.Sprintf("/articles/%d", a.ID)
		fields := url.Values{"title": {"Datum"}, "language": {"de"}, "version": {fieldValue(v.Page(address+"/edit"), "version")}}
		refused := v.Post(address+"/details", fields).Document(t, http.StatusConflict)
		if said := sitetest.VisibleText(refused.Find("#wrong-language")); !strings.Contains(
			said,
			"to be checked again. Save once more to agree.",
		) {
			t.Errorf("the form says %q", said)
		}
		if now := read(); now != before {
			t.Errorf("%d sentences are checked, and %d were", now, before)
		}
		fields.Set("rechecks", fieldValue(refused, "rechecks"))
		if got := v.Post(address+"/details", fields); got.StatusCode != http.StatusSeeOther {
			t.Errorf("having agreed: %d", got.StatusCode)
		}
		if now := read(); now >= before {
			t.Errorf("%d sentences are checked, and %d were", now, before)
		}
	})
}

func TestArrangeForbiddenIsExplainedOnPage(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	address := fmt.Sprintf("/articles/%d", storetest.AddArticle(t, s, news).ID)
	for _, c := range []struct {
		who          models.Reader
		edit, remove int
	}{{news.Auditor, 403, 403}, {news.Writer, 403, 403}, {news.OtherDeskReviewer, 404, 404}, {news.Reviewer, 200, 403}, {news.Editor, 200, 303}} {
		v := sitetest.VisitAs(t, s, c.who)
		edit := v.Get(address + "/edit")
		if edit.StatusCode != c.edit || strings.Contains(edit.Text, "Move to the trash") != (c.remove == 303) {
			t.Errorf("%s edits: %d", c.who.Name, edit.StatusCode)
		}
		if got := v.Post(address+"/trash", nil); got.StatusCode != c.remove {
			t.Errorf("%s trashes: %d, want %d", c.who.Name, got.StatusCode, c.remove)
		}
	}
}

func TestTrashAndRestore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		sitetest.GiveVerdict(t, s, news.Reviewer, storetest.AddClaim(t, s, news.Reviewer, article, "1911"), "disputed")
		v, address := sitetest.VisitAs(t, s, news.Editor), fmt.Sprintf("/articles/%d", article.ID)
		if got := v.Post(address+"/trash", nil); got.Header.Get("Location") != "/articles/trash" {
			t.Fatalf("%d to %s", got.StatusCode, got.Header.Get("Location"))
		}
		row := sitetest.VisibleText(v.Page("/articles/trash").Find(fmt.Sprintf("#article-%d", article.ID)))
		for _, part := range []string{"Bridge closes", "Edda Editor", "30 more days", "Restore"} {
			if !strings.Contains(row, part) {
				t.Errorf("the trash shows %q, without %q", row, part)
			}
		}
		rows, said := v.CountListed("/claims")
		testutil.Equal(t, "it still shows: rows", rows, 0)
		testutil.Equal(t, "it still shows: said", said, 0)
		testutil.Equal(t, "it still shows: titles(v.Page('/articles'))", listedTitles(v.Page("/articles")), "")
		testutil.Equal(t, "it still shows: v.Get(address + '/edit').StatusCode", v.Get(address+"/edit").StatusCode, 404)
		if sitetest.VisitAs(t, s, news.Reviewer).Page("/articles/trash").Find("form[action$=restore]").Length() > 0 {
			t.Error("a reviewer is offered what only an editor may do")
		}
		if got := v.Post(address+"/restore", nil); got.Header.Get("Location") != address {
			t.Fatalf("%d to %s", got.StatusCode, got.Header.Get("Location"))
		}
		if rows, said := v.CountListed("/claims?status=disputed"); rows != 1 || said != 1 {
			t.Errorf("restored with %d of 1 claims, %d said", rows, said)
		}
		if got := sitetest.VisibleText(v.Page("/articles/trash").Find(".empty")); !strings.Contains(got, "The trash is empty") {
			t.Errorf("the trash says %q", got)
		}
	})
}

// TestArticleIsShownInParts opens the parts of a long article by their addresses.
func TestArticleIsShownInParts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.CheckedArticle(t, s, n, models.SentencesInPart+1, 1)
		v := sitetest.VisitAs(t, s, n.Reviewer)
		address := fmt.Sprintf("/articles/%d", article.ID)
		for _, c := range []struct{ query, id string }{{"", "s1"}, {"?from=3001", "s3001"}, {"?from=2", "s1"}, {"?from=99999", "s3001"}} {
			page := v.Page(address + c.query)
			if got, _ := page.Find("#article .sentence").First().Attr("id"); got != c.id {
				t.Errorf("%q begins with %s, want %s", c.query, got, c.id)
			}
			if shown := page.Find("#article .parts [aria-current]").Length(); shown != 1 {
				t.Errorf("%q: %d parts are shown as the current one, want 1", c.query, shown)
			}
		}
		for _, query := range []string{"?from=0", "?from=-1", "?from=x", "?from=99999999999999999999"} {
			if got := v.Get(address + query).StatusCode; got != http.StatusUnprocessableEntity {
				t.Errorf("%s: status %d, want 422", query, got)
			}
		}
		link, _ := v.Page(address + "/sentences/3001").Find(".ways a").First().Attr("href")
		if want := address + "?from=3001#s3001"; link != want {
			t.Errorf("a sentence's page leads to %s, want %s", link, want)
		}
		short := sitetest.NewSettledArticle(t, s, n)
		if found := v.Page(fmt.Sprintf("/articles/%d", short.ID)).Find(".parts").Length(); found != 0 {
			t.Errorf("a short article shows %d lists of parts", found)
		}
	})
}
