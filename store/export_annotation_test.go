package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// annotationRows returns the rows of annotations.csv by column name.
func annotationRows(t *testing.T, s *store.Store, who models.Reader) (rows []map[string]string) {
	t.Helper()
	err := s.EachAnnotation(ctx, who, models.Filter{}, func(record models.AnnotationExportRow) error {
		row := map[string]string{}
		for i, name := range models.AnnotationColumns {
			row[name] = string(record[i])
		}
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// columnsOf returns the cells of some columns of rows, joined for comparison.
func columnsOf(rows []map[string]string, columns ...string) (list []string) {
	for _, row := range rows {
		cells := make([]string, len(columns))
		for i, name := range columns {
			cells[i] = row[name]
		}
		list = append(list, strings.Join(cells, " · "))
	}
	return list
}

// checkRows compares rows and shows both if they differ.
func checkRows(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func paperEvidence(title string) models.AnnotationInput {
	return models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{{Title: title, Class: "primary", Stance: "supports",
		Kind: "document", Locator: "p. 1"}}}
}

// The new columns are last, in the documented order.
func TestNewColumnsAreLast(t *testing.T) {
	checkRows(
		t,
		"annotations.csv",
		models.AnnotationColumns[len(models.AnnotationColumns)-6:],
		"reviewer_email",
		"judged_text",
		"counts",
		"why_not",
		"without_second_person",
		"snapshots",
	)
	checkRows(t, "sentences.csv", models.SentenceColumns[len(models.SentenceColumns)-2:], "rest_read", "without_second_person")
}

// Each verdict is exported with its words and whether it counts, including withdrawn and overruled disputes.
func TestExportedVerdictsSayWhetherTheyCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		place := storetest.AddClaim(t, s, n.Reviewer, article, "12 million")
		columns := []string{"reviewer_email", "status", "ruling", "judged_text", "counts", "why_not"}
		checkRows(t, "unannotated", columnsOf(annotationRows(t, s, n.Auditor), columns...), " ·  ·  ·  ·  · ")
		annotateCurrent(t, s, n, n.SecondReviewer, place, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		_, err := s.WithdrawAnnotation(ctx, n.Reviewer, lastAnnotation(t, s, n, place))
		if err != nil {
			t.Fatal(err)
		}
		annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "unverified", Note: "Not so."})
		annotateCurrent(t, s, n, n.Reviewer, place, paperEvidence("Budget"))
		ruling := paperEvidence("Budget, again")
		ruling.Ruling, ruling.Note = true, "The budget says so."
		annotateCurrent(t, s, n, n.Editor, place, ruling)
		checkRows(t, "after a ruling", columnsOf(annotationRows(t, s, n.Auditor), columns...),
			"second@example.org · disputed · false · 12 million · false · Overruled by an editor.",
			"reviewer@example.org · disputed · false · 12 million · false · Withdrawn.",
			"reviewer@example.org · unverified · false · 12 million · false · Replaced by a newer verdict of the same reviewer.",
			"reviewer@example.org · sourced · false · 12 million · true · ",
			"editor@example.org · sourced · true · 12 million · true · ")
		checkSameAsCard(t, s, n, place)
		draft := strings.Replace(textOf(t, s, n, article.ID), "12 million", "13 million", 1)
		if _, err := s.ReviseArticle(ctx, n.Writer, article.ID, models.NewRevision{Text: draft, Base: 1}); err != nil {
			t.Fatal(err)
		}
		for _, row := range annotationRows(t, s, n.Auditor) {
			known := slices.Contains([]string{"Withdrawn.", "Of former words."}, row["why_not"])
			if row["claim_text"] != "13 million" || row["judged_text"] != "12 million" || row["counts"] != "false" || !known {
				t.Errorf("a verdict on former words left as %v", row)
			}
		}
		checkSameAsCard(t, s, n, place)
	})
}

func textOf(t *testing.T, s *store.Store, n storetest.Fixture, article int64) string {
	t.Helper()
	return must(s.ArticlePage(ctx, n.Auditor, article))(t).Revision.Text
}

// lastAnnotation returns the id of the newest annotation of a claim.
func lastAnnotation(t *testing.T, s *store.Store, n storetest.Fixture, place models.Location) int64 {
	t.Helper()
	said := card(t, s, n.Auditor, place).Annotations
	return said[len(said)-1].ID
}

// checkSameAsCard compares the rows of a claim with its card.
func checkSameAsCard(t *testing.T, s *store.Store, n storetest.Fixture, place models.Location) {
	t.Helper()
	said := map[string]string{}
	for _, a := range card(t, s, n.Auditor, place).Annotations {
		said[fmt.Sprint(a.ID)] = fmt.Sprintf("%s · %v · %s", a.Exact, a.Counts, a.WhyNot)
	}
	for _, row := range annotationRows(t, s, n.Auditor) {
		if got, want := columnsOf([]map[string]string{row}, "judged_text", "counts", "why_not")[0], said[row["annotation_id"]]; got != want {
			t.Errorf("annotation %s is exported as %q, but the card has %q", row["annotation_id"], got, want)
		}
	}
}

