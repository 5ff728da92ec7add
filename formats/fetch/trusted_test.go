package fetch

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Addresses from the server's configuration may be internal, but limits still apply.
func TestTrustedClientIsLimited(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/long":
			for range maxTrustedBytes/1000 + 2 {
				w.Write(make([]byte, 1000))
			}
		case "/moved":
			http.Redirect(w, r, "/", http.StatusFound)
		default:
			w.Write([]byte("here"))
		}
	}))
	t.Cleanup(server.Close)
	for path, want := range map[string]string{"/": "here", "/long": "", "/moved": "302"} {
		response, err := NewTrustedClient().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		switch {
		case path == "/long" && !errors.Is(err, errTooLong),
			path == "/moved" && response.StatusCode != http.StatusFound,
			path == "/" && string(body) != want:
			t.Errorf("%s: %d, %d bytes, %v", path, response.StatusCode, len(body), err)
		}
	}
}
