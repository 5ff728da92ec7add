package models_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"linecheck/models"
)

// parseVerdictUnits parses published tables: a row is a unit, a letter a value, a dot a missing value.
func parseVerdictUnits(rows ...string) [][]models.Status {
	var all [][]models.Status
	for _, row := range rows {
		var unit []models.Status
		for _, v := range row {
			if v != '.' {
				unit = append(unit, models.Status(v))
			}
		}
		all = append(all, unit)
	}
	return all
}

// The examples of Krippendorff's “Computing Krippendorff’s Alpha-Reliability” (2011).
func TestPublishedAgreement(t *testing.T) {
	for name, test := range map[string]struct {
		units [][]models.Status
		alpha float64
	}{
		"A, two observers, binary data":                         {parseVerdictUnits("01", "11", "01", "00", "00", "01", "00", "00", "10", "00"), 0.095},
		"B, two observers, nominal data":                        {parseVerdictUnits("ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad"), 0.692},
		"C, four observers, nominal data, some of them missing": {parseVerdictUnits("11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3."), 0.743},
	} {
		got := models.ComputeAgreement(test.units)
		if !got.Defined || math.Abs(got.Alpha-test.alpha) > 0.0005 {
			t.Errorf("%s: %+v, published as %.3f", name, got, test.alpha)
		}
	}
}

func TestAgreementIsNotDefined(t *testing.T) {
	for name, u := range map[string][][]models.Status{
		"no claims": nil, "nobody twice": parseVerdictUnits("s", "d", "."), "one claim, one view": parseVerdictUnits("ss"), "no variation": parseVerdictUnits("ss", "sss", "d"),
	} {
		if got := models.ComputeAgreement(u); got.Defined || got.Alpha != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if percent, ok := models.ComputeAgreement(nil).Percent(); ok || percent != 0 {
		t.Errorf("%d %% of nothing", percent)
	}
}

// For any verdicts, alpha equals its definition: 1 minus the ratio of observed to expected disagreement,
// counted pair by pair.
func TestAgreementByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(models.AnnotationStatuses), 0, 5), 0, 12).Draw(t, "units")
		got := models.ComputeAgreement(u)
		var values []models.Status
		observed, claims, agreed := 0.0, 0, 0
		for _, unit := range u {
			if len(unit) < 2 {
				continue
			}
			values, claims = append(values, unit...), claims+1
			differing := shareOfDifferingPairs(unit)
			observed += differing / float64(len(unit)-1)
			if differing == 0 {
				agreed++
			}
		}
		n := float64(len(values))
		expected := shareOfDifferingPairs(values)
		if got.Claims != claims || got.Agreed != agreed || got.Defined != (expected > 0) || math.IsNaN(got.Alpha) ||
			math.IsInf(got.Alpha, 0) {
			t.Fatalf("%+v of %v", got, u)
		}
		if !got.Defined {
			return
		}
		if want := 1 - (observed/n)/(expected/(n*(n-1))); math.Abs(got.Alpha-want) > 1e-9 {
			t.Fatalf("alpha %v, by definition %v", got.Alpha, want)
		}
		if (got.Alpha == 1) != (agreed == claims) || got.Alpha > 1 {
			t.Fatalf("alpha is %v, but %d of %d claims agree", got.Alpha, agreed, claims)
		}
	})
}

// shareOfDifferingPairs counts the ordered pairs of different values.
func shareOfDifferingPairs(values []models.Status) float64 {
	n := 0.0
	for i, a := range values {
		for j, b := range values {
			if i != j && a != b {
				n++
			}
		}
	}
	return n
}
