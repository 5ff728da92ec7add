package storetest_test

import (
	"context"
	"strconv"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

func TestCopies(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { testCopies(t, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { testCopies(t, storetest.Postgres(t)) })
}

// testCopies makes copies, verifies every text, status and counter, and continues to work with them.
func testCopies(t *testing.T, address string) {
	s, ctx := storetest.Open(t, address), context.Background()
	news := storetest.Newsroom(t, s)
	article := storetest.CheckedArticle(t, s, news, 12, 20)
	storetest.CopyArticle(t, address, article, 7)
	checkVerify(t, s)
	board, err := s.Dashboard(ctx, news.Editor, models.Filter{}, models.Page{})
	if err != nil {
		t.Fatal(err)
	}
	testutil.Equal(t, "board.Articles", board.Articles, 8)
	testutil.Equal(t, "board.Totals.Claims", board.Totals.Claims, 8*20)
	testutil.Len(t, "board.Rows", board.Rows, 8)
	testutil.Equal(t, "board.Rows[7].Counts", board.Rows[7].Counts, board.Rows[0].Counts)
	rows, last, lastClaim := 0, 0, ""
	err = s.EachAnnotation(ctx, news.Editor, models.Filter{}, func(row models.AnnotationExportRow) error {
		rows++
		claim := string(row[6])
		id, _ := strconv.Atoi(string(row[14])) // none for an unchecked claim
		if claim == lastClaim && id <= last {
			t.Errorf("claim %s: annotation %d after %d", claim, id, last)
		}
		last, lastClaim = id, claim
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows != 8*(20+2) {
		t.Errorf("%d rows of annotations, want an annotation a claim and the two unchecked of every article", rows)
	}
	storetest.CheckedArticle(t, s, news, 12, 20)
	checkVerify(t, s)
}

func checkVerify(t *testing.T, s *store.Store) {
	t.Helper()
	v, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if v.Break != "" {
		t.Fatalf("verify: %s", v.Break)
	}
}
