package handlers_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Every text response to GET is compressed, and contains the same bytes after decompression.
func TestTextIsCompressed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := strconv.FormatInt(storetest.FullArticle(t, s, news).ID, 10)
		session, _, err := s.SignIn(t.Context(), news.Editor.Email, storetest.Password, models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		site := handlers.New(s, handlers.Config{})
		get := func(path, encoding string) *httptest.ResponseRecorder {
			request := httptest.NewRequest("GET", path, nil)
			request.AddCookie(&http.Cookie{Name: "linecheck", Value: session})
			request.Header.Set("Accept-Encoding", encoding)
			return answer(site, request)
		}
		for _, path := range []string{
			"/", "/articles/" + article + "/sentences/1", "/articles/" + article + "/gate", "/claims", "/api/v1/articles/" + article,
			"/articles/" + article + "/annotations.csv", "/articles/" + article + "/sentences.csv", "/articles/" + article + "/article.json",
			"/articles/" + article + "/annotations.jsonld", "/articles/" + article + "/record", "/api/v1/openapi.json", "/no/such/page",
		} {
			plain, packed := get(path, "identity"), get(path, "gzip")
			if plain.Header().Get("Content-Encoding") != "" || packed.Header().Get("Content-Encoding") != "gzip" {
				t.Errorf("%s is encoded as %q and %q; want nothing and gzip",
					path, plain.Header().Get("Content-Encoding"), packed.Header().Get("Content-Encoding"))
				continue
			}
			if !strings.Contains(strings.Join(packed.Header().Values("Vary"), ","), "Accept-Encoding") {
				t.Errorf("%s varies by %q; want Accept-Encoding in it", path, packed.Header().Values("Vary"))
			}
			unpacked, err := gzip.NewReader(packed.Body)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := io.ReadAll(unpacked)
			differ := max(len(whole)-plain.Body.Len(), plain.Body.Len()-len(whole)) // a file names the moment it was written at
			if err != nil || packed.Code != plain.Code || differ > len(".123456") {
				t.Errorf("%s: %d with %d bytes unpacked, %d with %d bytes plain: %v", path, packed.Code, len(whole), plain.Code, plain.Body.Len(), err)
			}
		}
	})
}

// A response that contains a secret, or is not text, is not compressed.
func TestSecretsAreNotCompressed(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	session, _, err := s.SignIn(t.Context(), news.Editor.Email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest("POST", "/account/tokens", strings.NewReader("name=script&scope=read&expires=30d"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept-Encoding", "gzip, br")
	request.AddCookie(&http.Cookie{Name: "linecheck", Value: session})
	got := answer(handlers.New(s, handlers.Config{}), request)
	if got.Code != http.StatusCreated || got.Header().Get("Content-Encoding") != "" {
		t.Errorf("the page with a new token: %d, encoded as %q", got.Code, got.Header().Get("Content-Encoding"))
	}
}
