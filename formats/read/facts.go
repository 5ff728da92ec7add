package read

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"linecheck/text"
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

// parseLanguageTag returns a file's language as a BCP 47 tag in its usual form: "en-GB" for "en_gb". It returns "" for
// anything else, because a file's tag is a hint and never a reason to refuse the file.
func parseLanguageTag(s string) string {
	s = strings.TrimSpace(s)
	s, _, _ = strings.Cut(s, ".") // of a locale, "en_GB.UTF-8"
	s, _, _ = strings.Cut(s, ",") // of a list
	if len(s) > 35 {              // RFC 5646, 4.4.1: enough for every useful tag
		return ""
	}
	tag, err := language.Parse(strings.ReplaceAll(s, "_", "-"))
	if err != nil {
		return ""
	}
	switch base, _, _ := tag.Raw(); base.String() {
	case "und", "mul", "zxx", "mis": // none, several, or another
		return ""
	}
	return tag.String()
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

// defaultTitles are the titles that programs write themselves, in lower case.
var defaultTitles = map[string]bool{"untitled": true, "untitled document": true, "document": true, "document1": true,
	"dokument1": true, "unbenannt": true,
	"sans titre": true, "no title": true, "word document": true, "title": true, "new page": true}

// TitleOf returns the title of a document: the one in the file's metadata, or else its first headline, or "".
func TitleOf(d Document) string {
	if own := strings.TrimPrefix(d.Title, "Microsoft Word - "); own != "" && !defaultTitles[strings.ToLower(own)] {
		return own
	}
	index := text.NewIndex(d.Text)
	for _, h := range d.Hints {
		if words, ok := index.Slice(h.Span); ok && h.Region == headlineRegion && utf8.RuneCountInString(words) <= maxHeadlineLen {
			return strings.Join(strings.Fields(words), " ")
		}
	}
	return ""
}
