package read

import (
	"regexp"
	"strings"
	"time"
)

// timeLayouts are the ways in which files write a date and time: ISO 8601 (ECMA-376's and OpenDocument's dateTime, W3CDTF), more or
// less of it.
var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", time.RFC1123Z, time.RFC1123}

// parseTime reads a date and time; zero where it is none. One without a zone is taken as UTC.
func parseTime(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t
		}
	}
	return time.Time{}
}

// languageTag is the form of a BCP 47 tag.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// parseLanguageTag reads a tag, also as locales write it ("en_GB"); "" where it is none.
func parseLanguageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if len(s) > 35 || !languageTag.MatchString(s) { // RFC 5646, 4.4.1: room for every tag that is of use
		return ""
	}
	return s
}

// maxPropertyBytes bounds a title or a name, in bytes: what is longer is none.
const maxPropertyBytes = 1000

// cleanProperty is a title or name that a file states of itself, on one line.
func cleanProperty(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")), " ")
	if len(s) > maxPropertyBytes {
		return ""
	}
	return s
}
