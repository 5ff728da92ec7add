package models

import (
	"cmp"
	"slices"
	"time"

	"linecheck/text/message"
)

// SentenceNote is a note on a sentence. It settles nothing and counts nowhere. It never changes; only its
// author withdraws it.
type SentenceNote struct {
	ID          int64
	ArticleID   int64
	DeskID      int64
	TrackID     int64
	At          *int `gorm:"column:at_cp"` // where the sentence began, in code points of the current revision
	AuthorID    int64
	Body        string
	Words       string    // of the sentence when the note was written
	WrittenAt   time.Time `gorm:"column:at"`
	WithdrawnAt *time.Time
}

// NamedNote is a note with its author's name and the sentence that it is about now.
type NamedNote struct {
	SentenceNote
	Name      string
	Ordinal   int     // of the sentence in the current revision; -1 if the sentence is gone
	Text      string  // of that sentence; "" if it is gone
	Mentioned []int64 `gorm:"-"` // the ids of the people whom it mentions
}

// FormerWords returns the words that the note was written about, if the sentence has others now or is gone;
// else "".
func (n NamedNote) FormerWords() string {
	if n.Words == n.Text {
		return ""
	}
	return n.Words
}

// SortNotes orders notes by their sentences. Those on sentences that are gone come last.
func SortNotes(list []NamedNote) {
	gone := func(n NamedNote) int {
		if n.Ordinal < 0 {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b NamedNote) int {
		return cmp.Or(cmp.Compare(gone(a), gone(b)), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID))
	})
}

// NoteInput is a note as it is written.
type NoteInput struct {
	Body  string
	Words string // of the sentence, as they were read; "": not checked
}

// Check validates the text of a note.
func (n NoteInput) Check() error { return checkMessage(n.Body, "Please write the note.") }

// Mention says that somebody is mentioned in a note or in a message of a query. It waits in their queue until
// they answer there or dismiss it.
type Mention struct {
	ID        int64
	NoteID    *int64
	MessageID *int64
	UserID    int64
	SettledAt *time.Time
}

// WaitingMention is a mention that waits for its user, with what it is in.
type WaitingMention struct {
	Mention
	ArticleID int64
	Language  string // the article's
	QueryID   int64  // 0 for a mention in a note
	Ordinal   int    // of the sentence; 0 for the title, or if it is about none
	Gone      bool   // the sentence is in the text no more
	AuthorID  int64
	Author    string
	Body      string // "" while the note is sealed for the user
	Words     string // that the note or the query was about
	WrittenAt time.Time
}

// SealedNoteText stands for a note that a reviewer who checks blind must not read yet.
const SealedNoteText message.Key = "This desk checks blind: you see the note after your verdict on the claims of the sentence."
