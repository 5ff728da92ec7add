package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// postJSON posts JSON.
func postJSON(v sitetest.Caller, address, body string) sitetest.Reply {
	v.T.Helper()
	request := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	return v.Do(request)
}

func jsonString(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A program previews a draft and saves it. Both responses report the same changes.
func TestAPIPreviewsAndCreatesRevision(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people")
		storetest.AddClaim(t, s, news.Reviewer, article, "€12 million")
		v := sitetest.VisitAs(t, s, news.Writer)
		address := fmt.Sprintf("/api/v1/articles/%d/revisions", article.ID)
		draft := jsonString(t, map[string]any{"text": strings.Replace(storetest.Text, "4,000", "5,000", 1), "note": "Recounted."})
		preview := postJSON(v, address+"?preview=1", draft)
		if preview.StatusCode != http.StatusOK {
			t.Fatalf("%d: %s", preview.StatusCode, preview.Text)
		}
		if row, err := s.Article(t.Context(), news.Writer, article.ID); err != nil || row.Revision != 1 || row.Changes != article.Changes+2 {
			t.Errorf("a preview changed something: revision %d, %d changes: %v", row.Revision, row.Changes, err)
		}
		kept := postJSON(v, address, draft)
		if kept.StatusCode != http.StatusCreated || kept.Text != preview.Text {
			t.Errorf("%d: %s\nand the preview said %s", kept.StatusCode, kept.Text, preview.Text)
		}
		var answer struct {
			Revision  struct{ Number int }
			Sentences models.SentenceChanges
			Claims    models.ClaimChanges
		}
		if err := json.Unmarshal([]byte(kept.Text), &answer); err != nil {
			t.Fatal(err)
		}
		testutil.Equal(t, "answer.Revision.Number", answer.Revision.Number, 2)
		testutil.Equal(t, "answer.Sentences.Edited", answer.Sentences.Edited, 1)
		testutil.Equal(t, "answer.Sentences.Dropped", answer.Sentences.Dropped, 0)
		testutil.Equal(t, "answer.Claims", answer.Claims, (models.ClaimChanges{Placed: 1, Moved: 1}))
	})
}

func TestAPIRevisionInput(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	v := sitetest.VisitAs(t, s, news.Writer)
	address := fmt.Sprintf("/api/v1/articles/%d/revisions", article.ID)
	for _, c := range []struct {
		name, body, detail string
		status             int
	}{
		{"nothing", "", "is not one JSON object", 400},
		{"no JSON", "text=x", "is not one JSON object", 400},
		{"two objects", `{"text":"x"}{"text":"y"}`, "is not one JSON object", 400},
		{"a name we do not know", `{"txt":"x"}`, "is not one JSON object", 400},
		{"no text", `{}`, "paste the article", 422},
		{"a number for a text", `{"text":7}`, "should be a string", 422},
		{"what is no text", "{\"text\":\"a\xffb\"}", "cannot be kept as text", 422},
		{"an escape that is none", `{"text":"a` + "\\u" + `0000b"}`, "cannot be kept as text", 422},
		{"the same text", jsonString(t, map[string]any{"text": storetest.Text}), "character by character", 422},
		{"a draft of another revision", `{"text":"x","base":7}`, "came in since", 409},
		{"too much", `{"text":"` + strings.Repeat("x", 64<<20) + `"}`, "larger than the limit", 413},
	} {
		got := postJSON(v, address, c.body)
		if got.StatusCode != c.status || !strings.Contains(got.Text, c.detail) || got.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", c.name, got.StatusCode, got.Text)
		}
	}
	if got := v.Post(address, nil); got.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form: %d %s", got.StatusCode, got.Text)
	}
	page, err := s.ArticlePage(t.Context(), news.Writer, article.ID)
	if err != nil || page.Revision.Number != 1 {
		t.Errorf("revision %d stands: %v", page.Revision.Number, err)
	}
}
