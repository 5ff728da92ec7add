package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// browserLineEnds converts every line break to that of a browser's form.
var browserLineEnds = strings.NewReplacer("\r\n", "\r\n", "\r", "\r\n", "\n", "\r\n")

// A file passes through its preview, whose form has other line breaks, and is stored byte for byte.
func TestDraftFromFileIsStoredToTheByte(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		v := sitetest.VisitAs(t, s, news.Writer)
		for i, content := range []string{"One.\r\nTwo.\r\n", "One.\rTwo.\r", "\uFEFFOne.\nTwo, later.\n", "One.\r\n\rTwo.\n"} {
			name := fmt.Sprintf("draft%d.txt", i)
			page := v.Upload(fmt.Sprintf("/articles/%d/previews", article.ID), url.Values{"base": {strconv.Itoa(i + 1)}, "text": {""}}, name, []byte(content)).
				Document(t, http.StatusOK)
			fields := url.Values{}
			for _, field := range []string{"base", "original", "file-name", "text"} {
				fields.Set(field, browserLineEnds.Replace(fieldValue(page, field)))
			}
			v.Post(fmt.Sprintf("/articles/%d/revisions", article.ID), fields)
			now, err := s.ArticlePage(t.Context(), news.Writer, article.ID)
			testutil.Must(t, err)
			testutil.Equal(t, "now.Revision.Number", now.Revision.Number, i+2)
			testutil.Equal(t, "now.Revision.Text", now.Revision.Text, strings.TrimPrefix(content, "\uFEFF"))
			testutil.Equal(t, "now.Revision.OriginalName", now.Revision.OriginalName, name)
		}
	})
}

// A selection from a page of an older revision is rejected. A quote identifies words only within a sentence.
func TestSelectionOnOlderRevisionIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		lost := storetest.AddClaim(t, s, news.Reviewer, article, "€12 million")
		old, err := s.ArticlePage(t.Context(), news.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		draft := strings.Replace(strings.Replace(storetest.Text, "Repairs cost €12 million.\n\n", "", 1), "March 3", "March 13", 1)
		if _, err := s.ReviseArticle(t.Context(), news.Writer, article.ID, models.NewRevision{Text: draft, Base: 1}); err != nil {
			t.Fatal(err)
		}
		two := old.Sentences[4]
		across := url.Values{
			"revision": {"1"},
			"start":    {strconv.Itoa(two.Start - 3)},
			"end":      {strconv.Itoa(two.Start + 9)},
			"ordinal":  {"5"},
		}
		v := sitetest.VisitAs(t, s, news.SecondReviewer)
		claims, placements := fmt.Sprintf("/articles/%d/claims", article.ID), fmt.Sprintf("/claims/%d/placements", lost.ClaimID)
		if page := v.Post(claims, across).Document(t, http.StatusConflict); page.Find("#cards").AttrOr("data-n", "") != "4" ||
			!strings.Contains(sitetest.VisibleText(page.Find("#refusal")), "new revision came in") {
			t.Errorf("refused with %q at %q", sitetest.VisibleText(page.Find("#refusal")), page.Find("#cards").AttrOr("data-n", ""))
		}
		across.Del("revision")
		v.Post(claims, across).Document(t, http.StatusUnprocessableEntity)
		version := v.Page(fmt.Sprintf("/articles/%d/sentences/5", article.ID)).Find("form.place [name=version]").AttrOr("value", "")
		place := url.Values{
			"version":  {version},
			"revision": {"1"},
			"start":    {strconv.Itoa(two.Start - 3)},
			"end":      {strconv.Itoa(two.Start + 9)},
		}
		if page := v.Post(placements, place).Document(t, http.StatusConflict); page.Find("#cards").AttrOr("data-n", "") != "4" {
			t.Errorf("a place of an older draft was refused at %q", page.Find("#cards").AttrOr("data-n", ""))
		}
		place = url.Values{"version": {version}, "sentence": {strconv.FormatInt(two.ID, 10)}, "whole": {"1"}}
		if page := v.Post(placements, place).Document(t, http.StatusConflict); page.Find("#cards").AttrOr("data-n", "") != "5" {
			t.Errorf("a place in a sentence of an older draft was refused at %q", page.Find("#cards").AttrOr("data-n", ""))
		}
		now, err := s.ArticlePage(t.Context(), news.Reviewer, article.ID)
		if err != nil || len(now.Lost) != 1 {
			t.Errorf("%d claims are lost: %v", len(now.Lost), err)
		}
	})
}
