package views

import (
	"strconv"

	"linecheck/models"
)

// agreementPercent returns the share of claims on which reviewers agree, in per cent.
func agreementPercent(a models.Agreement) string {
	percent, ok := a.Percent()
	if !ok {
		return "not defined"
	}
	return strconv.Itoa(percent) + "\u00a0%"
}

// agreementAlpha returns Krippendorff's alpha with two decimals. It returns 1.00 only if alpha is exactly 1.
func agreementAlpha(a models.Agreement) string {
	switch {
	case !a.Defined:
		return "not defined"
	case a.Alpha < 1 && a.Alpha > 0.99:
		return "0.99"
	}
	return strconv.FormatFloat(a.Alpha, 'f', 2, 64)
}

// toClaimRow converts a disputed claim to a row of a list.
func toClaimRow(d models.DisputedClaim) models.ClaimRow {
	return models.ClaimRow{Claim: d.Claim, Occurrence: d.Occurrence, Ordinal: d.Ordinal, SentenceText: d.Sentence, SentenceFrom: d.Start}
}

// agreementText summarizes the agreement of a desk's reviewers; "" if the user does not oversee the desk.
func agreementText(all map[int64]models.Agreement, desk int64) string {
	a, ok := all[desk]
	switch {
	case !ok:
		return ""
	case a.Claims == 0:
		return "not defined: no claim was checked twice"
	}
	return agreementPercent(a) + " of " + PluralS(a.Claims, "claim") + " checked twice, alpha " + agreementAlpha(a)
}

// verdictCountText counts the differing verdicts on a claim.
func verdictCountText(d models.DisputedClaim) string {
	words := []string{"No verdict", "One verdict", "Two verdicts", "Three verdicts"}
	if n := len(d.CurrentVerdicts()); n < len(words) {
		return words[n] + " on one claim"
	} else {
		return Number(n) + " verdicts on one claim"
	}
}

func disagreementLabel(rule bool) string {
	if rule {
		return "Until you rule"
	}
	return "Disagree"
}
