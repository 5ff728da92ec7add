package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

func TestEveryCountLinksToItsList(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, _ := sitetest.FillNewsroom(t, s)
		v := sitetest.VisitAs(t, s, news.Editor)
		today, tomorrow := time.Now().
			In(sitetest.Zone).
			Format(time.DateOnly),
			time.Now().
				In(sitetest.Zone).
				AddDate(0, 0, 1).
				Format(time.DateOnly)
		for _, query := range []string{"", "?status=disputed", "?status=unchecked", fmt.Sprintf("?reviewer=%d", news.SecondReviewer.UserID),
			fmt.Sprintf("?reviewer=%d&status=sourced", news.Reviewer.UserID), fmt.Sprintf("?desk=%d", news.Desk.ID), fmt.Sprintf("?desk=%d", news.OtherDesk.ID),
			"?from=" + today, "?until=" + today, "?from=" + tomorrow, "?from=2001-01-01&until=2001-12-31"} {
			board := v.Page("/dashboard" + query)
			figures := board.Find("[data-figure]")
			if figures.Length() < 8 {
				t.Errorf("%s: only %d figures", query, figures.Length())
			}
			figures.Each(func(_ int, f *goquery.Selection) {
				what, _ := f.Attr("data-figure")
				shown := f
				if num := f.Find(".num"); num.Length() > 0 {
					shown = num
				}
				n := sitetest.Number(t, sitetest.VisibleText(shown))
				address, linked := f.Closest("a").Attr("href")
				if !linked {
					if n != 0 {
						t.Errorf("%s: %q shows %d and leads nowhere", query, what, n)
					}
					return
				}
				if rows, said := v.CountListed(address); rows != n || said >= 0 && said != n {
					t.Errorf("%s: %q shows %d; %s has %d rows and says %d", query, what, n, address, rows, said)
				}
			})
		}
	})
}

func TestDashboardShowsTheTotals(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := sitetest.FillNewsroom(t, s)
		board := sitetest.VisitAs(t, s, news.Editor).Page("/dashboard")
		for label, want := range map[string]string{"claims": "57", "articles in check": "3", "✓ sourced": "1 2%", "! disputed": "28 49%",
			"? unverified": "1 2%", "– unchecked": "27 47%", "sentences": "75 77% looked at", "disagreement": "1"} {
			tile := board.Find(".tile").
				FilterFunction(func(_ int, s *goquery.Selection) bool { return sitetest.VisibleText(s.Find("span")) == label })
			if got := strings.TrimSpace(sitetest.VisibleText(tile.Find("b")) + " " + sitetest.VisibleText(tile.Find("small"))); got != want {
				t.Errorf("tile %q shows %q, want %s; there are: %s", label, got, want, sitetest.VisibleText(board.Find(".tiles")))
			}
		}
		row := board.Find(fmt.Sprintf("#article-%d", bridge.ID))
		if got := sitetest.VisibleText(row); !strings.Contains(got, "rev 1 · Rana Reviewer, Sam Second") {
			t.Errorf("the article's row: %s", got)
		}
		if got := sitetest.VisibleText(row.Find("svg title")); got != "Of 4 claims: 1 sourced, 1 disputed, 1 unverified, 1 unchecked" {
			t.Errorf("the bar is called %q", got)
		}
		if got, _ := row.Find("svg").Attr("viewBox"); got != "0 0 4 1" || row.Find("svg rect").Length() != 4 {
			t.Errorf("the bar is drawn in %q with %d parts", got, row.Find("svg rect").Length())
		}
		if board.Find("[style], script:not([src]), [onclick]").Length() > 0 {
			t.Error("something on the page would need an inline style or script")
		}
	})
}

func TestNoClaimsShowNoPercentage(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	board := sitetest.VisitAs(t, s, news.Editor).Page("/dashboard")
	if got := sitetest.VisibleText(board.Find(".tiles")); !strings.Contains(got, "✓ sourced –") || strings.Contains(got, "%") ||
		strings.Contains(got, "NaN") {
		t.Errorf("an empty desk shows %s", got)
	}
	if got := sitetest.VisibleText(board.Find(".empty")); !strings.Contains(got, "Nothing is in check yet") {
		t.Errorf("an empty desk says %q", got)
	}
}

