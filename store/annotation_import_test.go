package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// importTest is an article whose annotations are edited in a spreadsheet and imported.
type importTest struct{ revisionTest }

// withImportTest runs a test on an article with three claims: Rana's verdict is disputed, Sam's is sourced,
// and one has no verdict.
func withImportTest(t *testing.T, test func(s importTest, disputed, sourced, unchecked int64)) {
	withRevisionTest(t, func(v revisionTest) {
		disputed, sourced, unchecked := v.claim("More than 4,000 people"), v.claim("March 3"), v.claim("€12 million")
		v.annotate(v.fixture.Reviewer, disputed.ClaimID, "disputed")
		v.annotate(v.fixture.SecondReviewer, sourced.ClaimID, "sourced")
		test(importTest{v}, disputed.ClaimID, sourced.ClaimID, unchecked.ClaimID)
	})
}

// exportedRows returns the article's exported rows, as an unchanged spreadsheet would contain them.
func (s importTest) exportedRows(who models.Reader) []models.AnnotationRow {
	s.t.Helper()
	var list []models.AnnotationRow
	err := s.s.EachAnnotation(ctx, who, models.Filter{ArticleID: s.article.ID}, func(record models.AnnotationExportRow) error {
		cells := map[string]string{}
		for i, name := range models.AnnotationColumns {
			cells[name] = string(record[i])
		}
		list = append(list, models.ParseAnnotationRow(len(list)+2, cells))
		return nil
	})
	s.ok(err)
	return list
}

// editedRow returns the row of a claim with another status and note.
func (s importTest) editedRow(who models.Reader, claim int64, status, note string) models.AnnotationRow {
	s.t.Helper()
	rows := s.exportedRows(who)
	i := slices.IndexFunc(rows, func(r models.AnnotationRow) bool { return r.ClaimID == claim })
	rows[i].Status, rows[i].Note = status, note
	return rows[i]
}

// plan returns the import plan of rows.
func (s importTest) plan(who models.Reader, rows ...models.AnnotationRow) models.AnnotationPlan {
	s.t.Helper()
	return must(s.s.PlanAnnotationImport(ctx, who, s.article.ID, rows))(s.t)
}

// checkRow checks the planned state of one row and its explanation, and that the import does the same.
func (s importTest) checkRow(who models.Reader, row models.AnnotationRow, fate models.RowState, says ...string) {
	s.t.Helper()
	got := s.plan(who, row).Rows[0]
	all := strings.Join([]string{got.Reason.String(), got.Was.String(), got.Now.String()}, " | ")
	for _, words := range says {
		if !strings.Contains(all, words) {
			s.t.Errorf("%+v: %s, want %q", row, all, words)
		}
	}
	if got.State != fate {
		s.t.Errorf("%+v is %s (%s), want %s", row, got.State, all, fate)
	}
	before := must(s.s.Chain(ctx))(s.t).Length
	_, err := s.s.ImportAnnotations(ctx, who, s.article.ID, "x.csv", []models.AnnotationRow{row})
	if fate != models.RowNew && !errors.Is(err, models.ErrPlanChanged) {
		s.t.Errorf("a row with the state %s is imported: %v", fate, err)
	}
	if wrote := must(s.s.Chain(ctx))(s.t).Length - before; wrote > 0 != (fate == models.RowNew) {
		s.t.Errorf("a row that is %s wrote %d events", fate, wrote)
	}
}

func TestImportOfUneditedRowsChangesNothing(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, disputed, _, _ int64) {
		for _, who := range []models.Reader{s.fixture.Reviewer, s.fixture.SecondReviewer, s.fixture.Editor} {
			for _, row := range s.plan(who, s.exportedRows(who)...).Rows {
				if row.State != models.RowSame {
					s.t.Errorf("for %s, line %d is %s: %s", who.Name, row.Line, row.State, row.Reason)
				}
			}
		}
		old := s.exportedRows(s.fixture.Editor)
		s.annotate(s.fixture.SecondReviewer, disputed, "unverified") // the older export is then out of date
		for _, row := range s.plan(s.fixture.Editor, old...).Rows {
			if row.State != models.RowSame {
				s.t.Errorf("line %d of an old file is %s: %s", row.Line, row.State, row.Reason)
			}
		}
	})
}

