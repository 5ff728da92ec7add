package read

import (
	"regexp"
	"strings"
	"time"
)

// timeLayouts are the formats of date and time in files: ISO 8601 (dateTime of ECMA-376 and OpenDocument,
// W3CDTF) in varying precision.
var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", time.RFC1123Z, time.RFC1123}

// parseTime parses a date and time, and returns zero if it cannot. Without a zone it assumes UTC.
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

// parseLanguageTag parses a tag, also in the form of locales ("en_GB"). It returns "" if it is not valid.
func parseLanguageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if len(s) > 35 || !languageTag.MatchString(s) { // RFC 5646, 4.4.1: enough for every useful tag
		return ""
	}
	return s
}

// maxPropertyBytes limits a title or a name, in bytes. A longer one is ignored.
const maxPropertyBytes = 1000

// cleanProperty returns a title or name from a file's metadata on one line.
func cleanProperty(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")), " ")
	if len(s) > maxPropertyBytes {
		return ""
	}
	return s
}