func TestHomeIsDashboardOrOwnWork(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news, _ := sitetest.FillNewsroom(t, s)
	for _, c := range []struct {
		who     models.Reader
		heading string
		status  int // of /dashboard
	}{
		{news.Editor, "Dashboard", 200}, {news.Auditor, "Dashboard", 200}, {news.Admin, "Dashboard", 200},
		{news.Reviewer, "My queue", 403}, {news.Writer, "My queue", 403},
	} {
		v := sitetest.VisitAs(t, s, c.who)
		if got := sitetest.VisibleText(v.Page("/").Find("h1")); got != c.heading {
			t.Errorf("%s is shown %q, want %q", c.who.Name, got, c.heading)
		}
		if got := v.Get("/dashboard"); got.StatusCode != c.status {
			t.Errorf("%s at /dashboard: %d, want %d", c.who.Name, got.StatusCode, c.status)
		}
	}
}

// A date range includes its last day, in the newsroom's time zone.
func TestDatesUseNewsroomTimeZone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, _ := sitetest.FillNewsroom(t, s)
		v, now := sitetest.VisitAs(t, s, news.Reviewer), time.Now().In(sitetest.Zone)
		day := func(n int) string { return now.AddDate(0, 0, n).Format(time.DateOnly) }
		for query, want := range map[string]int{"?until=" + day(0): 57, "?until=" + day(-1): 0, "?from=" + day(0): 57, "?from=" + day(1): 0, "?from=" + day(0) + "&until=" + day(0): 57} {
			if rows, said := v.CountListed("/claims" + query); rows != want || said != want {
				t.Errorf("%s lists %d and says %d, want %d", query, rows, said, want)
			}
		}
	})
}

func TestInvalidFiltersShowFieldErrors(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Editor)
	for _, c := range []struct{ path, field, value string }{
		{"/dashboard", "status", "proved"}, {"/dashboard", "desk", "one"}, {"/dashboard", "reviewer", "0"}, {"/dashboard", "from", "31.12.2026"},
		{"/dashboard", "until", "2026-02-30"}, {"/claims", "status", "UNCHECKED"}, {"/claims", "kind", "rumour"}, {"/claims", "article", "-1"},
		{"/claims", "article", "99999999999999999999"}, {"/claims", "disagree", "yes"}, {"/claims", "q", "a\x00b"}, {"/claims", "q", "\xff"},
		{"/sentences", "state", "unverified"}, {"/sentences", "article", "x'; DROP TABLE claims"}, {"/articles", "state", "open"}, {"/articles", "due", "soon"},
	} {
		page := v.Get(c.path+"?"+url.Values{c.field: {c.value}}.Encode()).Document(t, http.StatusUnprocessableEntity)
		field := page.Find(fmt.Sprintf(".filter [name=%s]", c.field))
		described, _ := field.Attr("aria-describedby")
		if invalid, _ := field.Attr("aria-invalid"); invalid != "true" || sitetest.VisibleText(page.Find("#"+described)) == "" {
			t.Errorf("%s?%s=%q: nothing is said beside the field", c.path, c.field, c.value)
		}
		if page.Find("[data-total], .tile").Length() > 0 {
			t.Errorf("%s?%s=%q: figures are shown although it is not known of what", c.path, c.field, c.value)
		}
	}
	for _, address := range []string{"/claims?after=x", "/sentences?after=-1", "/articles?after=1%3B2", "/dashboard?after=%00", "/claims?from=2026-02-02&until=2026-02-01",
		"/annotations.csv?status=x", "/sentences.csv?desk=x", "/annotations.csv?bom=maybe"} {
		if got := v.Get(address); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", address, got.StatusCode)
		}
	}
}
