package models

// Agreement measures how far reviewers agree on the claims that several of them annotated.
//
// Alpha is Krippendorff's alpha for nominal data: K. Krippendorff, “Computing Krippendorff’s
// Alpha-Reliability” (2011), part C (any number of observers, missing data). It is 1 if all agree and 0 if
// they agree only as often as chance predicts.
type Agreement struct {
	Claims  int // claims with verdicts of two reviewers or more
	Agreed  int // those of them on which all reviewers agree
	Alpha   float64
	Defined bool // false without two verdicts on one claim, or if every verdict is the same
}

// ComputeAgreement computes the agreement from the verdicts on each claim, one per reviewer. Claims with
// fewer than two verdicts are left out.
func ComputeAgreement(units [][]Status) Agreement {
	var a Agreement
	var total float64              // the number of pairable values
	values := map[Status]float64{} // the number of pairable values of each status
	disagreeing := 0.0             // the coincidences off the diagonal
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

// Percent returns the share of claims on which all reviewers agree. It rounds down, so only full agreement is
// 100. It returns false if there are no claims.
func (a Agreement) Percent() (int, bool) {
	if a.Claims == 0 {
		return 0, false
	}
	return 100 * a.Agreed / a.Claims, true
}
