package storetest

import (
	"slices"

	"linecheck/models"
)

// FullConfirmation ticks everything that a reader can tick to confirm a page's sentence: every claim, and the
// evidence for its former words. Evidence that contradicted corrected words supports the corrections.
func FullConfirmation(page models.SentencePage) models.ConfirmationInput {
	ticked := models.ConfirmationInput{OnlyListed: true}
	for _, c := range page.Claims {
		ticked.Claims = append(ticked.Claims, c.Claim.ID)
		corrected := slices.ContainsFunc(c.Corrections, func(k models.NamedCorrection) bool {
			return k.State == models.CorrectionMade || k.State == models.CorrectionAccepted
		})
		for _, e := range c.Evidence {
			switch {
			case e.Exact == c.Occurrence.Exact || e.Imported:
			case corrected && e.Stance == models.Contradicts:
				ticked.Supports = append(ticked.Supports, e.Evidence.ID)
			default:
				ticked.Evidence = append(ticked.Evidence, e.Evidence.ID)
			}
		}
	}
	return ticked
}
