package models

// ChangedWords is what a sentence that is to be checked again was when it was last settled.
type ChangedWords struct {
	Revision int    // the number of the revision whose words were settled
	Was      string // the words then; where the sentence came of several, those of all
}

// FormerVerdict is what was found of a claim's former words, and is offered to be confirmed.
type FormerVerdict struct {
	Exact    string // the words that were annotated
	Revision int    // number of the revision in which they stood
	Standing Standing
	Refused  string // why the reader cannot confirm it, as one sentence; "" where they can
}

// NamedLook is the offer to look at a sentence again, with the sentence that it leans on.
type NamedLook struct {
	SecondLook `gorm:"embedded"`
	Revision   int    // number of the revision with which the other sentence changed
	Ordinal    int    // of the other sentence in the current revision; 0 where it was dropped
	Other      string // the other sentence, as it is or was
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
