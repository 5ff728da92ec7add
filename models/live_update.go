package models

// Change tells an open page what changed, by ids alone: whoever is told asks anew, with their own rights. Its ID is the event's, so that a
// page that lost its connection can ask for all that came after.
type Change struct {
	ID        int64   `json:"id"`
	Article   int64   `json:"article"`
	Object    string  `json:"object"`          // what was changed, such as annotation, claim, reading, query, revision
	ObjectID  int64   `json:"object_id"`       // its id
	Claim     int64   `json:"claim,omitempty"` // the claim that it belongs to
	Sentences []int64 `json:"sentences"`       // the ids of the sentences of the current revision that it touches; none where it is about the article
}

// Presence is somebody who has an article open.
type Presence struct {
	UserID   int64  `json:"user"`
	Name     string `json:"name"`
	Sentence int64  `json:"sentence"` // the id of the sentence that they are at; 0 for none yet
}
