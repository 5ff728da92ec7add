package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// dateParts are the parts of a date in a line.
type dateParts struct {
	numbers        int  // runs of digits
	hasDateName    bool // a month, a weekday, "ago"
	hasLabel       bool // the line begins with "Published" or the like
	hasReadingTime bool // "min read"
}

// isLabelledDate matches "Published: Jun 24, 2021" and "Updated 5 May", but no sentence about a book
// published in 1990.
func isLabelledDate(t string) bool {
	if t[len(t)-1] == '.' && !endsInLetters(t) || !dateLabels.mayOpen(t) {
		return false
	}
	d, ok := parseDateLine(t)
	return ok && d.hasLabel && d.numbers > 0
}

// isDateline matches a date alone, or a place and a date whose text is on the next line: "KABUL, June 24
// (Xinhua) --".
func isDateline(t string) bool {
	if d, ok := parseDateLine(t); ok {
		return d.numbers > 0 && d.hasDateName || d.numbers > 1
	}
	return isPlaceAndDate(t) || isChineseSource(t)
}

// isReadingTime matches "5 min read".
func isReadingTime(t string) bool {
	d, ok := parseDateLine(t)
	return ok && d.hasReadingTime && d.numbers > 0
}

// parseDateLine parses a line that consists of parts of dates and times. It fails at the first other word.
func parseDateLine(t string) (d dateParts, ok bool) {
	if t == "" || isWiderThan(t, maxLabel) {
		return d, false
	}
	for at := 0; at < len(t); {
		c, size := utf8.DecodeRuneInString(t[at:])
		switch {
		case digitValue(c) >= 0:
			d.numbers++
			for at < len(t) && digitValue(c) >= 0 {
				at += size
				c, size = utf8.DecodeRuneInString(t[at:])
			}
		case isPhraseRune(c) && c != '-':
			word, end := nextDateWord(t, at)
			if !d.addWord(word, at == 0) {
				return d, false
			}
			at = end
		case !unicode.IsSpace(c) && !strings.ContainsRune(",.:/|–—-·•()+：،，、", c):
			return d, false
		default:
			at += size
		}
	}
	return d, true
}

// nextDateWord returns the word at this place. In Chinese it is one character.
func nextDateWord(t string, at int) (word string, end int) {
	for end = at; end < len(t); {
		c, size := utf8.DecodeRuneInString(t[end:])
		if !isPhraseRune(c) && c != '\u200c' || digitValue(c) >= 0 || c == '-' || end > at && isWide(c) {
			break
		}
		end += size
		if isWide(c) {
			break
		}
	}
	return t[at:max(end, at+1)], max(end, at+1)
}

// addWord records one word and reports whether it can be part of a date.
func (d *dateParts) addWord(word string, first bool) bool {
	switch {
	case first && dateLabels.contains(word):
		d.hasLabel = true
	case dateNames.contains(word):
		d.hasDateName = true
	case readingWords.contains(word):
		d.hasReadingTime = true
	default:
		return dateLabels.contains(word) || dateWords.contains(word) || d.numbers > 0 && isZone(word)
	}
	return true
}

// isZone matches "GMT" and "CEST".
func isZone(word string) bool {
	for i := range len(word) {
		if word[i] < 'A' || word[i] > 'Z' {
			return false
		}
	}
	return len(word) >= 2 && len(word) <= 4
}

// isPlaceAndDate matches a place of up to three words, a comma or dash, and a date with its month,
// optionally followed by the agency and a dash.
func isPlaceAndDate(t string) bool {
	if isWiderThan(t, maxLabel) {
		return false
	}
	i := strings.IndexAny(t, ",،，")
	if dash := strings.Index(t, " - "); dash > 0 && (i < 0 || dash < i) {
		i = dash + 1
	}
	if i <= 0 {
		return false
	}
	_, comma := utf8.DecodeRuneInString(t[i:])
	place, rest := t[:i], t[i+comma:]
	if agency := strings.IndexByte(rest, '('); agency > 0 {
		end := strings.IndexByte(rest, ')')
		if end < agency || hasWord(rest[end:]) {
			return false // the body begins on this line
		}
		rest = rest[:agency]
	}
	d, ok := parseDateLine(rest)
	return ok && d.hasDateName && d.numbers > 0 && countFields(place) <= 3 && capitalFirst(place) && !hasDigit(place)
}

// isChineseSource matches "2021-06-24 13:26 来源：新华社".
func isChineseSource(t string) bool {
	for _, source := range [...]string{"来源", "來源"} {
		if before, _, found := strings.Cut(t, source); found && before != "" {
			d, ok := parseDateLine(strings.TrimSpace(before))
			return ok && d.numbers > 1
		}
	}
	return false
}
