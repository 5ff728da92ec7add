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

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// createdArticle returns the article that a reply redirects to.
func createdArticle(t *testing.T, s *store.Store, who models.Reader, a sitetest.Reply) models.ArticlePage {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d: %s", a.StatusCode, a.Text)
	}
	id, err := strconv.ParseInt(strings.TrimPrefix(a.Header.Get("Location"), "/articles/"), 10, 64)
	if err != nil {
		t.Fatalf("leads to %s", a.Header.Get("Location"))
	}
	page, err := s.ArticlePage(context.Background(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// fieldValue returns the value that a browser would send for a field.
func fieldValue(page *goquery.Document, field string) string {
	found := page.Find(fmt.Sprintf("main form [name=%q]", field))
	switch {
	case found.Is("textarea"):
		return found.Text()
	case found.Is("select"):
		value, _ := found.Find("option[selected]").Attr("value")
		return value
	}
	value, _ := found.Attr("value")
	return value
}

const hostileText = "\nHeadline </textarea><script>alert(1)</script>\n\nRight\u202Eto\u202Cleft, zero\u200Bwidth, 👩\u200D👧 e\u0301 &amp; \"quotes\".\n"

func TestPastedArticleIsStoredExactly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		v := sitetest.VisitAs(t, s, news.Writer)
		page := createdArticle(
			t,
			s,
			news.Writer,
			v.Post("/articles", url.Values{"title": {" A <b>title</b> "}, "language": {"en"}, "due": {"2026-11-22T17:00"},
				"text": {strings.ReplaceAll(hostileText, "\n", "\r\n")}}),
		)
		if page.Revision.Text != hostileText || page.Title != "A <b>title</b>" {
			t.Errorf("kept %q, %q", page.Title, page.Revision.Text)
		}
		if want := time.Date(2026, 11, 22, 17, 0, 0, 0, sitetest.Zone); page.DueAt == nil || !page.DueAt.Equal(want) {
			t.Errorf("due %v, want %v", page.DueAt, want)
		}
		if page.WriterID == nil || *page.WriterID != news.Writer.UserID {
			t.Error("who hands in as a writer is not its writer")
		}
		list := v.Page("/articles")
		if got := sitetest.VisibleText(list.Find(fmt.Sprintf("#article-%d a", page.ID)).First()); got != "A <b>title</b>" {
			t.Errorf("listed as %q", got)
		}
	})
}

// A pasted text without a typed title is called by its first headline, not by the line above it.
func TestPastedArticleTakesTheHeadlineAsTitle(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	v := sitetest.VisitAs(t, s, news.Writer)
	for text, title := range map[string]string{
		"PHOTO / WORLD\n\nBridge  closes\n\nBy Wim\n\nThe bridge closes on Monday. It stays closed for a year.\n": "Bridge closes",

		"عنوان الخبر\n\nقال الوزير إن الجسر أغلق يوم الأربعاء. ولم يؤكد أحد ذلك.\n": "عنوان الخبر",
	} {
		page := createdArticle(t, s, news.Writer, v.Post("/articles", url.Values{"title": {" "}, "language": {""}, "text": {text}}))
		testutil.Equal(t, "page.Title", page.Title, title)
		testutil.Equal(t, "page.Revision.Text", page.Revision.Text, text)
	}
	plain := url.Values{"title": {""}, "text": {"The bridge closes on Monday."}}
	page := v.Post("/articles", plain).Document(t, http.StatusUnprocessableEntity)
	if said := sitetest.VisibleText(page.Find("main")); !strings.Contains(said, "Please give the article a title.") {
		t.Errorf("a text without a headline: %s", said)
	}
}

