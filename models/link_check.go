package models

import "time"

// LinkOutcome is what came of opening a source's address.
type LinkOutcome string

// The outcomes. A dead link is one that the site says is gone; one that failed may open tomorrow.
const (
	LinkOK      LinkOutcome = "there"
	LinkDead    LinkOutcome = "dead"
	LinkRefused LinkOutcome = "refused" // it leads where nothing is opened
	LinkFailed  LinkOutcome = "failed"
)

// LinkCheck is one look at a source's address.
type LinkCheck struct {
	ID        int64
	SourceID  int64
	Outcome   LinkOutcome
	Detail    string  // why it did not open, as one sentence
	Missing   []int64 `gorm:"serializer:json"` // the pieces of evidence whose quotes do not stand there
	CheckedBy int64
	CheckedAt time.Time
}

// LinkedSource is a source with an address that live evidence rests on, and what came of the last look at it.
type LinkedSource struct {
	Source
	Quotes map[int64]string // what is quoted of it, by the pieces of evidence
	Last   *LinkCheck       // nil where nobody has looked
}

// LinkList is the addresses on which a desk's work rests.
type LinkList struct {
	Desk    Desk
	Sources []LinkedSource // those that need a look first: dead ones, missing quotes, failures, those never looked at, and the rest
	More    int            // how many there are beyond those that are shown
}

// MaxLinks is how many addresses one list shows.
const MaxLinks = 500

// Urgency tells how much a source needs a look: 0 for one that is as it was.
func (s LinkedSource) Urgency() int {
	switch {
	case s.Last == nil:
		return 1
	case s.Last.Outcome == LinkDead:
		return 4
	case len(s.Last.Missing) > 0:
		return 3
	case s.Last.Outcome != LinkOK:
		return 2
	}
	return 0
}

// LastCheckedAt is when somebody last had its address looked at; zero for never.
func (s LinkedSource) LastCheckedAt() time.Time {
	if s.Last == nil {
		return time.Time{}
	}
	return s.Last.CheckedAt
}

// MissingQuotes are the pieces of evidence whose quotes do not stand in words that could be read; none where nothing could be.
func (s LinkedSource) MissingQuotes(words string) []int64 {
	var missing []int64
	for id, quote := range s.Quotes {
		if FindQuote(words, quote) == QuoteMissing {
			missing = append(missing, id)
		}
	}
	return missing
}
