package handlers_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// table is a CSV reply's rows, each by the names of its columns.
func (a reply) table(t *testing.T) []map[string]string {
	t.Helper()
	if kind := a.Header.Get("Content-Type"); a.StatusCode != http.StatusOK || kind != "text/csv; charset=utf-8; header=present" {
		t.Fatalf("%d, %s: %s", a.StatusCode, kind, a.body)
	}
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	table := make([]map[string]string, len(rows)-1)
	for i, row := range rows[1:] {
		table[i] = map[string]string{}
		for j, name := range rows[0] {
			table[i][name] = row[j]
		}
	}
	return table
}

// Every sentence of the real article leaves, in order, and the text can be put together again from them.
func TestEverySentenceLeavesInCSV(t *testing.T) {
	text, err := os.ReadFile("../../shared/articles/afghanistan-2021-06-24.txt")
	if err != nil {
		t.Skip("the real article is not there: ", err)
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := handIn(t, s, news.Reviewer, news.Desk, "=SUM(A1) \"Taliban\", push", string(text))
		say(t, s, news.Reviewer, storetest.Claim(t, s, news.Reviewer, article, "more than 70 districts"), "sourced")
		storetest.Claim(t, s, news.Second, article, "May 1")
		page, err := s.ArticlePage(context.Background(), news.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		v := visit(t, s, news.Auditor)
		rows := v.get(fmt.Sprintf("/articles/%d/sentences.csv", article.ID)).table(t)
		if len(rows) != len(page.Sentences)+1 {
			t.Fatalf("%d of %d sentences left, with the title", len(rows), len(page.Sentences)+1)
		}
		if title := rows[0]; title["sentence"] != "0" || title["region"] != "title" || title["text"] != "'=SUM(A1) \"Taliban\", push" || title["state"] != "unread" || title["rest_read"] != "false" {
			t.Errorf("the title left as %v", title)
		}
		for i, row := range rows[1:] {
			sentence := page.Sentences[i]
			if row["text"] != sentence.Text || row["sentence"] != fmt.Sprint(i+1) || row["start"] != fmt.Sprint(sentence.Start) || row["state"] != string(sentence.State) {
				t.Errorf("sentence %d left as %v", i+1, row)
			}
			if row["article"] != "'=SUM(A1) \"Taliban\", push" {
				t.Errorf("the title left as %q", row["article"])
			}
		}
		claims := v.get(fmt.Sprintf("/articles/%d/annotations.csv", article.ID)).table(t)
		if len(claims) != 2 {
			t.Fatalf("%d of 2 claims left", len(claims))
		}
		for _, row := range claims {
			switch row["claim_text"] {
			case "more than 70 districts":
				if row["claim_status"] != "sourced" || row["status"] != "sourced" || row["reviewer"] != "Rana Reviewer" ||
					!strings.HasPrefix(row["evidence"], "primary supports: City register <https://city.example/register>") {
					t.Errorf("an annotated claim left as %v", row)
				}
			case "May 1":
				if row["claim_status"] != "unchecked" || row["status"] != "" || row["annotation_id"] != "" {
					t.Errorf("a claim that nobody annotated left as %v", row)
				}
			default:
				t.Errorf("what is %q?", row["claim_text"])
			}
		}
	})
}

// A file holds what the list under the same filter shows, and never another desk's.
func TestFilesFollowTheFilter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := busy(t, s)
		v := visit(t, s, news.Editor)
		for _, query := range []string{"", "?status=unchecked", "?status=disputed", "?disagree=1", fmt.Sprintf("?reviewer=%d", news.Second.UserID),
			fmt.Sprintf("?article=%d", bridge.ID), fmt.Sprintf("?desk=%d", news.Other.ID), "?open=1", "?kind=other", "?q=bridge", "?until=2001-01-01"} {
			claims := map[string]bool{}
			for _, row := range v.get("/annotations.csv" + query).table(t) {
				claims[row["claim_id"]] = true
			}
			if rows, _ := v.listed("/claims" + query); rows != len(claims) {
				t.Errorf("%s: %d claims in the file, %d in the list", query, len(claims), rows)
			}
			if rows, _ := v.listed("/sentences" + query); rows != len(v.get("/sentences.csv"+query).table(t)) {
				t.Errorf("%s: the files and the list of sentences differ", query)
			}
		}
		if rows, _ := v.listed("/sentences?state=unread"); rows != len(v.get("/sentences.csv?state=unread").table(t)) || rows == 0 {
			t.Errorf("%d unread sentences", rows)
		}
	})
}