// Evidence is in its giver's row, with the words that it was given for.
func TestExportedEvidenceIsInItsAuthorsRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		place := storetest.AddClaim(t, s, n.Reviewer, article, "12 million")
		give := func(who models.Reader, title string) {
			t.Helper()
			must(s.AddEvidence(ctx, who, place.ClaimID, models.NewEvidence{Title: title, Class: "secondary", Stance: "supports",
				Kind: "document", Locator: "p. 1"}))(t)
		}
		give(n.SecondReviewer, "Paper")
		columns := []string{"reviewer", "status", "judged_text", "counts", "why_not", "evidence"}
		checkRows(
			t,
			"before anybody said anything",
			columnsOf(annotationRows(t, s, n.Auditor), columns...),
			" ·  ·  ·  ·  · secondary supports: Paper (p. 1)",
		)
		annotateCurrent(t, s, n, n.Reviewer, place, paperEvidence("Budget"))
		give(n.Reviewer, "Notes")
		give(n.SecondReviewer, "Leaflet")
		checkRows(t, "with evidence of somebody who said nothing", columnsOf(annotationRows(t, s, n.Auditor), columns...),
			"Rana Reviewer · sourced · 12 million · true ·  · primary supports: Budget (p. 1) | secondary supports: Notes (p. 1)",
			"Sam Second ·  · 12 million · true ·  · secondary supports: Paper (p. 1) | secondary supports: Leaflet (p. 1)")
		annotateCurrent(t, s, n, n.SecondReviewer, place, paperEvidence("Minutes"))
		checkRows(
			t,
			"once both have spoken",
			columnsOf(annotationRows(t, s, n.Auditor), columns...),
			"Rana Reviewer · sourced · 12 million · true ·  · primary supports: Budget (p. 1) | secondary supports: Notes (p. 1)",
			"Sam Second · sourced · 12 million · true ·  · secondary supports: Paper (p. 1) | secondary supports: Leaflet (p. 1) | "+
				"primary supports: Minutes (p. 1)",
		)
		draft := strings.Replace(textOf(t, s, n, article.ID), "12 million", "13 million", 1)
		must(s.ReviseArticle(ctx, n.Writer, article.ID, models.NewRevision{Text: draft, Base: 1}))(t)
		give(n.SecondReviewer, "New minutes")
		annotateCurrent(t, s, n, n.Reviewer, place, paperEvidence("New budget"))
		checkRows(
			t,
			"with other words",
			columnsOf(annotationRows(t, s, n.Auditor), columns...),
			"Rana Reviewer · sourced · 12 million · false · Of former words. · primary supports: Budget (p. 1) | secondary supports: Notes (p. 1)",
			"Sam Second · sourced · 12 million · false · Of former words. · secondary supports: Paper (p. 1) | secondary supports: Leaflet (p. 1) | "+
				"primary supports: Minutes (p. 1)",
			"Rana Reviewer · sourced · 13 million · true ·  · primary supports: New budget (p. 1)",
			"Sam Second ·  · 13 million · true ·  · secondary supports: New minutes (p. 1)",
		)
	})
}

// rest_read tells for each sentence, the title first, whether something outside its claims is left to read.
func TestExportedSentencesHaveRestRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := must(
			s.CreateArticle(
				ctx,
				n.Writer,
				models.NewArticle{Title: "Bridge", Text: "It was built in 1911. Trees are old. Rain fell.", DeskID: n.Desk.ID},
			),
		)(
			t,
		)
		storetest.AddClaim(t, s, n.Reviewer, article, "1911")
		whole := must(s.ArticleDetail(ctx, n.Reviewer, article.ID))(t)
		for _, id := range []int64{whole.Sentences[0].ID, whole.Sentences[1].ID, whole.TitleSentence.ID} {
			must(s.MarkRead(ctx, n.Reviewer, id))(t)
		}
		restRead := slices.Index(models.SentenceColumns, "rest_read")
		var got []string
		err := s.EachSentence(ctx, n.Auditor, models.Filter{}, func(row models.SentenceExportRow) error {
			got = append(got, fmt.Sprintf("%s %s %s %s", row[3], row[4], row[8], row[restRead]))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		checkRows(t, "sentences", got, "0 title clear true", "1 body open true", "2 body clear true", "3 body unread false")
		draft := "It was built in 1912. Trees are old. Rain fell."
		must(s.ReviseArticle(ctx, n.Writer, article.ID, models.NewRevision{Text: draft, Base: 1}))(t)
		got = nil
		err = s.EachSentence(ctx, n.Auditor, models.Filter{State: models.Recheck}, func(row models.SentenceExportRow) error {
			got = append(got, fmt.Sprintf("%s %s %s", row[3], row[9], row[restRead]))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		checkRows(t, "to check again", got, "1  false")
	})
}