func TestUploadedFileIsStoredWithItsBytes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		v := sitetest.VisitAs(t, s, news.Reviewer)
		for name, content := range map[string][]byte{
			"utf8.txt": []byte("Ä day.\r\nIt rained.\r\n"), "bom.txt": []byte("\uFEFFÄ day.\r\nIt rained.\r\n"), "1252.txt": []byte("\xc4 day.\r\nIt rained.\r\n"),
			"utf16.txt": []byte("\xff\xfe\xc4\x00 \x00d\x00a\x00y\x00.\x00\r\x00\n\x00I\x00t\x00 \x00r\x00a\x00i\x00n\x00e\x00d\x00.\x00\r\x00\n\x00"),
		} {
			page := createdArticle(
				t,
				s,
				news.Reviewer,
				v.Upload(
					"/articles",
					url.Values{"title": {name}, "language": {"other"}, "other-language": {"pt-BR"}, "text": {""}},
					name,
					content,
				),
			)
			testutil.Equal(t, name+": page.Revision.Text", page.Revision.Text, "Ä day.\r\nIt rained.\r\n")
			testutil.Equal(t, name+": page.Language", page.Language, "pt-BR")
			testutil.Equal(t, name+": page.Revision.OriginalName", page.Revision.OriginalName, name)
			testutil.Present(t, name+": page.Revision.OriginalSHA256", page.Revision.OriginalSHA256 != nil)
		}
	})
}

func TestInvalidArticleFormKeepsInput(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Reviewer)
	good := url.Values{"title": {"A title"}, "language": {"fa"}, "due": {"2026-11-22T17:00"}, "text": {hostileText}}
	for _, c := range []struct{ field, value, says string }{
		{"title", "\u200b", "give the article a title"},
		{"title", strings.Repeat("x", 501), "at most 500"}, {"text", " \n ", "paste the article"},
		{"text", strings.Repeat("x ", 1<<20+1), "longer than the limit of 2 MB"}, {"text", "One.\nTwo\x00.", "line 2, column 4: a NUL"},
		{"text", "One \xff.", "line 1, column 5: a byte that is not UTF-8 (0xff)"}, {"due", "tomorrow", "“tomorrow” is no time"},
		{"language", "klingon!", "as a tag such as"}, {"language", "other", "as a tag such as"}, {"desk", "12345", "one of your desks"}, {"desk", "x", "one of your desks"},
	} {
		fields := url.Values{}
		for name, values := range good {
			fields[name] = values
		}
		fields.Set(c.field, c.value)
		page := v.Post("/articles", fields).Document(t, http.StatusUnprocessableEntity)
		field := page.Find(fmt.Sprintf("main form [name=%q]", c.field))
		described, _ := field.Attr("aria-describedby")
		if said := sitetest.VisibleText(page.Find("#" + described)); !strings.Contains(said, c.says) {
			t.Errorf("%s=%.20q: beside the field stands %q, want %q", c.field, c.value, said, c.says)
		}
		for name, values := range good {
			if name != c.field && fieldValue(page, name) != values[0] {
				t.Errorf("%s=%.20q: %s came back as %q", c.field, c.value, name, fieldValue(page, name))
			}
		}
		if again := fieldValue(page, c.field); c.field == "title" || c.field == "due" {
			if again != c.value {
				t.Errorf("%s=%.20q came back as %.20q", c.field, c.value, again)
			}
		}
		if page.Find("main script").Length() > 0 {
			t.Fatal("a text became a script")
		}
	}
	if v.Page("/articles").Find("table").Length() > 0 {
		t.Error("a bad article was kept")
	}
}

