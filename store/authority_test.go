package store_test

import (
	"errors"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// An article file gives nobody an account, a role or a sign-in, and changes no other article: neither that of the people it
// names here, nor the article from which it was exported.
func TestImportGivesNobodyAccountOrRole(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		annotateCurrent(t, s, n, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, article, "March 3"), paperEvidence("Register"))
		file := must(s.ArticleFile(ctx, n.Auditor, article.ID))(t)
		for i := range file.People {
			if file.People[i].ID == n.Reviewer.UserID {
				file.People[i].Email = n.OtherDeskReviewer.Email // who has an account, but does not belong to this desk
			}
		}
		file.People = append(file.People, models.FilePerson{ID: 1 << 40, Name: "Nobody Here", Email: "nobody@example.org"})
		state := func() string {
			original := must(s.ArticleFile(ctx, n.Auditor, article.ID))(t)
			original.Export = models.FileExport{}
			return string(encodeFile(t, original)) + "\n" +
				strings.Join(storetest.ReadColumn(t, address, "SELECT user_id || ' ' || desk_id || ' ' || role FROM memberships ORDER BY 1"), "\n") +
				strings.Join(storetest.ReadColumn(t, address, "SELECT email FROM users WHERE disabled_at IS NULL ORDER BY 1"), "\n")
		}
		before := state()
		imported := must(s.ImportArticle(ctx, n.Editor, n.Desk.ID, "x.json", encodeFile(t, file)))(t)
		if imported.ID == article.ID {
			t.Error("the import took the place of the article")
		}
		if after := state(); after != before {
			t.Errorf("the article, the memberships or the open accounts changed from\n%s\nto\n%s", before, after)
		}
		if _, err := s.ArticlePage(ctx, n.OtherDeskReviewer, imported.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a person of another desk whom the file names sees the article: %v", err)
		}
		for _, email := range storetest.ReadColumn(t, address, "SELECT email FROM users WHERE disabled_at IS NOT NULL ORDER BY 1") {
			for _, password := range []string{"", storetest.Password} {
				if _, _, err := s.SignIn(ctx, email, password, models.Session{}); !errors.Is(err, models.ErrSignedOut) {
					t.Errorf("%s signs in: %v", email, err)
				}
			}
		}
		verify(t, s)
	})
}
