package store_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
	"linecheck/text/sentence"
)

// A file's markup is stored with the revision, shown with its sentences, and exported and imported
// completely. Changing the language segments the text again and keeps the regions.
func TestImportedMarkupIsStored(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		text := "The report is out. It names nobody.\n\nOne more thing"
		said := &models.ImportedMarkup{Hints: []models.RegionHint{{Start: 37, End: 51, Region: sentence.Caption}},
			Links:    []models.Link{{Start: 4, End: 10, Address: "https://ministry.example/report.pdf"}},
			Comments: []models.FileComment{{Start: 19, End: 35, Author: "Desk", Words: "Sure? <b>"}}}
		a, err := s.CreateArticle(ctx, news.Writer, models.NewArticle{Title: "Report", Text: text, DeskID: news.Desk.ID, Markup: said})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.EditArticle(ctx, news.Editor, a.ID, models.ArticleEdit{Title: "Report", Language: "de", Version: 1}); err != nil {
			t.Fatal(err)
		}
		shows := func(id int64) {
			t.Helper()
			for ordinal, want := range map[int][3]int{1: {1, 0}, 2: {0, 1}, 3: {0, 0}} {
				page, err := s.SentencePage(ctx, news.Reviewer, id, ordinal)
				testutil.Must(t, err)
				testutil.Len(t, "sentence: page.Links", page.Links, want[0])
				testutil.Len(t, "sentence: page.Notes", page.Comments, want[1])
				testutil.Equal(
					t,
					"sentence: (page.Sentence.Region == sentence.Caption)",
					(page.Sentence.Region == sentence.Caption),
					(ordinal == 3),
				)
			}
		}
		shows(a.ID)
		file, err := s.ArticleFile(ctx, news.Editor, a.ID)
		if err != nil || !reflect.DeepEqual(file.Revisions[0].Markup, said) {
			t.Fatalf("exported with %+v: %v", file.Revisions, err)
		}
		b, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.ImportArticle(ctx, news.Editor, news.Desk.ID, "report.json", b)
		if err != nil {
			t.Fatal(err)
		}
		shows(again.ID)
		if _, err := s.ImportArticle(ctx, news.Editor, news.Desk.ID, "report.json", []byte(strings.Replace(string(b), `"end":51`, `"end":52`, 1))); err == nil {
			t.Error("a hint beyond the text was accepted")
		}
	})
}
