// Package views draws the pages: templ components, and the few pure functions that say how a word, a figure or a
// time is written. It asks nothing of the store: what a page shows is handed to it.
package views

import (
	"strconv"
	"time"

	"linecheck/models"
)

// defaultTo is s, or the other where s is empty.
func defaultTo(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// StatusSymbol is the sign that stands for a claim's status wherever colour does, so that colour never says it alone.
func StatusSymbol(s models.Status) string { return s.Symbol() }

// StatusLabel is a claim's status as a word that begins a label.
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

// StateLabel is a sentence's state as it is shown.
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

// Number writes a count with a narrow space between groups of three digits, from five digits on.
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

// Percent writes a share of a whole. It says 0 % and 100 % only where nothing or everything is meant.
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

// Plural writes a count and the word that fits it: "1 claim", "2 claims".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// PluralS is Plural for words that take an s.
func PluralS(n int, word string) string { return Plural(n, word, word+"s") }

// listSeparator stands before the entries of a list in a line.
func listSeparator(i int) string {
	if i == 0 {
		return " "
	}
	return " · "
}

// FormatTime writes a time as the newsroom's clock shows it.
func FormatTime(t time.Time, zone *time.Location) string {
	return t.In(zoneOrUTC(zone)).Format("2 Jan 2006, 15:04")
}

// FormatRFC3339 writes a time for the datetime attribute of a time element.
func FormatRFC3339(t time.Time, zone *time.Location) string {
	return t.In(zoneOrUTC(zone)).Format(time.RFC3339)
}

// zoneOrUTC is the zone to show times in: UTC where none was given, never the machine's by accident.
func zoneOrUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