func TestUnreadableFileIsRejectedAndReadFileIsCarried(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Reviewer)
	fields := url.Values{"title": {"A title"}, "language": {"en"}, "text": {""}}
	for name, content := range map[string]string{"This PDF is damaged": "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "line 1, column 4: a NUL": "One\x00 two three four five six seven."} {
		page := v.Upload("/articles", fields, "draft.txt", []byte(content)).Document(t, http.StatusUnprocessableEntity)
		if said := sitetest.VisibleText(page.Find("#wrong-file")); !strings.Contains(said, name) || page.Find("#wrong-text").Length() > 0 {
			t.Errorf("beside the file stands %q, beside the text %q", said, sitetest.VisibleText(page.Find("#wrong-text")))
		}
		if fieldValue(page, "title") != "A title" {
			t.Error("the title is lost")
		}
	}
	fields.Set("due", "never")
	page := v.Upload("/articles", fields, "draft.txt", []byte("\nOne day.\r\nIt rained.")).Document(t, http.StatusUnprocessableEntity)
	if got := fieldValue(page, "text"); got != "\nOne day.\nIt rained." { // browsers normalize line breaks
		t.Errorf("the file's text came back as %q", got)
	}
	fields.Set("text", "Typed before.")
	page = v.Upload("/articles", fields, "draft.txt", []byte("Another text.")).Document(t, http.StatusUnprocessableEntity)
	if fieldValue(page, "text") != "Typed before." || !strings.Contains(sitetest.VisibleText(page.Find("#wrong-file")), "either") {
		t.Errorf("both given: %q, %q", fieldValue(page, "text"), sitetest.VisibleText(page.Find("#wrong-file")))
	}
}

func TestHandInForbiddenIsExplainedOnPage(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Auditor)
	for what, got := range map[string]sitetest.Reply{"the form": v.Get("/articles/new"), "a post": v.Post("/articles", url.Values{"title": {"x"}, "text": {"A text."}})} {
		if got.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", what, got.StatusCode)
		}
	}
}

// TestTextOfTwoLanguagesSaysSo brings texts in and looks for the notice about their languages.
func TestTextOfTwoLanguagesSaysSo(t *testing.T) {
	t.Parallel()
	const english = "The mayor said on Monday that the bridge would be closed for a year because the money had not been found. "
	const german = "Der Bürgermeister sagte am Montag, dass die Brücke ein Jahr lang gesperrt bleibt, weil das Geld nicht gefunden wurde. "
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		v := sitetest.VisitAs(t, s, n.Reviewer)
		for _, c := range []struct{ text, want string }{
			{strings.Repeat(english, 40), ""},
			{strings.Repeat(german, 40), ""},
			{strings.Repeat(english, 40) + "\n\n" + strings.Repeat(german, 25),
				"This text seems to be in several languages: en, de. Its sentences are split, and its claims suggested, as in en."},
		} {
			made := v.Post("/articles", url.Values{"title": {"A bridge"}, "text": {c.text}, "desk": {strconv.FormatInt(n.Desk.ID, 10)}})
			page := v.Page(made.Header.Get("Location"))
			if got := sitetest.VisibleText(page.Find("#languages")); got != c.want {
				t.Errorf("the page of a text says %q of its languages, want %q", got, c.want)
			}
		}
	})
}

// TestWeekdaysAreThoseOfTheDayOfPublishing brings in a page of 2021 that names a weekday without a year.
func TestWeekdaysAreThoseOfTheDayOfPublishing(t *testing.T) {
	t.Parallel()
	const body = "<h1>The bridge is closed</h1><p>The council closed the bridge on Wednesday, June 23, after a long debate about money.</p>" +
		"<p>It will be repaired by the autumn, the mayor of the town said in a letter to all who live there.</p>"
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		v := sitetest.VisitAs(t, s, n.Reviewer)
		for date, want := range map[string]int{"2021-06-25": 0, "2021-06-25T02:00:00Z": 0, "2022-06-25": 1} { // June 23, 2022 was a Thursday
			page := fmt.Sprintf("<html lang=en><head><title>A bridge</title><meta property=\"article:published_time\" content=%q></head>"+
				"<body><article>%s</article></body></html>", date, body)
			made := createdArticle(t, s, n.Reviewer, v.Upload("/articles",
				url.Values{"desk": {strconv.FormatInt(n.Desk.ID, 10)}}, "bridge.html", []byte(page)))
			var found int
			for _, p := range made.Sentences {
				found += v.Page(fmt.Sprintf("/articles/%d/sentences/%d", made.ID, p.Ordinal)).Find(".found h4:contains('Is this date right?')").Length()
			}
			if found != want {
				t.Errorf("published %s: %d questions about a date, want %d", date, found, want)
			}
		}
	})
}
