package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// signWithoutSecondPerson returns an article that one editor checked and signed alone. The desk's policy
// allowed that at the time. Another editor vouched for the article's words.
func signWithoutSecondPerson(t *testing.T, s *store.Store, n storetest.Fixture) models.Article {
	t.Helper()
	ctx := context.Background()
	a := sitetest.CreateArticle(t, s, n.Editor, n.Desk, "Bridge", "It was built in 1911. Rain fell.")
	if err := s.VouchForWriter(ctx, n.Admin, a.ID, 1, "She wrote to me."); err != nil {
		t.Fatal(err)
	}
	smallDesk(t, s, n, true)
	claim := storetest.AddClaim(t, s, n.Editor, a, "1911")
	version := must(s.ClaimDetail(ctx, n.Editor, claim.ClaimID))(t).Version
	must(
		s.Annotate(
			ctx,
			n.Editor,
			claim.ClaimID,
			models.AnnotationInput{Status: "sourced", Override: "I read the stone.", Version: version},
		),
	)(
		t,
	)
	page := must(s.ArticlePage(ctx, n.Editor, a.ID))(t)
	for _, sentence := range append(page.Sentences, page.TitleSentence) {
		must(s.MarkRead(ctx, n.Editor, sentence.ID))(t)
	}
	for _, reason := range must(s.GatePage(ctx, n.Editor, a.ID))(t).Gate.OpenReasons() {
		must(s.OverrideGate(ctx, n.Editor, a.ID, models.OverrideInput{Code: string(reason.Code), Reason: "Nobody else is here."}))(t)
	}
	gate := must(s.GatePage(ctx, n.Editor, a.ID))(t)
	if err := s.SignOff(ctx, n.Editor, a.ID, models.SignOffInput{SHA256: gate.Revision.SHA256, Changes: gate.Changes}); err != nil {
		t.Fatal(err)
	}
	return a
}

// Both copies, as pages and as Word files, begin with how the article was signed.
func TestCopiesBeginWithHowTheArticleWasSigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := signWithoutSecondPerson(t, s, n)
		smallDesk(t, s, n, false)
		v := sitetest.VisitAs(t, s, n.Auditor)
		lines := []string{
			"Checked and signed without a second person: the title and sentences 1–2",
			"✓ Signed off",
			"Signed under less than the desk asks for now: a second person could be done without.",
		}
		for _, name := range []string{"print", "corrections"} {
			page := v.Page(fmt.Sprintf("/articles/%d/%s", a.ID, name))
			checkContains(t, page.Find(".copy-standing"), lines...)
			checkContains(t, page.Find(".copy-facts"), "Words of revision 1", n.Admin.Name+" vouches for that", "She wrote to me.")
			if head := page.Find(".copy-head").Text(); strings.Index(head, "without a second person") > strings.Index(head, "SHA-256") {
				t.Errorf("%s does not begin with its state: %s", name, head)
			}
			file := docxText(t, v.Get(fmt.Sprintf("/articles/%d/%s.docx", a.ID, name)))
			for _, line := range append(lines[:2:2], "a second person could be done without", "vouches", "She wrote to me.") {
				if !strings.Contains(file, line) {
					t.Errorf("%s.docx does not say %q", name, line)
				}
			}
			if strings.Index(file, "without a second person") > strings.Index(file, "It was built in") {
				t.Errorf("%s.docx does not begin with its state", name)
			}
		}
		checking := v.Page(fmt.Sprintf("/articles/%d/print", a.ID))
		checkContains(t, checking.Find(".copy-claim"), "by override", "I read the stone.")
		checkContains(t, checking.Find(".copy-gate"), "overridden by Edda Editor", ": the title and sentences 1–2", "Nobody else is here.")
		checkContains(t, checking.Find(".copy-title-state"), "Title: ✓ nothing to check Edda Editor")
	})
}

// Copies mark findings from an imported file as such.
func TestCopiesMarkImportedFindings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, article, v := newWorkedArticle(t, s)
		content := v.Get(fmt.Sprintf("/articles/%d/article.json", article.ID)).Text
		again := must(s.ImportArticle(context.Background(), n.Editor, n.Desk.ID, "article.json", []byte(content)))(t)
		page := v.Page(fmt.Sprintf("/articles/%d/print", again.ID))
		checkContains(t, page.Find(".copy-standing"), "! In check. The gate is closed", "according to a file brought in by Edda Editor on")
		if said := page.Find(".copy-said"); said.Length() == 0 || said.Not(".past").Length() > 0 {
			t.Errorf("%d of %d verdicts of a file look as if they counted", said.Not(".past").Length(), said.Length())
		}
		checkContains(t, page.Find(".copy-said").First(), "according to a file brought in by Edda Editor", "does not count")
		if n := page.Find(".copy-state .clear, .copy-state .done").Length(); n > 0 {
			t.Errorf("%d sentences of a file look as if somebody had read them", n)
		}
	})
}
