package models

import (
	"strconv"
	"time"
)

// CalendarEntry is a due time in a user's calendar.
type CalendarEntry struct {
	Kind      CalendarKind
	ID        int64 // of the article or the claim
	ArticleID int64
	Title     string // the article's
	Words     string // the claim's; "" for an article
	Ordinal   int    // of the claim's first sentence; 0 for an article
	DueAt     time.Time
	ChangedAt time.Time // the last change of the entry
	Done      bool      // the article is signed off, or the claim waits for nobody
}

// Path returns the path of the page that an entry leads to.
func (e CalendarEntry) Path() string {
	path := "/articles/" + strconv.FormatInt(e.ArticleID, 10)
	if e.Ordinal > 0 {
		path += "/sentences/" + strconv.Itoa(e.Ordinal)
	}
	return path
}

// CalendarKind says why a due time is in a user's calendar. It is part of an entry's identity.
type CalendarKind string

// The kinds of a CalendarEntry.
const (
	CalendarArticle    CalendarKind = "article"    // the due time of an article
	CalendarAssignment CalendarKind = "assignment" // the user's own due time of an article
	CalendarClaim      CalendarKind = "claim"      // the due time of a claim that is assigned to the user
)

// Limits of a calendar.
const (
	CalendarPast       = 90 * 24 * time.Hour // how long an entry stays after it was due
	MaxCalendarEntries = 2000                // of each kind
)
