package handlers_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// badInput is an invalid form, with the field and the error message.
type badInput struct {
	name         string
	path         string // %d is the id of the article or claim
	replacements []string
	field        string
	message      string
}

// validForms contains valid values of each form, before one is replaced.
var validForms = map[string]url.Values{
	"/articles": {
		"title":    {"A title </textarea> &amp;"},
		"language": {"fa"},
		"due":      {"2026-11-22T17:00"},
		"text":     {sitetest.HostileText},
	},
	"/articles/%d/claims": {
		"revision": {"1"},
		"start":    {"79"},
		"end":      {"100"},
		"quote":    {"More than 4,000 people"[:21]},
		"ordinal":  {"5"},
		"kind":     {"number"},
	},
	"/claims/%d/annotations": {
		"version":        {"1"},
		"status":         {"disputed"},
		"note":           {"\n  A note </textarea><script> " + sitetest.HostileText},
		"evidence-title": {`A "source" <b>`},
		"evidence-url": {
			"https://city.example/?a=1&b=2",
		},
		"evidence-quote":     {"\nIt says\n\nso."},
		"evidence-class":     {"secondary"},
		"evidence-stance":    {"context"},
		"evidence-kind":      {"document"},
		"evidence-publisher": {"City"},
		"evidence-locator":   {"p. 3"},
	},
}

var tooLong = strings.Repeat("x", 10_001)

var badInputs = []badInput{
	{"no title", "/articles", []string{"title", " "}, "title", "give the article a title"},
	{"no text", "/articles", []string{"text", " \n "}, "text", "paste the article"},
	{"a text over the limit", "/articles", []string{"text", strings.Repeat("x ", 1<<20) + "."}, "text", "longer than the limit of 2 MB"},
	{"a NUL", "/articles", []string{"text", "One.\nTwo\x00."}, "text", "line 2, column 4: a NUL"},
	{"no UTF-8", "/articles", []string{"text", "One.\nTwo.\nThr\xe9e."}, "text", "line 3, column 4: a byte that is not UTF-8 (0xe9)"},
	{"a NUL in the title", "/articles", []string{"title", "A\x00"}, "title", "line 1, column 2: a NUL"},
	{"no such desk", "/articles", []string{"desk", "999"}, "desk", "one of your desks"},

	{"a selection before the text", "/articles/%d/claims", []string{"start", "-1"}, "selection", "begins before the text"},
	{
		"a reversed selection",
		"/articles/%d/claims",
		[]string{"start", "100", "end", "79"},
		"selection",
		"the end has to come after the start",
	},
	{"an empty selection", "/articles/%d/claims", []string{"end", "79"}, "selection", "at least one word"},
	{
		"a selection beyond the text",
		"/articles/%d/claims",
		[]string{"end", "5000"},
		"selection",
		"ends beyond the text, which has 266 characters",
	},
	{"a selection of other words", "/articles/%d/claims", []string{"start", "80", "end", "101"}, "selection", "not at that place"},
	{
		"a selection across regions",
		"/articles/%d/claims",
		[]string{"start", "5", "end", "43", "quote", ""},
		"selection",
		"cannot run from the headline into the byline",
	},
	{
		"a selection of white space",
		"/articles/%d/claims",
		[]string{"start", "78", "end", "79", "quote", ""},
		"selection",
		"at least one word",
	},
	{"a selection that is no number", "/articles/%d/claims", []string{"start", "one"}, "selection", "is not a number"},
	{"a selection with a huge number", "/articles/%d/claims", []string{"end", "9223372036854775808"}, "selection", "is not a number"},
	{
		"words in the wrong order",
		"/articles/%d/claims",
		[]string{"sentence", "5", "first", "4", "last", "2"},
		"selection",
		"the first not after the last",
	},
	{"an unknown kind", "/articles/%d/claims", []string{"kind", "rumour"}, "kind", "listed kinds"},
	{"a quote with a NUL", "/articles/%d/claims", []string{"quote", "\x00"}, "quote", "a NUL"},

	{"an unknown status", "/claims/%d/annotations", []string{"status", "unchecked"}, "status", "sourced, disputed or unverified"},
	{"no status", "/claims/%d/annotations", []string{"status", ""}, "status", "sourced, disputed or unverified"},
	{
		"sourced without evidence",
		"/claims/%d/annotations",
		[]string{"status", "sourced", "evidence-title", "", "evidence-url", "", "evidence-quote", "",
			"evidence-publisher", "", "evidence-locator", ""},
		"evidence",
		"primary",
	},
	{"sourced with evidence that does not do", "/claims/%d/annotations", []string{"status", "sourced"}, "evidence", "primary"},
	{
		"an address that is no web address",
		"/claims/%d/annotations",
		[]string{"evidence-url", "javascript:alert(1)"},
		"evidence-url",
		"begins with http:// or https://",
	},
	{
		"an address of a file",
		"/claims/%d/annotations",
		[]string{"evidence-url", "ftp://x/"},
		"evidence-url",
		"begins with http:// or https://",
	},
	{"evidence without a name", "/claims/%d/annotations", []string{"evidence-title", ""}, "evidence-title", "name the source"},
	{"an unknown class", "/claims/%d/annotations", []string{"evidence-class", "tertiary"}, "evidence-class", "primary or secondary"},
	{"an unknown stance", "/claims/%d/annotations", []string{"evidence-stance", "likes"}, "evidence-stance", "listed values"},
	{"an unknown kind of source", "/claims/%d/annotations", []string{"evidence-kind", "rumour"}, "evidence-kind", "listed values"},
	{"a note that is too long", "/claims/%d/annotations", []string{"note", tooLong}, "note", "at most 10,000 characters"},
	{"a note with a NUL", "/claims/%d/annotations", []string{"note", "One\nTwo\x00"}, "note", "line 2, column 4: a NUL"},
	{
		"a note that is no UTF-8",
		"/claims/%d/annotations",
		[]string{"note", "\xff"},
		"note",
		"line 1, column 1: a byte that is not UTF-8 (0xff)",
	},
}

