package store

import "linecheck/models"

// placementRecord is the place of a claim in a new text, as its event stores it. With it, the audit log alone
// shows which words each verdict, mark and piece of evidence was about.
type placementRecord struct {
	Claim     int64            `json:"claim"`
	Start     int              `json:"start"`
	End       int              `json:"end"`
	Exact     string           `json:"exact"`
	Placement models.Placement `json:"placement"`
	Further   bool             `json:"further,omitempty"`
}

// placementsInDraft lists the places of all claims in a draft, claim by claim.
func placementsInDraft(claims []models.RevisedClaim) []placementRecord {
	var places []placementRecord
	for _, c := range claims {
		for _, o := range c.Occurrences {
			places = append(places, placementRecord{c.ID, o.Start, o.End, o.Exact, o.Placement, o.EventID != nil})
		}
	}
	return places
}
