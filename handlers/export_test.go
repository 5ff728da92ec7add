package handlers_test

import (
	"context"
	"encoding/csv"
	"errors"
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

// csvRows returns the rows of a CSV reply, each by column names.
func csvRows(a sitetest.Reply, t *testing.T) []map[string]string {
	t.Helper()
	if kind := a.Header.Get("Content-Type"); a.StatusCode != http.StatusOK || kind != "text/csv; charset=utf-8; header=present" {
		t.Fatalf("%d, %s: %s", a.StatusCode, kind, a.Text)
	}
	rows, err := csv.NewReader(strings.NewReader(a.Text)).ReadAll()
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

// The export contains every sentence of the real article, in order, and the text can be restored from it.
func TestCSVHasEverySentence(t *testing.T) {
	t.Parallel()
	text := sitetest.RealArticle(t)
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := sitetest.CreateArticle(t, s, news.Reviewer, news.Desk, "=SUM(A1) \"Taliban\", push", text)
		sitetest.GiveVerdict(t, s, news.Reviewer, storetest.AddClaim(t, s, news.Reviewer, article, "more than 70 districts"), "sourced")
		storetest.AddClaim(t, s, news.SecondReviewer, article, "May 1")
		page, err := s.ArticlePage(context.Background(), news.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		v := sitetest.VisitAs(t, s, news.Auditor)
		rows := csvRows(v.Get(fmt.Sprintf("/articles/%d/sentences.csv", article.ID)), t)
		all := page.AllSentences() // the title is the first row
		if len(rows) != len(all) {
			t.Fatalf("%d of %d sentences left", len(rows), len(all))
		}
		for i, row := range rows {
			sentence := all[i]
			text := sentence.Text
			if strings.HasPrefix(text, "=") {
				text = "'" + text // so that no spreadsheet treats it as a formula
			}
			testutil.Equal(t, "sentence: row['text']", row["text"], text)
			testutil.Equal(t, "sentence: row['sentence']", row["sentence"], fmt.Sprint(i))
			testutil.Equal(t, "sentence: row['start']", row["start"], fmt.Sprint(sentence.Start))
			testutil.Equal(t, "sentence: row['state']", row["state"], string(sentence.State))
			testutil.Equal(t, "sentence: row['rest_read']", row["rest_read"], "false")
			if row["article"] != "'=SUM(A1) \"Taliban\", push" {
				t.Errorf("the title left as %q", row["article"])
			}
		}
		claims := csvRows(v.Get(fmt.Sprintf("/articles/%d/annotations.csv", article.ID)), t)
		if len(claims) != 2 {
			t.Fatalf("%d of 2 claims left", len(claims))
		}
		for _, row := range claims {
			switch row["claim_text"] {
			case "more than 70 districts":
				testutil.Equal(t, "an annotated claim left as: row['claim_status']", row["claim_status"], "sourced")
				testutil.Equal(t, "an annotated claim left as: row['status']", row["status"], "sourced")
				testutil.Equal(t, "an annotated claim left as: row['reviewer']", row["reviewer"], "Rana Reviewer")
				testutil.HasPrefix(
					t,
					"an annotated claim left as: row['evidence']",
					row["evidence"],
					"primary supports: City register <https://city.example/register>",
				)
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

// An export contains the same as the list with the same filter, and nothing of other desks.
func TestExportsFollowTheFilter(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := sitetest.FillNewsroom(t, s)
		v := sitetest.VisitAs(t, s, news.Editor)
		for _, query := range []string{"", "?status=unchecked", "?status=disputed", "?disagree=1", fmt.Sprintf("?reviewer=%d", news.SecondReviewer.UserID),
			fmt.Sprintf("?article=%d", bridge.ID), fmt.Sprintf("?desk=%d", news.OtherDesk.ID), "?open=1", "?kind=other", "?q=bridge", "?until=2001-01-01"} {
			claims := map[string]bool{}
			for _, row := range csvRows(v.Get("/annotations.csv"+query), t) {
				claims[row["claim_id"]] = true
			}
			if rows, _ := v.CountListed("/claims" + query); rows != len(claims) {
				t.Errorf("%s: %d claims in the file, %d in the list", query, len(claims), rows)
			}
			if rows, _ := v.CountListed("/sentences" + query); rows != len(csvRows(v.Get("/sentences.csv"+query), t)) {
				t.Errorf("%s: the files and the list of sentences differ", query)
			}
		}
		if rows, _ := v.CountListed("/sentences?state=unread"); rows != len(csvRows(v.Get("/sentences.csv?state=unread"), t)) || rows == 0 {
			t.Errorf("%d unread sentences", rows)
		}
	})
}

func TestExportsHaveNamesAndSafeHeaders(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article := sitetest.CreateArticle(t, s, news.Reviewer, news.Desk, "Über \"die\" Brücke; ../../etc/passwd\r\n=1", "A text.")
	address := fmt.Sprintf("/articles/%d/", article.ID)
	v := sitetest.VisitAs(t, s, news.Reviewer)
	got := v.Get(address + "annotations.csv").Header.Get("Content-Disposition")
	if want := fmt.Sprintf("attachment; filename*=utf-8''%d-%%C3%%9Cber-die-Br%%C3%%BCcke-etc-passwd-1-annotations.csv", article.ID); got != want {
		t.Errorf("named %s, want %s", got, want)
	}
	if got := v.Get("/sentences.csv").Header.Get("Content-Disposition"); got != "attachment; filename=sentences.csv" {
		t.Errorf("named %s", got)
	}
	if body := v.Get("/sentences.csv?bom=1").Text; !strings.HasPrefix(body, "\uFEFFarticle_id,") {
		t.Errorf("with a mark it begins %.20q", body)
	}
	stranger := sitetest.VisitAs(t, s, news.OtherDeskReviewer)
	if got := stranger.Get(address + "annotations.csv"); got.StatusCode != 404 || got.Header.Get("Content-Disposition") != "" {
		t.Errorf("a stranger gets %d as %q", got.StatusCode, got.Header.Get("Content-Disposition"))
	}
	if rows := csvRows(stranger.Get("/sentences.csv"), t); len(rows) != 0 {
		t.Errorf("a stranger gets %d sentences", len(rows))
	}
	nobody := httptest.NewRecorder()
	v.Site.ServeHTTP(nobody, httptest.NewRequest(http.MethodGet, "/annotations.csv", nil))
	if nobody.Code != http.StatusUnauthorized {
		t.Errorf("nobody gets %d", nobody.Code)
	}
}

// interruptedRecorder is a response during which an event happens, after the header row has been sent.
type interruptedRecorder struct {
	*httptest.ResponseRecorder
	event func()
}

func (i *interruptedRecorder) Flush() {
	if i.ResponseRecorder.Flush(); i.event != nil {
		i.event()
		i.event = nil
	}
}

// An export that fails closes the connection, so that it does not look complete.
func TestInterruptedExportCutsTheConnection(t *testing.T) {
	t.Parallel()
	for name, event := range map[string]func(s *store.Store, leave context.CancelFunc) error{
		"the database goes": func(s *store.Store, _ context.CancelFunc) error { return s.Close() },
		"the reader leaves": func(s *store.Store, leave context.CancelFunc) error {
			leave()
			t.Cleanup(func() { _ = s.Close() })
			return nil
		},
	} {
		t.Run(name+", sqlite", func(t *testing.T) { interruptDownload(t, storetest.SQLite(t), event) })
		t.Run(name+", postgres", func(t *testing.T) { interruptDownload(t, storetest.Postgres(t), event) })
	}
}

// interruptDownload starts a download and causes the event after the header row.
func interruptDownload(t *testing.T, url string, event func(*store.Store, context.CancelFunc) error) {
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	s, err := store.Open(context.Background(), store.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	news, _ := sitetest.FillNewsroom(t, s)
	v := sitetest.VisitAs(t, s, news.Editor)
	request := httptest.NewRequest(http.MethodGet, "/annotations.csv", nil).WithContext(ctx)
	request.AddCookie(v.Cookie)
	w := &interruptedRecorder{httptest.NewRecorder(), func() {
		if err := event(s, leave); err != nil {
			t.Error(err)
		}
	}}
	defer func() {
		cause := recover()
		if err, ok := cause.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("the connection was not cut: %v", cause)
		}
		if want := strings.Join(models.AnnotationColumns, ",") + "\r\n"; w.Body.String() != want {
			t.Errorf("sent: %q", w.Body)
		}
	}()
	v.Site.ServeHTTP(w, request)
}
