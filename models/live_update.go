package models

import "slices"

// Change notifies an open page of a change. It contains ids alone; each page then fetches the content with
// its reader's rights. Its ID is the event's, so a page that lost its connection can ask for all later
// changes.
type Change struct {
	ID        int64   `json:"id"`
	Article   int64   `json:"article"`
	Object    string  `json:"object"`          // the kind of the changed object, such as annotation, claim, reading, query, revision
	ObjectID  int64   `json:"object_id"`       // its id
	Claim     int64   `json:"claim,omitempty"` // the claim that it belongs to
	Sentences []int64 `json:"sentences"`       // ids of the affected sentences of the current revision; empty if it concerns the article
}

// HideSpeakers returns changes for a reader who checks blind. That somebody gave a verdict or evidence is shown as a change of its claim.
func HideSpeakers(changes []Change) []Change {
	shown := slices.Clone(changes)
	for i, c := range shown {
		if c.Claim != 0 && c.Object != "query" {
			shown[i].Object, shown[i].ObjectID = "claim", c.Claim
		}
	}
	return shown
}

// Presence is a user who has an article open.
type Presence struct {
	UserID   int64  `json:"user"`
	Name     string `json:"name"`
	Sentence int64  `json:"sentence"` // the id of the sentence that they are at; 0 for none
}
