package store_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

func TestSnapshots(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			s, folder := storetest.OpenWithFiles(t, url(t))
			news := storetest.Newsroom(t, s)
			place := storetest.AddClaim(t, s, news.Reviewer, storetest.AddArticle(t, s, news), "4,000 people")
			for _, e := range []models.NewEvidence{{Title: "Count", Class: "primary", Quote: "4,112 a day",
				Kind: "document", Locator: "p. 1"}, {Title: "A clerk", Kind: "person", Contact: "by the gate", AccessedOn: "2026-01-02",
				Confidential: true, Class: "secondary"}} {
				if _, err := s.AddEvidence(ctx, news.Reviewer, place.ClaimID, e); err != nil {
					t.Fatal(err)
				}
			}
			sources, err := s.Sources(ctx, news.Reviewer, news.Desk.ID, "")
			if err != nil || len(sources) != 2 {
				t.Fatalf("%d sources: %v", len(sources), err)
			}
			clerk, count := sources[0].ID(), sources[1].ID()
			text := models.NewSnapshot{
				Name:      "count.txt",
				MediaType: "text/plain",
				Content:   []byte("We counted 4,112 a day."),
				Words:     "We counted 4,112 a day.",
			}
			kept, err := s.AddSnapshot(ctx, news.SecondReviewer, count, text)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.AddSnapshot(ctx, news.Reviewer, count, text); err != nil {
				t.Errorf("the same bytes again: %v", err)
			}
			if found, _ := filepath.Glob(filepath.Join(folder, "*", "*")); len(found) != 1 {
				t.Errorf("%d files are kept: %v", len(found), found)
			}
			page, err := s.SourcePage(ctx, news.Auditor, count)
			testutil.Must(t, err)
			testutil.Len(t, "the page has: page.Snapshots", page.Snapshots, 2)
			testutil.Len(t, "the page has: page.Uses", page.Uses, 1)
			testutil.Equal(t, "the page has: page.Uses[0].Answers[kept.ID]", page.Uses[0].Answers[kept.ID], models.QuoteFound)
			_, file, err := s.Snapshot(ctx, news.Auditor, kept.ID)
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(file)
			if err := errors.Join(err, file.Close()); err != nil || string(content) != "We counted 4,112 a day." {
				t.Errorf("the file contains %q: %v", content, err)
			}
			snapshotRefusals(t, s.AddSnapshot, news, count, clerk, text)
			for _, who := range []models.Reader{news.OtherDeskReviewer, news.SecondReviewer} {
				if _, err := s.SourcePage(ctx, who, clerk); !errors.Is(err, models.ErrNotFound) {
					t.Errorf("%s sees the confidential source: %v", who.Name, err)
				}
			}
			if _, _, err := s.Snapshot(ctx, news.OtherDeskReviewer, kept.ID); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("a user of another desk exports a snapshot: %v", err)
			}
			verify(t, s)
			if err := os.Remove(filepath.Join(folder, kept.SHA256[:2], kept.SHA256)); err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Snapshot(ctx, news.Auditor, kept.ID); err == nil || errors.Is(err, models.ErrNotFound) {
				t.Errorf("a missing file: %v", err)
			}
			if v, err := s.Verify(ctx); err != nil || !strings.Contains(v.Break, "the file of snapshot 1 cannot be opened") {
				t.Errorf("verify with a missing file: %+v %v", v, err)
			}
		})
	}
}

func snapshotRefusals(
	t *testing.T,
	add func(_ context.Context, _ models.Reader, _ int64, _ models.NewSnapshot) (models.Snapshot, error),
	news storetest.Fixture,
	count, clerk int64,
	text models.NewSnapshot,
) {
	t.Helper()
	for _, c := range []struct {
		who    models.Reader
		source int64
		want   error
	}{{news.Auditor, count, models.ErrForbidden}, {news.Writer, count, models.ErrForbidden}, {news.OtherDeskReviewer, count, models.ErrNotFound}, {news.SecondReviewer, clerk, models.ErrNotFound}} {
		if _, err := add(ctx, c.who, c.source, text); !errors.Is(err, c.want) {
			t.Errorf("%s adds a snapshot: %v, want %v", c.who.Name, err, c.want)
		}
	}
	for _, n := range []models.NewSnapshot{{MediaType: "text/plain"}, {MediaType: "application/zip", Content: []byte("PK")}, {MediaType: "text/plain", Content: make([]byte, models.MaxSnapshotSize+1)}} {
		if _, err := add(ctx, news.Reviewer, count, n); !models.IsValidationError(err) {
			t.Errorf("%s of %d bytes: %v", n.MediaType, len(n.Content), err)
		}
	}
}
