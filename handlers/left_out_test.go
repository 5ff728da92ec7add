package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A revision lists the parts of its file that were not imported.
func TestPageOfTheImportSaysWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Reviewer)
		reply := uploadAll(v, "/articles", map[string]string{"title": "", "text": ""},
			map[string]string{"ferry.html": "<p>It sank.<span hidden>Not yet.</span> <s>Twice.</s></p>"}, "ferry.html")
		if reply.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d: %s", reply.StatusCode, reply.Text)
		}
		notice := v.Get(reply.Header.Get("Location")).Document(t, http.StatusOK).Find("#partial")
		if said := sitetest.VisibleText(notice); !strings.Contains(said, "2 passages of the file") {
			t.Errorf("the article says %q", said)
		}
		to, _, _ := strings.Cut(notice.Find("a").AttrOr("href", ""), "#")
		said := sitetest.VisibleText(v.Get(to).Document(t, http.StatusOK).Find("#left-out"))
		for _, want := range []string{"1 hidden passage", "Not yet.", "1 struck-out passage", "Twice."} {
			if !strings.Contains(said, want) {
				t.Errorf("%q lacks %q", said, want)
			}
		}
	})
}

// For a text whose encoding is uncertain, the page shows its beginning in each likely encoding.
func TestUnclearEncodingIsChosen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Reviewer)
		page := uploadAll(v, "/articles", map[string]string{"title": "Ferry", "text": ""},
			map[string]string{"ferry.txt": "The \xe6r and the \xf8l."}, "ferry.txt").Document(t, http.StatusUnprocessableEntity)
		choices := page.Find("#encoding input[type=radio]")
		if choices.Length() < 2 || !strings.Contains(page.Find("#encoding").Text(), "The ær and the øl.") {
			t.Fatalf("%d choices: %q", choices.Length(), page.Find("#encoding").Text())
		}
		value := func(selector string) string { return page.Find(selector).AttrOr("value", "") }
		reply := v.Post("/articles", url.Values{"title": {"Ferry"}, "text": {""}, "encoding": {"windows-1252"},
			"original": {value("input[name=original]")}, "file-name": {value("input[name=file-name]")}})
		if reply.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d: %s", reply.StatusCode, reply.Text)
		}
		if text := v.Get(reply.Header.Get("Location")).Document(t, http.StatusOK).Text(); !strings.Contains(text, "øl.") {
			t.Error("the text has no øl")
		}
	})
}
