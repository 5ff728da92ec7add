package models

// ArticleFragments contains what an open page fetches again after a change.
type ArticleFragments struct {
	Article
	Revision  Revision // the current one, without its text
	Gate      GateState
	Sentences []PageSentence // the requested ones that are in the current revision
	Lost      []LostClaim
	Event     int64 // the newest event that is included
}
