package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"linecheck/handlers"
	"linecheck/store"
)

// The exported page has the bytes that the server sends, in a folder too.
func TestPublicPageIsExported(t *testing.T) {
	t.Parallel()
	d := newSignedDemo(t)
	var served string
	err := (&settings{Data: d.data, TextLimit: 1 << 20, Sentences: 1000, LogLevel: "error"}).withStore(t.Context(), &stdio{Err: os.Stderr},
		func(records *store.Store) error {
			article, err := strconv.ParseInt(d.article, 10, 64)
			if err != nil {
				return err
			}
			editor, err := records.ReaderByEmail(t.Context(), "hamid@demo.example")
			if err != nil {
				return err
			}
			if err := records.SetPublicPage(t.Context(), editor, article, true); err != nil {
				return err
			}
			page, err := records.PublicPage(t.Context(), editor, article)
			if err != nil {
				return err
			}
			answer := httptest.NewRecorder()
			site := handlers.New(records, handlers.Config{Zone: time.UTC})
			site.ServeHTTP(answer, httptest.NewRequest("GET", page.Path(), nil))
			served = answer.Body.String()
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	if exported := d.ok("", "export", "public", "--article", d.article); exported != served || len(served) < 1000 {
		t.Errorf("exported:\n%s\nserved:\n%s", exported, served)
	}
	folder := filepath.Join(filepath.Dir(d.data), "site")
	d.ok("", "export", "public", "--article", d.article, "--to", folder)
	if written, err := os.ReadFile(filepath.Join(folder, "index.html")); err != nil || string(written) != served {
		t.Errorf("written: %v\n%s", err, written)
	}
}
