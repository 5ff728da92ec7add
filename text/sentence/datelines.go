package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// dated is what a line holds of a date.
type dated struct {
	figures int  // runs of digits
	named   bool // a month, a weekday, "ago"
	label   bool // the line begins with "Published" or the like
	reading bool // "min read"
}

// isLabelledDate: "Published: Jun 24, 2021", "Updated 5 May", and no sentence about a book published in 1990.
func isLabelledDate(t string) bool {
	if t[len(t)-1] == '.' && !endsInLetters(t) || !dateLabels.mayOpen(t) {
		return false
	}
	d, ok := dateOf(t)
	return ok && d.label && d.figures > 0
}

// isDateline: nothing but a date, or a place and a date: "KABUL, June 24 (Xinhua) --" with the copy on the next line.
func isDateline(t string) bool {
	if d, ok := dateOf(t); ok {
		return d.figures > 0 && d.named || d.figures > 1
	}
	return isPlaced(t) || isChineseSource(t)
}

// isReadingTime: "5 min read".
func isReadingTime(t string) bool {
	d, ok := dateOf(t)
	return ok && d.reading && d.figures > 0
}

// dateOf reads a line that holds nothing but the parts of dates and times; of another line it says so at the first other word.
func dateOf(t string) (d dated, ok bool) {
	if t == "" || longer(t, longLabel) {
		return d, false
	}
	for at := 0; at < len(t); {
		c, size := utf8.DecodeRuneInString(t[at:])
		switch {
		case digit(c) >= 0:
			d.figures++
			for at < len(t) && digit(c) >= 0 {
				at += size
				c, size = utf8.DecodeRuneInString(t[at:])
			}
		case inWord(c) && c != '-':
			word, end := dateWord(t, at)
			if !d.take(word, at == 0) {
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

// dateWord is the word at this place; of Chinese, a character.
func dateWord(t string, at int) (word string, end int) {
	for end = at; end < len(t); {
		c, size := utf8.DecodeRuneInString(t[end:])
		if !inWord(c) && c != '\u200c' || digit(c) >= 0 || c == '-' || end > at && isWide(c) {
			break
		}
		end += size
		if isWide(c) {
			break
		}
	}
	return t[at:max(end, at+1)], max(end, at+1)
}

// take notes one word and reports whether it is part of a date at all.
func (d *dated) take(word string, first bool) bool {
	switch {
	case first && dateLabels.holds(word):
		d.label = true
	case dateNames.holds(word):
		d.named = true
	case readingWords.holds(word):
		d.reading = true
	default:
		return dateLabels.holds(word) || dateWords.holds(word) || d.figures > 0 && isZone(word)
	}
	return true
}

// isZone: "GMT", "CEST".
func isZone(word string) bool {
	for i := range len(word) {
		if word[i] < 'A' || word[i] > 'Z' {
			return false
		}
	}
	return len(word) >= 2 && len(word) <= 4
}

// isPlaced: a place of up to three words, a comma or dash, and then a date with its month, perhaps the agency and a dash.
func isPlaced(t string) bool {
	if longer(t, longLabel) {
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
			return false // the copy begins on this line
		}
		rest = rest[:agency]
	}
	d, ok := dateOf(rest)
	return ok && d.named && d.figures > 0 && fields(place) <= 3 && capitalFirst(place) && !hasDigit(place)
}

// isChineseSource: "2021-06-24 13:26 来源：新华社".
func isChineseSource(t string) bool {
	for _, source := range [...]string{"来源", "來源"} {
		if before, _, found := strings.Cut(t, source); found && before != "" {
			d, ok := dateOf(strings.TrimSpace(before))
			return ok && d.figures > 1
		}
	}
	return false
}
