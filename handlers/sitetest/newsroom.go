package sitetest

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// FillNewsroom fills the sample newsroom. It has an article with claims of every status, one of them in
// disagreement; an article with so many claims that their list has several pages; one that nobody has read; one
// in the trash; and one of another desk.
func FillNewsroom(t testing.TB, s *store.Store) (storetest.Fixture, models.Article) {
	t.Helper()
	ctx, n := context.Background(), storetest.Newsroom(t, s)
	bridge := storetest.AddArticle(t, s, n)
	count := storetest.AddClaim(t, s, n.Reviewer, bridge, "More than 4,000 people")
	GiveVerdict(t, s, n.Reviewer, count, "sourced")
	GiveVerdict(t, s, n.SecondReviewer, count, "disputed")
	GiveVerdict(t, s, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, bridge, "March 3"), "sourced")
	GiveVerdict(t, s, n.SecondReviewer, storetest.AddClaim(t, s, n.SecondReviewer, bridge, "1911"), "unverified")
	storetest.AddClaim(t, s, n.Reviewer, bridge, "€12 million")
	page, err := s.ArticlePage(ctx, n.Reviewer, bridge.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.MarkRead(ctx, n.SecondReviewer, page.Sentences[0].ID); err != nil {
		t.Fatal(err)
	}
	long := CreateArticle(t, s, n.Reviewer, n.Desk, "A long read", strings.Repeat("Ten people came on Monday. ", 60))
	for i := range 53 {
		at := i * len("Ten people came on Monday. ")
		place, err := s.CreateClaim(ctx, n.SecondReviewer, long.ID, models.Selection{Start: at, End: at + 3, Quote: "Ten"})
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			GiveVerdict(t, s, n.SecondReviewer, place, "disputed")
		}
	}
	CreateArticle(t, s, n.Writer, n.Desk, "Untouched", "Nobody has read this. Not at all.")
	gone := CreateArticle(t, s, n.Editor, n.Desk, "Thrown away", "It was wrong. All of it.")
	GiveVerdict(t, s, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, gone, "wrong"), "sourced")
	if err := s.TrashArticle(ctx, n.Editor, gone.ID); err != nil {
		t.Fatal(err)
	}
	elsewhere := CreateArticle(t, s, n.OtherDeskReviewer, n.OtherDesk, "Elsewhere", "Another desk writes this. It is theirs.")
	storetest.AddClaim(t, s, n.OtherDeskReviewer, elsewhere, "theirs")
	return n, bridge
}

// CreateArticle adds an article.
func CreateArticle(t testing.TB, s *store.Store, who models.Reader, desk models.Desk, title, text string) models.Article {
	t.Helper()
	a, err := s.CreateArticle(context.Background(), who, models.NewArticle{Title: title, Text: text, DeskID: desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// GiveVerdict annotates a claim's current version.
func GiveVerdict(t testing.TB, s *store.Store, who models.Reader, at models.Location, status string) {
	t.Helper()
	ctx := context.Background()
	page, err := s.SentencePage(ctx, who, at.ArticleID, at.Ordinal)
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range page.Claims {
		if card.Claim.ID != at.ClaimID {
			continue
		}
		tag := models.AnnotationInput{Status: status, Version: card.Version, Note: "as I see it"}
		if status == "sourced" {
			tag.Evidence = []models.NewEvidence{{Title: "City register", URL: "https://city.example/register", Class: "primary"}}
		}
		if _, err := s.Annotate(ctx, who, at.ClaimID, tag); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("claim %d is not there", at.ClaimID)
}

// CountListed counts the rows of a list on all its pages, and returns the total that it shows.
func (v Caller) CountListed(address string) (rows, said int) {
	v.T.Helper()
	said = -1
	for address != "" {
		address, _, _ = strings.Cut(address, "#") // browsers do not send the fragment
		part := v.Page(address)
		rows += part.Find(".rows > li, table.articles tbody tr").Length()
		if total := part.Find("[data-total]"); total.Length() > 0 {
			said = Number(v.T, VisibleText(total))
		}
		next, _ := part.Find("a[rel=next]").Attr("href")
		address = next
	}
	return rows, said
}

// Number parses an integer as pages format it.
func Number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(s, "\u202f", ""))
	if err != nil {
		t.Fatalf("%q is no figure", s)
	}
	return n
}
