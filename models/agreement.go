package models

// Agreement is how far reviewers agree on the claims that several of them annotated.
//
// Alpha is Krippendorff's for nominal data: K. Krippendorff, “Computing Krippendorff’s Alpha-Reliability” (2011), part C: nominal
// data, any number
// of observers, missing data. It is 1 where all agree and 0 where they agree as often as chance would have it.
type Agreement struct {
	Claims  int // with the verdicts of two reviewers or more
	Agreed  int // of those, on which all say the same
	Alpha   float64
	Defined bool // whether there is an alpha: without two verdicts on one claim, or where every verdict is the same, there is none
}

// ComputeAgreement computes the agreement from the verdicts on each claim: one a reviewer. Claims with fewer than two are left out.
func ComputeAgreement(units [][]Status) Agreement {
	var a Agreement
	var total float64              // of pairable values
	values := map[Status]float64{} // pairable values of each status
	disagreeing := 0.0             // of the coincidences, those off the diagonal
	for _, unit := range units {
		if len(unit) < 2 {
			continue
		}
		counts := map[Status]int{}
		for _, status := range unit {
			counts[status]++
			values[status]++
			total++
		}
		a.Claims++
		if len(counts) == 1 {
			a.Agreed++
		}
		for _, n := range counts {
			disagreeing += float64(n) * float64(len(unit)-n) / float64(len(unit)-1)
		}
	}
	expected := 0.0
	for _, n := range values {
		expected += n * (total - n)
	}
	if expected == 0 {
		return a
	}
	a.Alpha, a.Defined = 1-(total-1)*disagreeing/expected, true
	return a
}

// Percent is the share of claims on which all agree, in whole per cent, rounded down so that 100 is said of nothing less; false
// without any claim.
func (a Agreement) Percent() (int, bool) {
	if a.Claims == 0 {
		return 0, false
	}
	return 100 * a.Agreed / a.Claims, true
}