func TestImportedAnnotationsAreTheImporters(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, disputed, sourced, unchecked int64) {
		rana, edda := s.fixture.Reviewer, s.fixture.Editor
		s.checkRow(rana, s.editedRow(rana, unchecked, "unverified", "=Nobody knows\nanything"), models.RowNew)
		card := s.card(unchecked)
		if a := card.Annotations[0]; card.Status != models.Unverified || a.Name != "Rana Reviewer" || a.Note != "=Nobody knows\nanything" {
			s.t.Errorf("the imported annotation is %+v", a)
		}
		s.checkRow(rana, s.editedRow(rana, disputed, "unverified", "Nobody answers."), models.RowNew)
		if card := s.card(disputed); card.Status != models.Unverified || len(card.Annotations) != 2 {
			s.t.Errorf("the import replaced an annotation of the reader's own: %+v", card.Claim)
		}
		s.checkRow(edda, models.AnnotationRow{Line: 2, ClaimID: disputed, Status: "disputed", Note: "No."}, models.RowNew)
		if card := s.card(disputed); !card.Disagree {
			s.t.Errorf("an editor's row is no verdict of their own: %+v", card.Claim)
		}
		s.checkRow(edda, models.AnnotationRow{Line: 2, ClaimID: disputed, Status: "disputed", Note: "No."}, models.RowSame)
		record := must(
			s.s.AuditLog(ctx, s.fixture.Auditor, models.AuditFilter{ArticleID: s.article.ID, Person: rana.UserID}, models.Page{}),
		)(
			s.t,
		)
		if record.Entries[0].Action != "annotations imported" || record.Entries[1].Action != "annotation made" {
			s.t.Errorf("the audit log has %s, %s", record.Entries[0].Action, record.Entries[1].Action)
		}
		s.checkRow(s.fixture.SecondReviewer, s.editedRow(s.fixture.SecondReviewer, sourced, "sourced", "Still."), models.RowNew)
	})
}

func TestImportRefusesInvalidRows(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, disputed, sourced, unchecked int64) {
		rana := s.fixture.Reviewer
		s.checkRow(rana, s.editedRow(rana, unchecked, "sourced", ""), models.RowRefused, "“Sourced” needs evidence: one primary source")
		s.checkRow(rana, s.editedRow(rana, unchecked, "true", ""), models.RowRefused, "sourced, disputed or unverified")
		s.checkRow(rana, s.editedRow(rana, unchecked, "", "A note alone."), models.RowRefused, "sourced, disputed or unverified")
		s.checkRow(rana, s.editedRow(rana, unchecked, "disputed", strings.Repeat("x", 10_001)), models.RowRefused, "10,000 characters")
		s.checkRow(rana, s.editedRow(rana, unchecked, "disputed", "a\x00b"), models.RowRefused, "NUL")
		s.checkRow(rana, s.editedRow(rana, sourced, "disputed", ""), models.RowRefused, "That is what Sam Second says")
		s.checkRow(s.fixture.Editor, s.editedRow(rana, sourced, "disputed", ""), models.RowRefused, "That is what Sam Second says")
		s.checkRow(rana, models.AnnotationRow{Line: 2, ClaimID: 9999, Status: "disputed"}, models.RowRefused, "no claim 9999")
		s.checkRow(
			rana,
			models.AnnotationRow{Line: 2, ClaimID: unchecked, AnnotationID: s.exportedRows(rana)[0].AnnotationID, Status: "disputed"},
			models.RowRefused,
			"has no annotation",
		)
		s.checkRow(rana, s.editedRow(rana, disputed, "", ""), models.RowRefused, "withdrawn, where its claim stands")
		for cell, says := range map[string]string{"x": "no claim_id", "-1": "no claim_id", "1.5": "no claim_id", "": "claim_id is empty", "99999999999999999999": "no claim_id"} {
			row := models.ParseAnnotationRow(2, map[string]string{"claim_id": cell, "status": "disputed", "note": "Not so."})
			s.checkRow(rana, row, models.RowRefused, says)
		}
		twice := s.plan(rana, s.editedRow(rana, unchecked, "disputed", "One."), s.editedRow(rana, unchecked, "disputed", "Two."))
		if twice.Rows[0].State != models.RowNew || twice.Rows[1].State != models.RowRefused ||
			!strings.Contains(twice.Rows[1].Reason.String(), "says something of this claim already") {
			s.t.Errorf("two rows for one claim: %+v", twice.Rows)
		}
		lost := s.claim("no choice")
		row := s.editedRow(rana, lost.ClaimID, "disputed", "")
		s.draft(s.fixture.Writer, "\"We had no choice,\" said Mayor Ines Okoro.", "Nothing was said.")
		row.Version, row.ClaimStatus = 0, ""
		s.checkRow(rana, row, models.RowRefused, "no longer in the text")
	})
}

