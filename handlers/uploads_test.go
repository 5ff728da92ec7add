package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// uploadAll sends a form with several files.
func uploadAll(v sitetest.Caller, address string, fields, files map[string]string, order ...string) sitetest.Reply {
	v.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			v.T.Fatal(err)
		}
	}
	for _, name := range order {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write([]byte(files[name]))
		}
		if err != nil {
			v.T.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		v.T.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, address, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.Do(request)
}

// Several files are uploaded at once. Each has its result, and an invalid one does not affect the others.
func TestSeveralFilesAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		v := sitetest.VisitAs(t, s, news.Reviewer)
		page := uploadAll(
			v,
			"/articles",
			map[string]string{"title": "", "language": "", "text": ""},
			sitetest.SeveralFiles,
			"bridge.txt",
			"picture.txt",
			"pont.txt",
		).Document(t, http.StatusOK)
		rows := page.Find("#brought > li")
		if rows.Length() != 3 || rows.Find("a").Length() != 2 ||
			!strings.Contains(sitetest.VisibleText(rows.Eq(1)), "picture.txt looks like a PNG") && rows.Eq(1).Find(".error").Length() != 1 {
			t.Errorf("the report says %q", sitetest.VisibleText(rows))
		}
		list, _, err := s.Articles(t.Context(), news.Reviewer, models.ArticleFilter{}, models.Page{})
		if err != nil || len(list) != 2 {
			t.Fatalf("there are %d articles: %v", len(list), err)
		}
		languages := map[string]string{}
		for _, a := range list {
			languages[a.Title] = a.Language
		}
		if languages["bridge"] != "en" || languages["pont"] != "fr" {
			t.Errorf("their languages are %v", languages)
		}
		uploadAll(
			v,
			"/articles",
			map[string]string{"title": "Both", "text": ""},
			sitetest.SeveralFiles,
			"bridge.txt",
			"pont.txt",
		).Document(t, http.StatusUnprocessableEntity)
		uploadAll(
			v,
			"/articles",
			map[string]string{"title": "", "text": "Typed."},
			sitetest.SeveralFiles,
			"bridge.txt",
			"pont.txt",
		).Document(t, http.StatusUnprocessableEntity)
	})
}
