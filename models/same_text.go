package models

import "time"

// SameText is an older article of the same desk that has, or had, exactly the text of another. It is
// information only: verdicts of the older article do not count here.
type SameText struct {
	Article
	Number   int        // the number of its revision with that text
	Current  bool       // that revision is its current one
	SignedAt *time.Time // nil: its current text is not signed off
	SignedBy string
	Blind    bool // the reader may not know others' verdicts in it
}

// IsChecked reports whether anybody has worked on it, as far as the reader may know.
func (t SameText) IsChecked() bool {
	return t.SignedAt != nil || t.Claims > 0 || t.SentencesUnread < t.Sentences
}
