package store

import "linecheck/models"

// placeRecord is where a claim stands in a new text, as its event keeps it. The log alone says which words each verdict,
// mark and piece of evidence was about.
type placeRecord struct {
	Claim     int64            `json:"claim"`
	Start     int              `json:"start"`
	End       int              `json:"end"`
	Exact     string           `json:"exact"`
	Placement models.Placement `json:"placement"`
	Further   bool             `json:"further,omitempty"`
}

// placesInDraft lists the places of all claims in a draft, claim by claim.
func placesInDraft(claims []models.RevisedClaim) []placeRecord {
	var places []placeRecord
	for _, c := range claims {
		for _, o := range c.Occurrences {
			places = append(places, placeRecord{c.ID, o.Start, o.End, o.Exact, o.Placement, o.EventID != nil})
		}
	}
	return places
}
