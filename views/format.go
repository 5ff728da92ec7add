// Package views renders the pages: templ components, and pure functions that format statuses, numbers and
// times. It does not call the store; its callers pass everything that a page shows.
package views

import (
	"strconv"
	"time"

	"linecheck/models"
)

// defaultTo returns s, or other if s is empty.
func defaultTo(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// StatusSymbol is the symbol next to a claim's status, so that colour is never the only sign.
func StatusSymbol(s models.Status) string { return s.Symbol() }

// StatusLabel returns a claim's status as a capitalized label.
func StatusLabel(s models.Status) string {
	switch s {
	case models.Sourced:
		return "Sourced"
	case models.Disputed:
		return "Disputed"
	case models.Unverified:
		return "Unverified"
	case models.Sealed:
		return "Sealed"
	}
	return "Unchecked"
}

// StateLabel returns the label of a sentence's state.
func StateLabel(s models.SentenceState) string {
	switch s {
	case models.Unread:
		return "not looked at"
	case models.Clear:
		return "nothing to check"
	case models.Recheck:
		return "to check again"
	}
	return string(s) // open, done
}

// Number formats a count with narrow spaces between groups of three digits, from five digits on.
func Number(n int) string {
	s := strconv.Itoa(n)
	if n > -10_000 && n < 10_000 {
		return s
	}
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "\u202f" + s[at:]
	}
	return s
}

// Percent formats a share of a whole. It returns 0 % and 100 % only for nothing and everything.
func Percent(part, whole int) string {
	if whole <= 0 {
		return "–"
	}
	share := (200*part + whole) / (2 * whole)
	switch {
	case share == 0 && part > 0:
		share = 1
	case share == 100 && part < whole:
		share = 99
	}
	return strconv.Itoa(share) + "\u00a0%"
}

// Plural formats a count with its noun: "1 claim", "2 claims".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// PluralS is Plural for nouns that take an s.
func PluralS(n int, word string) string { return Plural(n, word, word+"s") }

// listSeparator comes before entry i of a list in a line.
func listSeparator(i int) string {
	if i == 0 {
		return " "
	}
	return " · "
}

// FormatTime formats a time in the newsroom's zone.
func FormatTime(t time.Time, zone *time.Location) string {
	return t.In(zoneOrUTC(zone)).Format("2 Jan 2006, 15:04")
}

// FormatRFC3339 formats a time for the datetime attribute.
func FormatRFC3339(t time.Time, zone *time.Location) string {
	return t.In(zoneOrUTC(zone)).Format(time.RFC3339)
}

// zoneOrUTC returns the zone, or UTC if it is nil, so that the machine's zone is never used by accident.
func zoneOrUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
