package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// forgedFile returns a file of an article with one sentence that claims that everything was read, proved,
// decided and signed by somebody at the desk.
func forgedFile(t *testing.T, s *store.Store, n storetest.Fixture) []byte {
	t.Helper()
	article := must(s.CreateArticle(ctx, n.Editor, models.NewArticle{Title: "Bridge", Text: "It was built in 1911.", DeskID: n.Desk.ID}))(t)
	place := storetest.AddClaim(t, s, n.SecondReviewer, article, "1911")
	annotateCurrent(t, s, n, n.SecondReviewer, place, paperEvidence("Register"))
	must(
		s.ProposeCorrection(
			ctx,
			n.SecondReviewer,
			place.ClaimID,
			models.NewCorrection{From: "1911", To: "1912", Version: card(t, s, n.Auditor, place).Version},
		),
	)(
		t,
	)
	for _, p := range must(s.ArticlePage(ctx, n.Editor, article.ID))(t).Sentences {
		must(s.MarkRead(ctx, n.SecondReviewer, p.ID))(t)
	}
	f := must(s.ArticleFile(ctx, n.Auditor, article.ID))(t)
	now, second := time.Now().UTC(), n.SecondReviewer.UserID
	claim := &f.Claims[0]
	claim.Outcomes = []models.FileOutcome{
		{Resolution: "stands", Reason: "So it is.", Exact: claim.Exact, Context: claim.Context, By: &second, At: now},
	}
	f.Revisions[0].Authorship = &models.FileAuthorship{By: second, Vouched: true, Reason: "They are hers.", At: now}
	f.Revisions[0].Sentences[0].Authors = []int64{second}
	for i := range f.Tracks {
		f.Tracks[i].State, f.Tracks[i].ReadByTwo = models.Done, true
	}
	for _, code := range models.GateCodes {
		f.Overrides = append(f.Overrides, models.FileOverride{Rule: string(code), Count: 1, Reason: "It may run.", By: second, At: now})
	}
	f.Article.State = models.Signed
	f.SignOffs = []models.FileSignOff{
		{
			Revision:    1,
			SHA256:      f.Revisions[0].SHA256,
			By:          n.Admin.UserID,
			Role:        models.Admin,
			At:          now,
			TitleSHA256: models.TitleSHA256(f.Article.Title),
			Rules:       models.CurrentRules,
		},
	}
	f.People = append(f.People, models.FilePerson{ID: n.Admin.UserID, Name: n.Admin.Name, Email: "admin@example.org"})
	return encodeFile(t, f)
}

// Nothing in a forged file counts as an assertion of somebody at the desk: it is shown as imported, and the
// gate requires all of it again.
func TestForgedFileMakesNothingCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := must(s.ImportArticle(ctx, n.Editor, n.Desk.ID, "forged.json", forgedFile(t, s, n)))(t)
		checkNothingCounts(t, must(s.ArticleFile(ctx, n.Auditor, article.ID))(t))
		whole := must(s.ArticleDetail(ctx, n.Auditor, article.ID))(t)
		if whole.State != models.Checking || whole.Gate.Open() || whole.Gate.SignOff != nil {
			t.Errorf("the imported article is %s, its gate open: %v", whole.State, whole.Gate.Open())
		}
		if s := whole.Sentences[0]; s.State != models.Open || s.RestRead {
			t.Errorf("the imported sentence is %s, rest read: %v", s.State, s.RestRead)
		}
		if whole.TitleSentence.State != models.Unread {
			t.Errorf("the imported title is %s", whole.TitleSentence.State)
		}
		claim := must(s.ClaimDetail(ctx, n.Auditor, whole.Claims[0].ID))(t)
		according := fmt.Sprintf("According to a file brought in by %s on %s.", n.Editor.Name, time.Now().UTC().Format(time.DateOnly))
		if a := claim.Annotations[0]; a.Counts || a.WhyNot.String() != according {
			t.Errorf("its verdict is shown as %+v", a)
		}
		if e := claim.Evidence[0]; e.WhyNot.String() != according {
			t.Errorf("its evidence is shown as %+v", e)
		}
		checkRows(
			t,
			"its row",
			columnsOf(annotationRows(t, s, n.Auditor)[1:], "reviewer", "claim_status", "status", "judged_text", "counts", "why_not"),
			"Sam Second · unchecked · sourced · 1911 · false · "+according,
		)
		page := must(s.GatePage(ctx, n.Admin, article.ID))(t)
		for _, r := range page.Gate.Reasons {
			if r.Override != nil || len(r.Covered) > 0 {
				t.Errorf("an override of the file covers %+v", r)
			}
		}
		if _, err := s.Resolve(ctx, n.Admin, claim.Claim.ID, models.OutcomeInput{Resolution: "corrected", Reason: "As proposed.", Version: claim.Version}); refusalAt(
			err,
			"resolution",
		) == "" {
			t.Errorf("a correction of the file ends the claim: %v", err)
		}
		verify(t, s)
	})
}

// A user who adds the words of an imported correction is their author, independent of the proposer in the
// file.
func TestCorrectionInAFileMakesNobodyElseTheAuthor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := must(s.ImportArticle(ctx, n.Editor, n.Desk.ID, "forged.json", forgedFile(t, s, n)))(t)
		text := strings.Replace(textOf(t, s, n, article.ID), "1911", "1912", 1)
		must(s.ReviseArticle(ctx, n.Editor, article.ID, models.NewRevision{Text: text, Base: 1}))(t)
		whole := must(s.ArticleDetail(ctx, n.Auditor, article.ID))(t)
		claim := must(s.ClaimDetail(ctx, n.Auditor, whole.Claims[0].ID))(t)
		if !claim.IsByAuthor(n.Editor.UserID) || claim.IsByAuthor(n.SecondReviewer.UserID) {
			t.Errorf(
				"the authors are %q; %d brought the words in, and %d only by a file's word",
				claim.Authors,
				n.Editor.UserID,
				n.SecondReviewer.UserID,
			)
		}
	})
}
