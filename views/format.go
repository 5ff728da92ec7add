// Package views draws the pages: templ components, and the few pure functions that say how a word, a figure or a
// time is written. It asks nothing of the store: what a page shows is handed to it.
package views

import (
	"context"
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
func StatusLabel(ctx context.Context, s models.Status) string {
	switch s {
	case models.Sourced:
		return say(ctx, "Sourced")
	case models.Disputed:
		return say(ctx, "Disputed")
	case models.Unverified:
		return say(ctx, "Unverified")
	case models.Sealed:
		return say(ctx, "Sealed")
	}
	return say(ctx, "Unchecked")
}

// StateLabel is a sentence's state as it is shown.
func StateLabel(ctx context.Context, s models.SentenceState) string {
	switch s {
	case models.Unread:
		return say(ctx, "not looked at")
	case models.Clear:
		return say(ctx, "nothing to check")
	case models.Recheck:
		return say(ctx, "to check again")
	}
	return word(ctx, s) // open, done
}

// listSeparator stands before the entries of a list in a line.
func listSeparator(i int) string {
	if i == 0 {
		return " "
	}
	return " · "
}

// FormatTime writes a time as the newsroom's clock shows it.
func FormatTime(ctx context.Context, t time.Time, zone *time.Location) string {
	return formatTime(ctx, t, zone, "2 Jan 2006, 15:04")
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