func TestImportRefusesOutdatedRows(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, disputed, sourced, unchecked int64) {
		rana, sam := s.fixture.Reviewer, s.fixture.SecondReviewer
		row := s.editedRow(rana, unchecked, "disputed", "As far as I know.")
		s.annotate(sam, unchecked, "unverified")
		s.checkRow(rana, row, models.RowStale, "unchecked", "unverified")
		row.Version = 0 // a file without that column is still checked by the status
		s.checkRow(rana, row, models.RowStale, "unchecked", "unverified")
		row.ClaimStatus = "" // without both, staleness is unknown
		s.checkRow(rana, row, models.RowNew)

		row = s.editedRow(rana, disputed, "unverified", "I was wrong.")
		if _, err := s.s.AddEvidence(ctx, sam, disputed, models.NewEvidence{Title: "A book", Class: "secondary",
			Kind: "document", Locator: "p. 1"}); err != nil {
			s.t.Fatal(err)
		}
		s.checkRow(rana, row, models.RowStale, "Somebody changed the claim", fmt.Sprintf("version %d", row.Version), "(disputed)")

		row = s.editedRow(rana, disputed, "unverified", "I was wrong.")
		row.ClaimStatus, row.Version = "", 0
		s.annotate(rana, disputed, "sourced")
		s.checkRow(rana, row, models.RowStale, "Your annotation no longer counts", "disputed", "sourced")
		_ = sourced
	})
}

// Two people import a file each. The second sees what the first one's import changed, and none of the second file is imported.
func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, disputed, _, unchecked int64) {
		rana := s.fixture.Reviewer
		other := s.claim("1911")
		rows := []models.AnnotationRow{s.editedRow(rana, other.ClaimID, "disputed", "No."), s.editedRow(rana, unchecked, "disputed", "No.")}
		if plan := s.plan(rana, rows...); len(plan.NewRows()) != 2 {
			s.t.Fatalf("%+v", plan.Rows)
		}
		s.annotate(s.fixture.SecondReviewer, unchecked, "unverified")
		before := must(s.s.Chain(ctx))(s.t).Length
		plan, err := s.s.ImportAnnotations(ctx, rana, s.article.ID, "x.csv", rows)
		testutil.True(s.t, "errors.Is(err, models.ErrStale)", errors.Is(err, models.ErrStale))
		testutil.Len(s.t, "plan.Of(models.RowStale)", plan.RowsIn(models.RowStale), 1)
		testutil.Len(s.t, "plan.New()", plan.NewRows(), 1)
		testutil.Equal(s.t, "must(s.s.Chain(ctx))(s.t).Length", must(s.s.Chain(ctx))(s.t).Length, before)
		if _, err := s.s.ImportAnnotations(ctx, rana, s.article.ID, "x.csv", nil); refusalAt(err, "rows") == "" {
			s.t.Errorf("nothing at all: %v", err)
		}
		for who, want := range map[*models.Reader]error{&s.fixture.Writer: models.ErrForbidden, &s.fixture.Auditor: models.ErrForbidden, &s.fixture.OtherDeskReviewer: models.ErrNotFound} {
			_, planned := s.s.PlanAnnotationImport(ctx, *who, s.article.ID, rows)
			_, imported := s.s.ImportAnnotations(ctx, *who, s.article.ID, "x.csv", rows[:1])
			if !errors.Is(planned, want) || !errors.Is(imported, want) {
				s.t.Errorf("%s: %v, %v", who.Name, planned, imported)
			}
		}
		_ = disputed
	})
}

// No row reveals others' verdicts to a reviewer who checks blind.
func TestImportRevealsNothingToBlindReviewers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := blindDesk(t, s)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "March 3")
		annotateCurrent(
			t,
			s,
			news,
			news.Reviewer,
			claim,
			models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary",
				Kind: "document", Locator: "p. 1"}}},
		)
		b := importTest{revisionTest{&boundaryTest{t: t, s: s, fixture: news, article: article}}}
		row := b.editedRow(news.SecondReviewer, claim.ClaimID, "sourced", "")
		if row.ClaimStatus != "sealed" || row.AnnotationID != 0 {
			t.Fatalf("the blind reader's file has %+v", row)
		}
		b.checkRow(news.SecondReviewer, row, models.RowRefused, "“Sourced” needs evidence") // others' evidence does not count
		mine := b.exportedRows(news.Reviewer)[0].AnnotationID
		b.checkRow(
			news.SecondReviewer,
			models.AnnotationRow{Line: 2, ClaimID: claim.ClaimID, AnnotationID: mine, Status: "disputed"},
			models.RowRefused,
			fmt.Sprintf("has no annotation %d", mine),
		)
		row.Version--
		row.Status, row.Note = "disputed", "Not so."
		if got := b.plan(news.SecondReviewer, row).Rows[0]; got.State != models.RowStale || strings.Contains(got.Now.String(), "sourced") {
			t.Errorf("an old row tells %+v", got)
		}
		row.Version++
		b.checkRow(news.SecondReviewer, row, models.RowNew)
	})
}
