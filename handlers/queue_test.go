package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

func TestQueueShowsWhatWaits(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := sitetest.FillNewsroom(t, s)
		reviewer := sitetest.VisitAs(t, s, news.Reviewer).Page("/")
		row := reviewer.Find(".queue-rows > li").FilterFunction(func(_ int, li *goquery.Selection) bool {
			return sitetest.VisibleText(li.Find(".what")) == "Disagreement"
		})
		if row.Length() != 1 || !strings.Contains(sitetest.VisibleText(row), "More than 4,000 people") {
			t.Errorf("the reviewer's disagreement: %s", sitetest.VisibleText(reviewer.Find(".queue")))
		}
		if reviewer.Find(fmt.Sprintf("#article-%d", bridge.ID)).Length() != 1 {
			t.Error("an article the reviewer works on is missing")
		}
		editor := sitetest.VisitAs(t, s, news.Editor).Page("/queue?kind=ruling")
		if got := sitetest.VisibleText(editor.Find(".queue-rows .what")); got != "Ruling" {
			t.Errorf("the editor's rulings: %q", got)
		}
		if editor.Find("#chosen form.rule button[value=disputed]").Length() != 1 {
			t.Error("the pane has no form to rule")
		}
	})
}

// The number in the navigation, in the title, on the filters and of the rows are one.
func TestQueueCountsAgree(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news, _ := sitetest.FillNewsroom(t, s)
	v := sitetest.VisitAs(t, s, news.Editor)
	page := v.Page("/queue")
	rows := page.Find(".queue-rows > li").Length()
	title, badge := page.Find("title").Text(), strings.TrimSpace(page.Find("#queue-count").Contents().First().Text())
	if rows == 0 || !strings.HasPrefix(title, fmt.Sprintf("(%d) ", rows)) || strings.TrimSuffix(badge, "+") != strconv.Itoa(rows) {
		t.Errorf("%d rows, title %q, navigation %q", rows, title, badge)
	}
	page.Find(".queue-filter .chip[href^='/queue']").Each(func(_ int, chip *goquery.Selection) {
		address, _ := chip.Attr("href")
		if n, got := v.Page(address).Find(".queue-rows > li").Length(), sitetest.VisibleText(chip.Find(".num")); got != strconv.Itoa(n) {
			t.Errorf("%s says %s and lists %d", address, got, n)
		}
	})
	for _, path := range []string{"/articles", "/claims", "/dashboard", "/search"} {
		if got := strings.TrimSpace(v.Page(path).Find("#queue-count").Contents().First().Text()); got != badge {
			t.Errorf("%s shows %q in its navigation, want %q", path, got, badge)
		}
	}
}

func TestNavigationHasAtMostSixEntries(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	want := map[string]string{
		"admin":    "Queue Dashboard Articles Claims Sources Search",
		"editor":   "Queue Dashboard Articles Claims Sources Search",
		"reviewer": "Queue Articles Claims Sources Search",
		"writer":   "Queue Articles Claims Sources Search",
	}
	for role, entries := range want {
		who := map[string]models.Reader{
			"admin": news.Admin, "editor": news.Editor, "reviewer": news.Reviewer, "writer": news.Writer,
		}[role]
		page := sitetest.VisitAs(t, s, who).Page("/claims")
		var got []string
		page.Find("header nav a").Each(func(_ int, a *goquery.Selection) {
			a.Find("#queue-count").Remove()
			got = append(got, sitetest.VisibleText(a))
		})
		if strings.Join(got, " ") != entries {
			t.Errorf("%s: %q, want %s", role, got, entries)
		}
		if people := page.Find(".account a[href='/people']").Length(); people != map[bool]int{true: 1}[role == "admin"] {
			t.Errorf("%s: %d links to the people", role, people)
		}
	}
}

// An act in the queue leads back to the queue, with its filter; any other address is ignored.
func TestActInTheQueueReturnsToIt(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news, _ := sitetest.FillNewsroom(t, s)
	editor := sitetest.VisitAs(t, s, news.Editor)
	page := editor.Page("/queue?kind=outcome")
	before := page.Find(".queue-rows > li").Length()
	form := page.Find("#chosen form")
	address, _ := form.Attr("action")
	version, _ := form.Find("[name=version]").Attr("value")
	next, _ := form.Find("[name=next]").Attr("value")
	fields := url.Values{"version": {version}, "next": {next}, "resolution": {"on author"}, "reason": {"She saw it herself."}}
	if got := editor.Post(address, fields); got.StatusCode != 303 || got.Header.Get("Location") != "/queue?kind=outcome" {
		t.Fatalf("saving an outcome: %d to %s", got.StatusCode, got.Header.Get("Location"))
	}
	page = editor.Page("/queue?kind=outcome")
	if after := page.Find(".queue-rows > li").Length(); after != before-1 {
		t.Errorf("%d outcomes waited, and %d afterwards", before, after)
	}
	form = page.Find("#chosen form")
	address, _ = form.Attr("action")
	fields.Set("version", form.Find("[name=version]").AttrOr("value", ""))
	fields.Set("next", "/queue.example")
	if got := editor.Post(address, fields); got.StatusCode != 303 || !strings.HasPrefix(got.Header.Get("Location"), "/articles/") {
		t.Errorf("another address: %d to %s", got.StatusCode, got.Header.Get("Location"))
	}
}
