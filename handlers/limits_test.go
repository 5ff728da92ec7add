package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// untouchedBody is a body that nobody may read.
type untouchedBody struct{ read int }

func (b *untouchedBody) Read(p []byte) (int, error) {
	b.read += len(p)
	clear(p)
	return len(p), nil
}

// An upload without the right to it is refused before a byte of the file is read, so an auditor cannot fill the memory.
func TestUploadsAskForTheRightBeforeTheBody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := strconv.FormatInt(storetest.AddArticle(t, s, news).ID, 10)
		session, _, err := s.SignIn(t.Context(), news.Auditor.Email, storetest.Password, models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		token, err := s.AddToken(t.Context(), news.Auditor, models.NewToken{Name: "script", Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		site := handlers.New(s, handlers.Config{})
		for _, path := range []string{
			"/articles", "/articles/" + article + "/revisions", "/articles/" + article + "/previews",
			"/articles/" + article + "/annotations/previews", "/articles/" + article + "/annotations/imports", "/sources/1/snapshots",
			"/api/v1/articles", "/api/v1/articles/" + article + "/revisions",
		} {
			body := &untouchedBody{}
			request := httptest.NewRequest("POST", path, body)
			if path[:5] == "/api/" {
				request.Header.Set("Authorization", "bearer "+token)
				request.Header.Set("Content-Type", "application/json")
			} else {
				request.AddCookie(&http.Cookie{Name: "linecheck", Value: session})
				request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			}
			got := answer(site, request)
			if got.Code != http.StatusForbidden && got.Code != http.StatusNotFound || body.read > 0 {
				t.Errorf("%s: %d after %d bytes of the body; want a refusal before the first", path, got.Code, body.read)
			}
		}
	})
}
