package models

// ArticleFragments is what an open page of an article asks anew when something changed.
type ArticleFragments struct {
	Article
	Revision  Revision // the current one, without its text
	Gate      GateState
	Sentences []PageSentence // those that were asked for and stand in the current revision
	Lost      []LostClaim
	Event     int64 // the newest event that this is after
}