// Each error is shown at its field, on a page with everything that was typed, and nothing is saved.
func TestInvalidFormsKeepInput(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "3")
		v := sitetest.VisitAs(t, s, n.Reviewer)
		before := verifyStore(t, s)
		for _, bad := range badInputs {
			t.Run(bad.name, func(t *testing.T) {
				form := maps.Clone(validForms[bad.path])
				for i := 0; i < len(bad.replacements); i += 2 {
					form.Set(bad.replacements[i], bad.replacements[i+1])
				}
				path := strings.NewReplacer("/articles/%d", fmt.Sprintf("/articles/%d", article.ID), "%d", fmt.Sprint(claim.ClaimID)).
					Replace(bad.path)
				page := v.Post(path, form).Document(t, http.StatusUnprocessableEntity)
				checkFieldError(t, page, bad)
				checkValuesKept(t, page, bad, form)
			})
		}
		if after := verifyStore(t, s); after != before {
			t.Errorf("refused forms left something behind: %+v, then %+v", before, after)
		}
	})
}

// checkFieldError checks that a field's error message is on the page, and that the field refers to it.
func checkFieldError(t *testing.T, page *goquery.Document, bad badInput) {
	t.Helper()
	field := bad.field
	if field == "quote" { // the quote has no field of its own
		field = "selection"
	}
	var said []string
	page.Find("[aria-describedby]").Each(func(_ int, element *goquery.Selection) {
		for id := range strings.FieldsSeq(element.AttrOr("aria-describedby", "")) {
			if strings.Contains(id, field) {
				said = append(said, sitetest.VisibleText(page.Find("#"+id)))
			}
		}
	})
	if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, bad.message) }) {
		t.Errorf(
			"described beside its field is %q, not %q; the page says %q",
			said,
			bad.message,
			sitetest.VisibleText(page.Find("[role=alert]")),
		)
	}
	if summary := sitetest.VisibleText(page.Find("[role=alert]")); !strings.Contains(summary, bad.message) {
		t.Errorf("the summary says %q, not %q", summary, bad.message)
	}
}

