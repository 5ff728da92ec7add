package models_test

import (
	"testing"

	"linecheck/models"
)

// A note that a spreadsheet saved in another Unicode form still matches.
func TestRowInAnotherUnicodeFormMatches(t *testing.T) {
	row := models.AnnotationRow{Status: "sourced", Note: "Le cafe\u0301 est fermé.\r\n"}
	if !row.Matches(models.Sourced, "Le café est ferme\u0301.\n") {
		t.Error("the same characters in another Unicode form do not match")
	}
	if row.Matches(models.Sourced, "Le cafe est fermé.\n") {
		t.Error("another letter matches")
	}
}
