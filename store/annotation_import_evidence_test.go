package store_test

import (
	"testing"

	"linecheck/models"
)

func TestImportedRowsBringEvidence(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, disputed, sourced, unchecked int64) {
		rana, sam := s.fixture.Reviewer, s.fixture.SecondReviewer
		row := s.editedRow(rana, unchecked, "sourced", "")
		row.Evidence = "secondary: Daily <https://daily.example/1>"
		s.checkRow(rana, row, models.RowRefused, "so far there is 1.")
		row.Evidence = "secondary: Daily <https://daily.example/1> | secondary: Weekly <https://weekly.example/2> \"12 million\""
		s.checkRow(rana, row, models.RowNew)
		card := s.card(unchecked)
		if len(card.Evidence) != 2 || card.Evidence[1].Quote != "12 million" || card.Status != models.Sourced {
			s.t.Errorf("the import gave %+v", card.Evidence)
		}

		row = s.editedRow(rana, disputed, "disputed", "Otherwise.")
		row.AnnotationID, row.Evidence = 0, "primary: "+models.ConfidentialSource
		s.checkRow(rana, row, models.RowRefused, "cannot give a confidential source")

		row = s.editedRow(rana, sourced, "disputed", "Not then.")
		row.AnnotationID, row.Evidence = 0, row.Evidence+" | primary document: Log (p. 3)"
		s.checkRow(rana, row, models.RowNew)
		if card := s.card(sourced); len(card.Evidence) != 2 || card.Evidence[1].Stance != models.Contradicts {
			s.t.Errorf("the evidence that was there is given again: %+v", card.Evidence)
		}

		row = s.editedRow(rana, disputed, "disputed", "As I see it.")
		row.Evidence += " | primary document: Log (p. 9)"
		s.checkRow(sam, row, models.RowRefused, "nobody else can change it")
		s.checkRow(rana, row, models.RowNew) // the same verdict with more evidence is a new one
	})
}

// Evidence with the separators of the cell is recognized, so that it is not given a second time.
func TestImportRecognizesExportedEvidence(t *testing.T) {
	t.Parallel()
	withImportTest(t, func(s importTest, _, _, unchecked int64) {
		rana := s.fixture.Reviewer
		for i, given := range []models.NewEvidence{
			{Title: `A | B \ C`, URL: "https://city.example/a?b=(c)", Quote: "He said \"no\" | \"yes\"\n(twice)", Locator: "p. 4 (top)"},
			{Title: `Report (2020) "x" <y>`, Kind: "document", Locator: "para 3"},
			{Title: "\u202eabc", Publisher: "City", URL: "https://city.example/b"},
			{Title: "e\u0301te\u0301", URL: "https://city.example/c", Quote: "\u2067x"},
			{Title: "A clerk", Kind: "person", Contact: "by the gate", AccessedOn: "2026-01-02", Confidential: true},
		} {
			given.Class = "primary"
			_, err := s.s.Annotate(ctx, rana, unchecked, models.AnnotationInput{Status: "sourced", Version: s.card(unchecked).Version,
				Evidence: []models.NewEvidence{given}})
			s.ok(err)
			for _, row := range s.plan(rana, s.exportedRows(rana)...).Rows {
				if row.State != models.RowSame {
					s.t.Errorf("%d: line %d is %s: %s %q", i, row.Line, row.State, row.Reason, row.Given)
				}
			}
		}
	})
}
