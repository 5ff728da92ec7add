// Package views renders the pages: templ components, and pure functions that format statuses, numbers and
// times. It does not call the store; its callers pass everything that a page shows.
package views

import (
	"context"
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

// sourceTitle returns a source's title. For a reader who may not know the title, it returns a replacement.
func sourceTitle(ctx context.Context, s models.VisibleSource) string {
	if s.Hidden() {
		return say(ctx, models.ConfidentialSource)
	}
	return s.Title()
}

// StatusSymbol is the symbol next to a claim's status, so that colour is never the only sign.
func StatusSymbol(s models.Status) string { return s.Symbol() }

// StatusLabel returns a claim's status as a capitalized label.
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

// StateLabel returns the label of a sentence's state.
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

// listSeparator returns the separator before entry i of a list.
func listSeparator(i int) string {
	if i == 0 {
		return " "
	}
	return " · "
}

// FormatTime formats a time in the newsroom's zone.
func FormatTime(ctx context.Context, t time.Time, zone *time.Location) string {
	return formatTime(ctx, t, zone, "2 Jan 2006, 15:04")
}

// FormatRFC3339 formats a time for the datetime attribute.
func FormatRFC3339(t time.Time, zone *time.Location) string {
	return t.In(zoneOrUTC(zone)).Format(time.RFC3339)
}

// zoneOrUTC returns the zone, or UTC if it is nil, so that pages never use the server's zone by accident.
func zoneOrUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
