package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// auditLogOf returns everything that an audit log shows a reader, on all its pages and in its file.
func auditLogOf(t *testing.T, s *store.Store, who models.Reader, f models.AuditFilter) (deeds []models.AuditEntry, all string) {
	t.Helper()
	for after := ""; ; {
		part := must(s.AuditLog(ctx, who, f, models.Page{After: after, Limit: 3}))(t)
		deeds = append(deeds, part.Entries...)
		if after = part.Next; after == "" {
			if len(deeds) != part.Total {
				t.Errorf("%d acts listed, %d counted", len(deeds), part.Total)
			}
			break
		}
	}
	rows := 0
	err := s.EachEvent(ctx, who, f, func(row models.EventExportRow) error {
		rows++
		all += fmt.Sprintf("%q\n", row)
		return nil
	})
	if err != nil || rows != len(deeds) {
		t.Errorf("%d acts listed, %d in the file: %v", len(deeds), rows, err)
	}
	for _, d := range deeds {
		all += fmt.Sprintf("%s %s %s %s\n", d.Name, d.Action, d.Before, d.After)
	}
	return deeds, all
}

func TestAuditLog(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		storetest.AddClaim(t, s, n.SecondReviewer, article, "€12 million")
		annotateCurrent(t, s, n, n.Reviewer, claim, models.AnnotationInput{Status: "sourced", Evidence: countEvidence})
		annotateCurrent(t, s, n, n.SecondReviewer, claim, models.AnnotationInput{Status: "disputed", Note: "not so"})
		whole, _ := auditLogOf(t, s, n.Auditor, models.AuditFilter{ArticleID: article.ID})
		first, last := whole[len(whole)-1], whole[0]
		testutil.Equal(t, "from: first.Action", first.Action, "article made")
		testutil.Equal(t, "from: last.Action", last.Action, "annotation made")
		testutil.Equal(t, "from: last.Name", last.Name, "Sam Second")
		testutil.Equal(t, "from: last.Exact", last.Exact, "More than 4,000 people")
		testutil.Equal(t, "from: last.Ordinal", last.Ordinal, claim.Ordinal)
		for _, want := range []struct {
			filter models.AuditFilter
			acts   int
		}{
			{models.AuditFilter{ClaimID: claim.ClaimID}, 4},
			{models.AuditFilter{ArticleID: article.ID, Person: n.SecondReviewer.UserID}, 2},
			{models.AuditFilter{ArticleID: article.ID, Kind: "annotation"}, 2},
			{models.AuditFilter{ArticleID: article.ID, Kind: "annotation", Person: n.Editor.UserID}, 0},
			{models.AuditFilter{ArticleID: article.ID, From: whole[0].At}, 1},
			{models.AuditFilter{ArticleID: article.ID, Until: whole[0].At}, len(whole) - 1},
		} {
			if deeds, _ := auditLogOf(t, s, n.Auditor, want.filter); len(deeds) != want.acts {
				t.Errorf("%+v: %d acts, not %d", want.filter, len(deeds), want.acts)
			}
		}
		for _, f := range []models.AuditFilter{{ArticleID: article.ID}, {ClaimID: claim.ClaimID}, {ClaimID: 999}} {
			if _, err := s.AuditLog(ctx, n.OtherDeskReviewer, f, models.Page{}); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("a stranger asks for %+v: %v", f, err)
			}
			if err := s.EachEvent(ctx, n.OtherDeskReviewer, f, func(models.EventExportRow) error { return nil }); !errors.Is(
				err,
				models.ErrNotFound,
			) {
				t.Errorf("a user of another desk exports %+v: %v", f, err)
			}
		}
	})
}

// The audit log reveals no verdicts to a reviewer who checks blind, and the name of a confidential source to
// nobody.
func TestAuditLogHidesSecrets(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		secret := models.NewEvidence{
			Title:        "Deep Throat",
			Kind:         "person",
			AccessedOn:   "2026-01-02",
			Publisher:    "The garage",
			Contact:      "+1 555 0100",
			URL:          "https://garage.example/",
			Confidential: true,
			Class:        "primary",
			Quote:        "follow the money",
		}
		annotateCurrent(
			t,
			s,
			n,
			n.Reviewer,
			claim,
			models.AnnotationInput{Status: "sourced", Note: "a good one", Evidence: []models.NewEvidence{secret}},
		)
		for _, f := range []models.AuditFilter{{ArticleID: article.ID}, {ClaimID: claim.ClaimID}} {
			deeds, all := auditLogOf(t, s, n.SecondReviewer, f)
			testutil.Lacks(t, "who checks blind is told: all", all, "sourced")
			testutil.Lacks(t, "who checks blind is told: all", all, "good one")
			testutil.Lacks(t, "who checks blind is told: all", all, "evidence")
			testutil.Different(t, "who checks blind is told: len(deeds)", len(deeds), 0)
			for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer, n.Editor, n.Auditor, n.Writer} {
				_, all := auditLogOf(t, s, who, f)
				for _, word := range []string{"Deep Throat", "garage", "555 0100", "follow the money"} {
					if strings.Contains(all, word) {
						t.Errorf("%s reads %q in the audit log", who.Name, word)
					}
				}
			}
			if _, all := auditLogOf(t, s, n.Auditor, f); !strings.Contains(all, "good one") {
				t.Error("the auditor does not see the verdicts")
			}
		}
		annotateCurrent(t, s, n, n.SecondReviewer, claim, models.AnnotationInput{Status: "unverified", Note: "Not so."})
		if _, all := auditLogOf(t, s, n.SecondReviewer, models.AuditFilter{ClaimID: claim.ClaimID}); !strings.Contains(all, "good one") {
			t.Error("after their own verdict, the second reviewer does not see the first one's")
		}
	})
}
