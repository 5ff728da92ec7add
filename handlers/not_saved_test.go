package handlers_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// A form that cannot be saved comes back with everything that was typed, and its button sends the same again.
func TestFormThatCouldNotBeSavedCanBeResent(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	s, files := storetest.OpenWithFiles(t, address)
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	place := storetest.AddClaim(t, s, news.Reviewer, article, "Ines Okoro")
	if _, err := s.AddEvidence(t.Context(), news.Reviewer, place.ClaimID, models.NewEvidence{Title: "Paper", Class: "primary",
		Kind: "document", Locator: "p. 1"}); err != nil {
		t.Fatal(err)
	}
	v := sitetest.VisitAs(t, s, news.Reviewer)

	other, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(address, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil { // another process that writes
		t.Fatal(err)
	}
	to := fmt.Sprintf("/claims/%d/annotations", place.ClaimID)
	typed := url.Values{
		"status":          {"disputed"},
		"note":            {"maybe <not>\nquite"},
		"version":         {"2"},
		"evidence-title":  {"report"},
		"evidence-url":    {"https://report.example/1"},
		"evidence-class":  {"secondary"},
		"evidence-stance": {"supports"},
	}
	answer := v.Post(to, typed)
	page := answer.Document(t, http.StatusServiceUnavailable)
	if got := sitetest.VisibleText(page.Find("h1")); got != "Not saved, your text is still here" || answer.Header.Get("Retry-After") == "" {
		t.Errorf("%q, Retry-After %q", got, answer.Header.Get("Retry-After"))
	}
	form := page.Find("main form")
	testutil.Equal(t, "the form: form.AttrOr('action', '')", form.AttrOr("action", ""), to)
	testutil.Equal(t, "the form: form.Find('textarea[name=note]').Text()", form.Find("textarea[name=note]").Text(), "maybe <not>\nquite")
	testutil.Equal(
		t,
		"the form: form.Find('textarea[name=evidence-title]').Length()",
		form.Find("textarea[name=evidence-title]").Length(),
		1,
	)
	testutil.Equal(
		t,
		"the form: form.Find('input[type=hidden][name=status]').AttrOr('value',",
		form.Find("input[type=hidden][name=status]").AttrOr("value", ""),
		"disputed",
	)
	testutil.Equal(
		t,
		"the form: form.Find('input[name=version]').AttrOr('value', '')",
		form.Find("input[name=version]").AttrOr("value", ""),
		"2",
	)
	if form.Find("label").Length() != form.Find("textarea").Length() {
		t.Error("a field has no label")
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if again := v.Post(form.AttrOr("action", ""), typed); again.StatusCode != http.StatusSeeOther {
		t.Errorf("sent again: %d %s", again.StatusCode, again.Text)
	}

	if err := os.RemoveAll(files); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files, nil, 0o600); err != nil { // a file instead of a folder
		t.Fatal(err)
	}
	var body bytes.Buffer
	upload := multipart.NewWriter(&body)
	part, err := upload.CreateFormFile("file", "paper.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte("What the paper says.\n"))
	_ = upload.Close()
	request := httptest.NewRequest(http.MethodPost, "/sources/1/snapshots", &body)
	request.Header.Set("Content-Type", upload.FormDataContentType())
	page = v.Do(request).Document(t, http.StatusServiceUnavailable)
	if page.Find("form[enctype='multipart/form-data'] input[type=file][name=file]").Length() != 1 {
		t.Error("the file cannot be chosen again")
	}
	if kept, err := s.SourcePage(t.Context(), news.Reviewer, 1); err != nil || len(kept.Snapshots) != 0 {
		t.Errorf("a row without its file: %v %v", kept.Snapshots, err)
	}
}
