package models

import "linecheck/text/message"

// ChangedSentence is what a sentence that is to be checked again was when it was last settled.
type ChangedSentence struct {
	Revision          int    // the number of the revision whose words were settled
	Was               string // the words then
	DependencyChanged bool   // they are the same, but the sentence referred back to other words
	FormerDependency  string // what it referred back to then, reduced to its words
	Dependency        string // and now
}

// FormerVerdict is what was found of a claim's former words, and is offered to be confirmed.
type FormerVerdict struct {
	Exact          string // the words that were annotated
	Context        string // and those of their sentence
	Revision       int    // number of the revision in which they stood
	ClaimStatus    ClaimStatus
	ConfirmRefusal message.Text `gorm:"-"` // why the reader cannot confirm it, as one sentence; "" where they can
}

// LostClaim is a claim whose words are not in the text any more.
type LostClaim struct {
	ClaimID int64
	Version int
	Exact   string // the words, and what stood before and after them
	Prefix  string
	Suffix  string
	Ordinal int // the sentence with which it is shown
}