func TestFilesAreNamedAndGuarded(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article := handIn(t, s, news.Reviewer, news.Desk, "Über \"die\" Brücke; ../../etc/passwd\r\n=1", "A text.")
	address := fmt.Sprintf("/articles/%d/", article.ID)
	v := visit(t, s, news.Reviewer)
	got := v.get(address + "annotations.csv").Header.Get("Content-Disposition")
	if want := fmt.Sprintf("attachment; filename*=utf-8''%d-%%C3%%9Cber-die-Br%%C3%%BCcke-etc-passwd-1-annotations.csv", article.ID); got != want {
		t.Errorf("named %s, want %s", got, want)
	}
	if got := v.get("/sentences.csv").Header.Get("Content-Disposition"); got != "attachment; filename=sentences.csv" {
		t.Errorf("named %s", got)
	}
	if body := v.get("/sentences.csv?bom=1").body; !strings.HasPrefix(body, "\uFEFFarticle_id,") {
		t.Errorf("with a mark it begins %.20q", body)
	}
	stranger := visit(t, s, news.Stranger)
	if got := stranger.get(address + "annotations.csv"); got.StatusCode != 404 || got.Header.Get("Content-Disposition") != "" {
		t.Errorf("a stranger gets %d as %q", got.StatusCode, got.Header.Get("Content-Disposition"))
	}
	if rows := stranger.get("/sentences.csv").table(t); len(rows) != 0 {
		t.Errorf("a stranger gets %d sentences", len(rows))
	}
	nobody := httptest.NewRecorder()
	v.site.ServeHTTP(nobody, httptest.NewRequest(http.MethodGet, "/annotations.csv", nil))
	if nobody.Code != http.StatusUnauthorized {
		t.Errorf("nobody gets %d", nobody.Code)
	}
}

// interrupted is a reply during which something happens: after the header row has been sent on.
type interrupted struct {
	*httptest.ResponseRecorder
	event func()
}

func (i *interrupted) Flush() {
	if i.ResponseRecorder.Flush(); i.event != nil {
		i.event()
		i.event = nil
	}
}

// A file that cannot be finished must not look finished: the connection is cut.
func TestHalfAFileIsNeverTakenForTheWhole(t *testing.T) {
	for name, event := range map[string]func(s *store.Store, leave context.CancelFunc) error{
		"the database goes": func(s *store.Store, _ context.CancelFunc) error { return s.Close() },
		"the reader leaves": func(s *store.Store, leave context.CancelFunc) error {
			leave()
			t.Cleanup(func() { _ = s.Close() })
			return nil
		},
	} {
		t.Run(name+", sqlite", func(t *testing.T) { breakOff(t, storetest.SQLite(t), event) })
		t.Run(name+", postgres", func(t *testing.T) { breakOff(t, storetest.Postgres(t), event) })
	}
}

// breakOff asks for a file and lets something happen once its header row is on its way.
func breakOff(t *testing.T, url string, event func(*store.Store, context.CancelFunc) error) {
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	s, err := store.Open(context.Background(), store.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	news, _ := busy(t, s)
	v := visit(t, s, news.Editor)
	request := httptest.NewRequest(http.MethodGet, "/annotations.csv", nil).WithContext(ctx)
	request.AddCookie(v.cookie)
	w := &interrupted{httptest.NewRecorder(), func() {
		if err := event(s, leave); err != nil {
			t.Error(err)
		}
	}}
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler {
			t.Errorf("the connection was not cut: %v", cause)
		}
		if want := strings.Join(models.AnnotationColumns, ",") + "\r\n"; w.Body.String() != want {
			t.Errorf("sent: %q", w.Body)
		}
	}()
	v.site.ServeHTTP(w, request)
}