// checkValuesKept checks that every field contains the submitted value. Invalid characters may be replaced.
func checkValuesKept(t *testing.T, page *goquery.Document, bad badInput, form url.Values) {
	t.Helper()
	for name := range form {
		fields := page.Find(fmt.Sprintf("main form [name=%q]:not(button)", name)).Not(".suggestions *") // these fields are not typed
		if fields.Length() == 0 || name == "version" || name == "ordinal" ||
			form.Get(name) != strings.ToValidUTF8(strings.ReplaceAll(form.Get(name), "\x00", ""), "") {
			continue
		}
		found := false
		fields.Each(func(_ int, field *goquery.Selection) { found = found || inputValue(field) == form.Get(name) })
		listed := fields.Is("select") && fields.Find(fmt.Sprintf("option[value=%q]", form.Get(name))).Length() == 0 ||
			fields.Is("[type=radio]") && fields.Filter(fmt.Sprintf("[value=%q]", form.Get(name))).Length() == 0
		if !found && !listed {
			t.Errorf("%s came back as %q, not %q", name, inputValue(fields.First()), form.Get(name))
		}
	}
	if page.Find("main script").Length() > 0 {
		t.Error("what was typed became a script")
	}
}

// inputValue returns the value of a field.
func inputValue(field *goquery.Selection) string {
	switch {
	case field.Is("select"):
		return field.Find("option[selected]").AttrOr("value", "")
	case field.Is("textarea"):
		return field.Text()
	case field.Is("[type=radio]") && field.Is(":not([checked])"):
		return ""
	}
	return field.AttrOr("value", "")
}

func verifyStore(t *testing.T, s *store.Store) models.Verification {
	t.Helper()
	v, err := s.Verify(context.Background())
	if err != nil || v.Break != "" {
		t.Fatal(err, v.Break)
	}
	return v
}

// A path with anything but a number as its id is 404.
func TestNonNumericIDIsNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		storetest.AddArticle(t, s, n)
		v, stranger := sitetest.VisitAs(t, s, n.Reviewer), sitetest.VisitAs(t, s, n.OtherDeskReviewer)
		for _, id := range []string{"x", "0", "-1", "1.0", "1x", "%31%00", "99999999999999999999", "1%20OR%201=1", "%D9%A1", "12345", "+1"} {
			for _, path := range []string{"/articles/" + id, "/articles/" + id + "/edit", "/articles/1/sentences/" + id, "/articles/" + id + "/sentences/1",
				"/articles/" + id + "/annotations.csv", "/articles/" + id + "/sentences.csv"} {
				want := http.StatusNotFound
				if path == "/articles/1/sentences/0" { // the title
					want = http.StatusOK
				}
				if got := v.Get(path); got.StatusCode != want {
					t.Errorf("GET %s answered %d, want %d", path, got.StatusCode, want)
				}
			}
			for _, path := range []string{"/articles/" + id + "/claims", "/articles/" + id + "/undo", "/articles/" + id + "/details", "/claims/" + id + "/annotations", "/claims/" + id + "/evidence",
				"/claims/" + id + "/withdraw", "/annotations/" + id + "/withdraw", "/evidence/" + id + "/withdraw", "/sentences/" + id + "/readings", "/sentences/" + id + "/readings/withdraw"} {
				if got := v.Post(path, url.Values{"version": {"1"}, "status": {"unverified"}, "title": {"T"}, "start": {"79"}, "end": {"100"}, "evidence-title": {"S"}, "evidence-class": {"primary"}}); got.StatusCode != http.StatusNotFound {
					t.Errorf(
						"POST %s answered %d: %s",
						path,
						got.StatusCode,
						sitetest.VisibleText(got.Document(t, got.StatusCode).Find("main")),
					)
				}
			}
		}
		if got := stranger.Get("/articles/1"); got.StatusCode != http.StatusNotFound {
			t.Errorf("another desk's article answered %d", got.StatusCode)
		}
	})
}
