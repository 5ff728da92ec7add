package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// busy fills the sample newsroom: two articles with claims of every status, of which reviewers disagree on one; an
// article long enough for several pages of a list; one that nobody has looked at; one in the trash; and one of a
// desk that is somebody else's.
func busy(t testing.TB, s *store.Store) (storetest.News, models.Article) {
	t.Helper()
	ctx, n := context.Background(), storetest.Newsroom(t, s)
	bridge := storetest.Article(t, s, n)
	count := storetest.Claim(t, s, n.Reviewer, bridge, "More than 4,000 people")
	say(t, s, n.Reviewer, count, "sourced")
	say(t, s, n.Second, count, "disputed")
	say(t, s, n.Reviewer, storetest.Claim(t, s, n.Reviewer, bridge, "March 3"), "sourced")
	say(t, s, n.Second, storetest.Claim(t, s, n.Second, bridge, "1911"), "unverified")
	storetest.Claim(t, s, n.Reviewer, bridge, "€12 million")
	page, err := s.ArticlePage(ctx, n.Reviewer, bridge.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.MarkRead(ctx, n.Second, page.Sentences[0].ID); err != nil {
		t.Fatal(err)
	}
	long := handIn(t, s, n.Reviewer, n.Desk, "A long read", strings.Repeat("Ten people came on Monday. ", 60))
	for i := range 53 {
		at := i * len("Ten people came on Monday. ")
		place, err := s.CreateClaim(ctx, n.Second, long.ID, models.Selection{Start: at, End: at + 3, Quote: "Ten"})
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			say(t, s, n.Second, place, "disputed")
		}
	}
	handIn(t, s, n.Writer, n.Desk, "Untouched", "Nobody has read this. Not at all.")
	gone := handIn(t, s, n.Editor, n.Desk, "Thrown away", "It was wrong. All of it.")
	say(t, s, n.Reviewer, storetest.Claim(t, s, n.Reviewer, gone, "wrong"), "sourced")
	if err := s.Trash(ctx, n.Editor, gone.ID); err != nil {
		t.Fatal(err)
	}
	elsewhere := handIn(t, s, n.Stranger, n.Other, "Elsewhere", "Another desk writes this. It is theirs.")
	storetest.Claim(t, s, n.Stranger, elsewhere, "theirs")
	return n, bridge
}

func handIn(t testing.TB, s *store.Store, who models.Reader, desk models.Desk, title, text string) models.Article {
	t.Helper()
	a, err := s.CreateArticle(context.Background(), who, models.NewArticle{Title: title, Text: text, DeskID: desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// say annotates a claim as it stands now.
func say(t testing.TB, s *store.Store, who models.Reader, at models.Place, status string) {
	t.Helper()
	ctx := context.Background()
	page, err := s.SentencePage(ctx, who, at.ArticleID, at.Ordinal)
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range page.Claims {
		if card.Claim.ID != at.ClaimID {
			continue
		}
		tag := models.Tag{Status: status, Version: card.Version, Note: "as I see it"}
		if status == "sourced" {
			tag.Evidence = []models.NewEvidence{{Title: "City register", URL: "https://city.example/register", Class: "primary"}}
		}
		if _, err := s.Annotate(ctx, who, at.ClaimID, tag); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("claim %d is not there", at.ClaimID)
}

// listed counts the rows of a list, through all its parts, and what it says of their number.
func (v caller) listed(address string) (rows, said int) {
	v.t.Helper()
	said = -1
	for address != "" {
		address, _, _ = strings.Cut(address, "#") // a browser keeps the place on the page to itself
		part := v.page(address)
		rows += part.Find(".rows > li, table.articles tbody tr").Length()
		if total := part.Find("[data-total]"); total.Length() > 0 {
			said = numberIn(v.t, words(total))
		}
		next, _ := part.Find("a[rel=next]").Attr("href")
		address = next
	}
	return rows, said
}

func numberIn(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(s, "\u202f", ""))
	if err != nil {
		t.Fatalf("%q is no figure", s)
	}
	return n
}

func TestEveryFigureLeadsToExactlyTheListBehindIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, _ := busy(t, s)
		v := visit(t, s, news.Editor)
		today, tomorrow := time.Now().In(zone).Format(time.DateOnly), time.Now().In(zone).AddDate(0, 0, 1).Format(time.DateOnly)
		for _, query := range []string{"", "?status=disputed", "?status=unchecked", fmt.Sprintf("?reviewer=%d", news.Second.UserID),
			fmt.Sprintf("?reviewer=%d&status=sourced", news.Reviewer.UserID), fmt.Sprintf("?desk=%d", news.Desk.ID), fmt.Sprintf("?desk=%d", news.Other.ID),
			"?from=" + today, "?until=" + today, "?from=" + tomorrow, "?from=2001-01-01&until=2001-12-31"} {
			board := v.page("/dashboard" + query)
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
				n := numberIn(t, words(shown))
				address, linked := f.Closest("a").Attr("href")
				if !linked {
					if n != 0 {
						t.Errorf("%s: %q shows %d and leads nowhere", query, what, n)
					}
					return
				}
				if rows, said := v.listed(address); rows != n || said >= 0 && said != n {
					t.Errorf("%s: %q shows %d; %s has %d rows and says %d", query, what, n, address, rows, said)
				}
			})
		}
	})
}

