package store_test

import (
	"strings"
	"testing"

	"linecheck/store/storetest"
)

// TestVerifyComparesTheSearchIndex changes the index in several ways. Verify must notice each, and Reindex mend it.
func TestVerifyComparesTheSearchIndex(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		n := storetest.Newsroom(t, s)
		storetest.FullArticle(t, s, n)
		verify := func() string {
			t.Helper()
			v, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return v.Break
		}
		if wrong := verify(); wrong != "" {
			t.Fatal(wrong)
		}
		changes := []string{
			"DELETE FROM search_sentence WHERE rowid = (SELECT max(id) FROM sentences)",
			"INSERT INTO search_claim (rowid, words, desk) VALUES (900000, 'bridge', 1)",
			"INSERT OR REPLACE INTO search_note (rowid, words, desk) SELECT max(id), 'other words', 1 FROM annotations WHERE note <> ''",
			"INSERT OR REPLACE INTO search_article (rowid, words, desk) SELECT max(id), max(title), 999 FROM articles",
		}
		if strings.HasPrefix(address, "postgres") {
			changes = []string{
				"DELETE FROM search_words WHERE what = 'sentence' AND id = (SELECT max(id) FROM sentences)",
				"INSERT INTO search_words VALUES ('claim', 900000, 1, searched_words('bridge'))",
				"UPDATE search_words SET words = searched_words('other words') WHERE what = 'note'",
				"UPDATE search_words SET desk_id = 999 WHERE what = 'article'",
			}
		}
		for _, change := range changes {
			storetest.Exec(t, address, change)
			if wrong := verify(); !strings.Contains(wrong, "search index") {
				t.Errorf("after %s: %q", change, wrong)
			}
			if rows, err := s.Reindex(ctx); err != nil || rows == 0 {
				t.Fatal(rows, err)
			}
			if wrong := verify(); wrong != "" {
				t.Errorf("made again after %s: %s", change, wrong)
			}
		}
	})
}
