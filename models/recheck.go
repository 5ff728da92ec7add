package models

import "linecheck/text/message"

// ChangedSentence describes how a sentence in recheck was when it was last settled.
type ChangedSentence struct {
	Revision          int    // the number of the revision whose words were settled
	Was               string // its words then
	DependencyChanged bool   // the words are the same, but the sentence referred back to other words
	FormerDependency  string // what it referred back to then, words only
	Dependency        string // and now
}

// FormerVerdict is the verdict on a claim's former words, which a reader can confirm.
type FormerVerdict struct {
	Exact          string // the annotated words
	Context        string // the words of their sentence
	Revision       int    // the number of their revision
	ClaimStatus    ClaimStatus
	ConfirmRefusal message.Text `gorm:"-"` // why the reader cannot confirm it, as one sentence; ""
}

// LostClaim is a claim whose words are no longer in the text.
type LostClaim struct {
	ClaimID int64
	Version int
	Exact   string // the words, and the text before and after them
	Prefix  string
	Suffix  string
	Ordinal int // the sentence at which it is shown
}
