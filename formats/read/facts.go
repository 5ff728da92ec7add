package read

import (
	"regexp"
	"strings"
	"time"
)

// moments are the ways in which files write a date and time: ISO 8601 (ECMA-376's and OpenDocument's dateTime, W3CDTF), more or less of it.
var moments = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", time.RFC1123Z, time.RFC1123}

// moment reads a date and time; zero where it is none. One without a zone is taken as UTC.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range moments {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t
		}
	}
	return time.Time{}
}

// tag is the form of a BCP 47 tag.
var tag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// language reads a tag, also as locales write it ("en_GB"); "" where it is none.
func language(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if len(s) > 35 || !tag.MatchString(s) { // RFC 5646, 4.4.1: room for every tag that is of use
		return ""
	}
	return s
}

// longestFact bounds a title or a name, in bytes: what is longer is none.
const longestFact = 1000

// fact is a title or name that a file states of itself, on one line.
func fact(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")), " ")
	if len(s) > longestFact {
		return ""
	}
	return s
}
