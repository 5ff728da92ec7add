package models

// ArticleFragments contains the parts of an article that an open page reloads after a change.
type ArticleFragments struct {
	Article
	Revision  Revision // the current one, without its text
	Gate      GateState
	Sentences []PageSentence // the requested ones that are in the current revision
	Lost      []LostClaim
	Event     int64 // the newest event that is included
}
