package models

import "time"

// SameText is an older article of the same desk that has, or had, exactly the text of another. It only tells: nothing that was
// found there counts here.
type SameText struct {
	Article
	Number   int        // of its revision with that text
	Current  bool       // that revision is its current one
	SignedAt *time.Time // nil: its current text is not signed off
	SignedBy string
	Blind    bool // the reader may not know what others found in it
}

// IsChecked reports whether anybody has worked on it, as far as its reader may know.
func (t SameText) IsChecked() bool {
	return t.SignedAt != nil || t.Claims > 0 || t.SentencesUnread < t.Sentences
}
