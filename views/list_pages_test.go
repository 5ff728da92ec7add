package views

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"linecheck/models"
)

// A claim is shown within its whole sentence, with every character unchanged.
func TestClaimIsMarkedInItsSentence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentence := []rune(rapid.StringMatching(`[a-z<&" \x{202E}\x{200B}é👩ا]{1,40}`).Draw(t, "sentence"))
		start := rapid.IntRange(0, len(sentence)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(sentence)).Draw(t, "end")
		beyond := rapid.SampledFrom([]string{"", " and on"}).Draw(t, "beyond")
		if end < len(sentence) {
			beyond = ""
		}
		from := rapid.IntRange(0, 1000).Draw(t, "from")
		row := models.ClaimRow{SentenceText: string(sentence), SentenceFrom: from,
			Occurrence: models.Occurrence{Start: from + start, End: from + end + len(beyond), Exact: string(sentence[start:end]) + beyond}}
		row.Status = models.Disputed
		shown := renderDocument(t, claimExcerpt(row))
		if got, want := shown.Find("p").Text(), string(sentence)+beyond; got != want {
			t.Fatalf("shown %q, want %q", got, want)
		}
		if got := shown.Find("mark.disputed").Text(); got != row.Occurrence.Exact {
			t.Fatalf("marked %q, want %q", got, row.Occurrence.Exact)
		}
	})
}

func TestMissingWordsAreShownAlone(t *testing.T) {
	for _, o := range []models.Occurrence{{Start: 0, End: 4, Exact: "Nine"}, {Start: -3, End: 4, Exact: "Some words"}, {Start: 90, End: 94, Exact: "Lost"},
		{Start: 3, End: 3, Exact: "people"}, {Start: 0, End: 3, Exact: "Ten people"}} {
		shown := renderDocument(t, claimExcerpt(models.ClaimRow{SentenceText: "Ten people came.", Occurrence: o}))
		if got := shown.Find("p").Text(); strings.TrimSpace(got) != o.Exact {
			t.Errorf("%+v: shown %q", o, got)
		}
	}
}

func TestStatusBarWidthIsClaimCount(t *testing.T) {
	bar := renderDocument(t, statusBar(models.Counts{Claims: 9, ClaimsSourced: 5, ClaimsDisputed: 1, ClaimsUnchecked: 3}))
	var drawing []string
	bar.Find("svg rect").Each(func(_ int, r *goquery.Selection) {
		drawing = append(drawing, r.AttrOr("class", "")+" "+r.AttrOr("x", "")+"+"+r.AttrOr("width", ""))
	})
	if got := strings.Join(drawing, ", "); got != "sourced 0+5, disputed 5+1, unchecked 6+3" {
		t.Errorf("drawn: %s", got)
	}
	if got := bar.Find("title").Text(); got != "Of 9 claims: 5 sourced, 1 disputed, 0 unverified, 3 unchecked" {
		t.Errorf("called %q", got)
	}
	if none := renderDocument(t, statusBar(models.Counts{})); none.Find("rect").Length() != 0 ||
		none.Find("title").Text() != "No claims yet" {
		t.Error("no claims are drawn")
	}
}

func TestLinksKeepTheFilter(t *testing.T) {
	f := Filter{
		Path: "/dashboard",
		Values: url.Values{
			"desk":   {"2"},
			"status": {"disputed"},
			"from":   {"2026-11-22"},
			"after":  {"9"},
			"x":      {"y"},
			"q":      {"not a dashboard's"},
		},
	}
	for _, c := range []struct{ got, want templ.SafeURL }{
		{f.Link("/claims"), "/claims?desk=2&from=2026-11-22&status=disputed"},
		{f.Link("/claims", "article", "7", "status", ""), "/claims?article=7&desk=2&from=2026-11-22"},
		{f.Link("/articles"), "/articles?desk=2"},
		{f.Link("/dashboard#articles"), "/dashboard?desk=2&from=2026-11-22&status=disputed#articles"},
		{f.Link("/dashboard", "after", "a&b=c"), "/dashboard?after=a%26b%3Dc&desk=2&from=2026-11-22&status=disputed"},
		{Filter{}.Link("/claims", "article", "7"), "/claims?article=7"},
		{Filter{Path: "/articles", Values: url.Values{"state": {"checking"}, "q": {"x"}}}.Link("/articles", "after", "5"), "/articles?after=5&q=x&state=checking"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestDueTimeIsRelativeToNow(t *testing.T) {
	zone := time.FixedZone("Newsroom", 5*60*60)
	now := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC) // 01:00 on Monday the 23rd in the newsroom
	for at, want := range map[time.Time]string{
		time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC):  "today 17:00",
		time.Date(2026, 11, 22, 18, 59, 0, 0, time.UTC): "Sun 22 Nov, 23:59",
		time.Date(2027, 1, 4, 12, 30, 0, 0, time.UTC):   "4 Jan 2027, 17:30",
	} {
		if got := dueWords(t.Context(), at, now, zone); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestTrashDaysLeft(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]int{0: 30, time.Hour: 30, 24 * time.Hour: 29, 29*24*time.Hour + time.Hour: 1, 40 * 24 * time.Hour: 0} {
		if got := daysLeft(now.Add(-ago), now, 30); got != want {
			t.Errorf("after %v: %d, want %d", ago, got, want)
		}
	}
}
