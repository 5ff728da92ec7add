package models

import "time"

// LinkOutcome is the result of opening a source's address.
type LinkOutcome string

// The outcomes. A dead link is one that the site reports as gone; a failed one may work again later.
const (
	LinkOK      LinkOutcome = "there"
	LinkDead    LinkOutcome = "dead"
	LinkRefused LinkOutcome = "refused" // it leads to an address that is never opened
	LinkFailed  LinkOutcome = "failed"
)

// LinkCheck is one check of a source's address.
type LinkCheck struct {
	ID        int64
	SourceID  int64
	Outcome   LinkOutcome
	Detail    string  // why it could not be opened, as one sentence
	Missing   []int64 `gorm:"serializer:json"` // ids of the evidence whose quotes were not found there
	CheckedBy int64
	CheckedAt time.Time
}

// LinkedSource is a source with an address that live evidence cites, with its last check.
type LinkedSource struct {
	Source
	Quotes map[int64]string // quotes by evidence id
	Last   *LinkCheck       // nil if it was never checked
}

// LinkList lists the addresses that a desk's evidence cites.
type LinkList struct {
	Desk    Desk
	Sources []LinkedSource // the most urgent first: dead links, missing quotes, failures, unchecked ones, the rest
	More    int            // the number of sources that are not shown
}

// MaxLinks is the maximum number of addresses in one list.
const MaxLinks = 500

// Urgency ranks how much a source needs attention; 0 for one without problems.
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

// LastCheckedAt returns when its address was last checked, or zero.
func (s LinkedSource) LastCheckedAt() time.Time {
	if s.Last == nil {
		return time.Time{}
	}
	return s.Last.CheckedAt
}

// MissingQuotes returns the ids of the evidence whose quotes are not in the page's words.
func (s LinkedSource) MissingQuotes(words string) []int64 {
	var missing []int64
	for id, quote := range s.Quotes {
		if FindQuote(words, quote) == QuoteMissing {
			missing = append(missing, id)
		}
	}
	return missing
}
