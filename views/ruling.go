package views

import (
	"context"
	"strconv"

	"linecheck/models"
	"linecheck/text/message"
)

// agreementPercent returns the share of claims on which reviewers agree, in per cent.
func agreementPercent(ctx context.Context, a models.Agreement) string {
	percent, ok := a.Percent()
	if !ok {
		return say(ctx, "not defined")
	}
	return message.From(ctx).Percent(percent)
}

// agreementAlpha returns Krippendorff's alpha with two decimals. It returns 1.00 only if alpha is exactly 1.
func agreementAlpha(ctx context.Context, a models.Agreement) string {
	switch {
	case !a.Defined:
		return say(ctx, "not defined")
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
func agreementText(ctx context.Context, all map[int64]models.Agreement, desk int64) string {
	a, ok := all[desk]
	switch {
	case !ok:
		return ""
	case a.Claims == 0:
		return say(ctx, "not defined: no claim was checked twice")
	}
	return say(ctx, "%s of %s checked twice, alpha %s", agreementPercent(ctx, a), count(ctx, a.Claims, "%d claim", "%d claims"),
		agreementAlpha(ctx, a))
}

// verdictCountText counts the differing verdicts on a claim.
func verdictCountText(ctx context.Context, d models.DisputedClaim) string {
	words := []string{say(ctx, "No verdict"), say(ctx, "One verdict"), say(ctx, "Two verdicts"), say(ctx, "Three verdicts")}
	if n := len(d.CurrentVerdicts()); n < len(words) {
		return say(ctx, "%s on one claim", words[n])
	} else {
		return say(ctx, "%d verdicts on one claim", n)
	}
}

func disagreementLabel(ctx context.Context, rule bool) string {
	if rule {
		return say(ctx, "Until you rule")
	}
	return say(ctx, "Disagree")
}