func TestDashboardShowsTheTotals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := busy(t, s)
		board := visit(t, s, news.Editor).page("/dashboard")
		for label, want := range map[string]string{"claims": "57", "articles in check": "3", "✓ sourced": "1 2 %", "! disputed": "28 49 %",
			"? unverified": "1 2 %", "– unchecked": "27 47 %", "sentences": "75 77 % looked at", "disagreement": "1"} {
			tile := board.Find(".tile").FilterFunction(func(_ int, s *goquery.Selection) bool { return words(s.Find("span")) == label })
			if got := strings.TrimSpace(words(tile.Find("b")) + " " + words(tile.Find("small"))); got != want {
				t.Errorf("tile %q shows %q, want %s; there are: %s", label, got, want, words(board.Find(".tiles")))
			}
		}
		row := board.Find(fmt.Sprintf("#article-%d", bridge.ID))
		if got := words(row); !strings.Contains(got, "rev 1 · Rana Reviewer, Sam Second") {
			t.Errorf("the article's row: %s", got)
		}
		if got := words(row.Find("svg title")); got != "Of 4 claims: 1 sourced, 1 disputed, 1 unverified, 1 unchecked" {
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

func TestNoClaimsShowNoShare(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	board := visit(t, s, news.Editor).page("/dashboard")
	if got := words(board.Find(".tiles")); !strings.Contains(got, "✓ sourced –") || strings.Contains(got, "%") || strings.Contains(got, "NaN") {
		t.Errorf("an empty desk shows %s", got)
	}
	if got := words(board.Find(".empty")); !strings.Contains(got, "Nothing is in check yet") {
		t.Errorf("an empty desk says %q", got)
	}
}

func TestHomeIsTheDashboardOrOnesOwnWork(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news, _ := busy(t, s)
	for _, c := range []struct {
		who     models.Reader
		heading string
		status  int // of /dashboard
	}{{news.Editor, "Dashboard", 200}, {news.Auditor, "Dashboard", 200}, {news.Admin, "Dashboard", 200}, {news.Reviewer, "My work", 403}, {news.Writer, "My work", 403}} {
		v := visit(t, s, c.who)
		if got := words(v.page("/").Find("h1")); got != c.heading {
			t.Errorf("%s is shown %q, want %q", c.who.Name, got, c.heading)
		}
		if got := v.get("/dashboard"); got.StatusCode != c.status {
			t.Errorf("%s at /dashboard: %d, want %d", c.who.Name, got.StatusCode, c.status)
		}
	}
}

func TestWorkShowsWhatWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := busy(t, s)
		v := visit(t, s, news.Reviewer)
		work := v.page("/")
		if work.Find(fmt.Sprintf("#article-%d", bridge.ID)).Length() != 1 {
			t.Error("an article the reviewer works on is missing")
		}
		disagree := work.Find("section[aria-labelledby=disagree]")
		if disagree.Find(".rows > li").Length() != 1 || words(disagree.Find("mark")) != "More than 4,000 people" {
			t.Errorf("others disagree: %s", words(disagree))
		}
		address, _ := disagree.Find("h2 a").Attr("href")
		if rows, _ := v.listed(address); rows != 1 {
			t.Errorf("%s lists %d", address, rows)
		}
	})
}

// The last day of a range is in it, by the newsroom's clock.
func TestDaysAreTheNewsrooms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, _ := busy(t, s)
		v, now := visit(t, s, news.Reviewer), time.Now().In(zone)
		day := func(n int) string { return now.AddDate(0, 0, n).Format(time.DateOnly) }
		for query, want := range map[string]int{"?until=" + day(0): 57, "?until=" + day(-1): 0, "?from=" + day(0): 57, "?from=" + day(1): 0, "?from=" + day(0) + "&until=" + day(0): 57} {
			if rows, said := v.listed("/claims" + query); rows != want || said != want {
				t.Errorf("%s lists %d and says %d, want %d", query, rows, said, want)
			}
		}
	})
}

func TestBadFiltersSaySoBesideTheField(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	v := visit(t, s, storetest.Newsroom(t, s).Editor)
	for _, c := range []struct{ path, field, value string }{
		{"/dashboard", "status", "proved"}, {"/dashboard", "desk", "one"}, {"/dashboard", "reviewer", "0"}, {"/dashboard", "from", "31.12.2026"},
		{"/dashboard", "until", "2026-02-30"}, {"/claims", "status", "UNCHECKED"}, {"/claims", "kind", "rumour"}, {"/claims", "article", "-1"},
		{"/claims", "article", "99999999999999999999"}, {"/claims", "disagree", "yes"}, {"/claims", "q", "a\x00b"}, {"/claims", "q", "\xff"},
		{"/sentences", "state", "unverified"}, {"/sentences", "article", "x'; DROP TABLE claims"}, {"/articles", "state", "open"}, {"/articles", "due", "soon"},
	} {
		page := v.get(c.path+"?"+url.Values{c.field: {c.value}}.Encode()).read(t, http.StatusUnprocessableEntity)
		field := page.Find(fmt.Sprintf(".filter [name=%s]", c.field))
		described, _ := field.Attr("aria-describedby")
		if invalid, _ := field.Attr("aria-invalid"); invalid != "true" || words(page.Find("#"+described)) == "" {
			t.Errorf("%s?%s=%q: nothing is said beside the field", c.path, c.field, c.value)
		}
		if page.Find("[data-total], .tile").Length() > 0 {
			t.Errorf("%s?%s=%q: figures are shown although it is not known of what", c.path, c.field, c.value)
		}
	}
	for _, address := range []string{"/claims?after=x", "/sentences?after=-1", "/articles?after=1%3B2", "/dashboard?after=%00", "/claims?from=2026-02-02&until=2026-02-01",
		"/annotations.csv?status=x", "/sentences.csv?desk=x", "/annotations.csv?bom=maybe"} {
		if got := v.get(address); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", address, got.StatusCode)
		}
	}
}
