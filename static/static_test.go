package static

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, address, encoding string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, address, nil)
	request.Header.Set("Accept-Encoding", encoding)
	recorder := httptest.NewRecorder()
	Handler().ServeHTTP(recorder, request)
	return recorder.Result()
}

func TestFilesAreKeptForEverAndPacked(t *testing.T) {
	for name, file := range assets {
		answer := get(t, URL(name), "gzip, br")
		if answer.StatusCode != http.StatusOK || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %q", name, answer.StatusCode, answer.Header.Get("Cache-Control"))
		}
		body := io.Reader(answer.Body)
		if answer.Header.Get("Content-Encoding") == "gzip" {
			unpacked, err := gzip.NewReader(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			body = unpacked
		}
		if got, _ := io.ReadAll(body); string(got) != string(file.plain) {
			t.Errorf("%s came out changed", name)
		}
		if plain, _ := io.ReadAll(get(t, URL(name), "").Body); string(plain) != string(file.plain) {
			t.Errorf("%s came out changed for a browser that unpacks nothing", name)
		}
	}
}

func TestScriptsAreScripts(t *testing.T) {
	if got := get(t, URL("vendor/htmx.min.js"), "").Header.Get("Content-Type"); got != "text/javascript; charset=utf-8" {
		t.Errorf("Content-Type of a script is %q", got)
	}
}

func TestOtherAddressesAreNotFound(t *testing.T) {
	for _, address := range []string{Prefix, Prefix + hash + "/", Prefix + "000000000000/base.css", Prefix + hash + "/static.go",
		Prefix + hash + "/../static.go", "/base.css"} {
		if answer := get(t, address, ""); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", address, answer.StatusCode)
		}
	}
}
