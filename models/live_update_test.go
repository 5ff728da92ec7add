package models_test

import (
	"testing"

	"linecheck/models"
)

// A reader who checks blind is not told that a change of a claim was a verdict or evidence.
func TestHideSpeakers(t *testing.T) {
	given := []models.Change{{ID: 1, Object: "annotation", ObjectID: 7, Claim: 3}, {ID: 2, Object: "evidence", ObjectID: 8, Claim: 3},
		{ID: 3, Object: "reading", ObjectID: 9}, {ID: 4, Object: "query", ObjectID: 5, Claim: 3}}
	got := models.HideSpeakers(given)
	for i, want := range []string{"claim", "claim", "reading", "query"} {
		if got[i].Object != want || want == "claim" && got[i].ObjectID != 3 {
			t.Errorf("change %d names %s %d, want %s", got[i].ID, got[i].Object, got[i].ObjectID, want)
		}
	}
	if given[0].Object != "annotation" {
		t.Error("the changes of other readers were altered")
	}
}
