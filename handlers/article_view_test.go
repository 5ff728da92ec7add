package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// getWithHeader requests a URL with an additional header.
func getWithHeader(v sitetest.Caller, address, header, value string) sitetest.Reply {
	v.T.Helper()
	request := httptest.NewRequest(http.MethodGet, address, nil)
	request.Header.Set(header, value)
	return v.Do(request)
}

func TestArticlePageIsSentOncePerState(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		v, address := sitetest.VisitAs(t, s, n.Reviewer), fmt.Sprintf("/articles/%d", article.ID)
		first := v.Get(address)
		tag := first.Header.Get("ETag")
		testutil.Equal(t, "status: first.StatusCode", first.StatusCode, http.StatusOK)
		testutil.Different(t, "status: tag", tag, "")
		testutil.False(t, "status: strings.HasPrefix(tag, 'W/')", strings.HasPrefix(tag, "W/"))
		testutil.Equal(t, "status: first.Header.Get('Cache-Control')", first.Header.Get("Cache-Control"), "private, no-cache")
		testutil.Equal(t, "status: first.Header.Get('Vary')", first.Header.Get("Vary"), "Accept-Encoding, Accept-Language, Cookie")
		testutil.StopIfFailed(t)
		if again := getWithHeader(v, address, "If-None-Match", tag); again.StatusCode != http.StatusNotModified || again.Text != "" ||
			again.Header.Get("ETag") != tag {
			t.Errorf("an unchanged article: status %d, %d bytes, tag %s", again.StatusCode, len(again.Text), again.Header.Get("ETag"))
		}
		storetest.AddClaim(t, s, n.Reviewer, article, "4,000 people")
		changed := getWithHeader(v, address, "If-None-Match", tag)
		if changed.StatusCode != http.StatusOK || changed.Header.Get("ETag") == tag {
			t.Fatalf("a changed article: status %d, tag %s", changed.StatusCode, changed.Header.Get("ETag"))
		}
		if got := sitetest.VisibleText(changed.Document(t, http.StatusOK).Find("mark.unchecked")); got != "4,000 people" {
			t.Errorf("the new claim marks %q", got)
		}
	})
}

func TestCompressedAndPlainAreTheSamePage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		v, address := sitetest.VisitAs(t, s, n.Reviewer), fmt.Sprintf("/articles/%d", storetest.AddArticle(t, s, n).ID)
		plain := v.Get(address)
		getWithHeader(v, address, "Accept-Encoding", "br")
		packed := getWithHeader(v, address, "Accept-Encoding", "br")
		if packed.Header.Get("Content-Encoding") != "br" || packed.Header.Get("ETag") == plain.Header.Get("ETag") {
			t.Errorf(
				"packed as %q under tag %s, plain under %s",
				packed.Header.Get("Content-Encoding"),
				packed.Header.Get("ETag"),
				plain.Header.Get("ETag"),
			)
		}
		if got := packed.Header.Get("Content-Length"); got != fmt.Sprint(len(packed.Text)) || len(packed.Text) >= len(plain.Text) {
			t.Errorf("%d packed bytes, said to be %s, of %d", len(packed.Text), got, len(plain.Text))
		}
	})
}

func TestCachedPageNamesNobodyAndRespectsRights(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		address := fmt.Sprintf("/articles/%d", article.ID)
		site := sitetest.VisitAs(t, s, n.Reviewer)
		for _, who := range []models.Reader{n.Reviewer, n.Editor, n.Auditor, n.Writer, n.Reviewer} {
			v := sitetest.VisitAs(t, s, who)
			v.Site = site.Site // one server, so that the cache is shared by all users
			page := v.Page(address)
			if bar := sitetest.VisibleText(page.Find(".top")); strings.Contains(bar, who.Name) {
				t.Errorf("the kept page names its reader: %s", bar)
			}
			may := who.IsAllowed(models.ActCheck, article.DeskID)
			if offers := page.Find("#tool").Length() > 0; offers != may {
				t.Errorf("%s may check: %v; the page offers it: %v", who.Name, may, offers)
			}
		}
		outsider := sitetest.VisitAs(t, s, n.OtherDeskReviewer)
		outsider.Site = site.Site
		if got := outsider.Get(address); got.StatusCode != http.StatusNotFound {
			t.Errorf("another desk's person gets %d", got.StatusCode)
		}
	})
}

func TestChangeRedirectsToItsSentence(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		v := sitetest.VisitAs(t, s, n.Reviewer)
		claims := fmt.Sprintf("/articles/%d/claims", article.ID)
		made := v.Post(
			claims,
			url.Values{
				"sentence": {v.Page(fmt.Sprintf("/articles/%d/sentences/4", article.ID)).Find("#s4").AttrOr("data-id", "")},
				"whole":    {"1"},
				"kind":     {"date"},
			},
		)
		address := made.Header.Get("Location")
		if made.StatusCode != http.StatusSeeOther ||
			!strings.HasPrefix(address, fmt.Sprintf("/articles/%d/sentences/4?claim=", article.ID)) {
			t.Fatalf("a new claim: status %d, on to %s", made.StatusCode, address)
		}
		address, _, _ = strings.Cut(address, "#")
		page := v.Page(address)
		if got, want := page.Find(".card.here blockquote").Text(), page.Find("#s4 .t").Text(); got != want {
			t.Errorf("the claim of the whole sentence reads %q, want %q", got, want)
		}
		undone := v.Post(fmt.Sprintf("/articles/%d/undo", article.ID), url.Values{"ordinal": {"4"}})
		if undone.StatusCode != http.StatusSeeOther || v.Page(address).Find(".card").Length() != 0 {
			t.Errorf("undo: status %d, %d cards left", undone.StatusCode, v.Page(address).Find(".card").Length())
		}
		nothing := v.Post(fmt.Sprintf("/articles/%d/undo", article.ID), url.Values{"ordinal": {"4"}}).
			Document(t, http.StatusUnprocessableEntity)
		if said := sitetest.VisibleText(nothing.Find("#refusal")); !strings.Contains(said, "nothing of yours left to undo") {
			t.Errorf("with nothing left to undo the page says %q", said)
		}
	})
}
