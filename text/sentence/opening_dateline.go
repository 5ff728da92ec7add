package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxOpeningDateline is how far, in bytes, the dash of a dateline is searched for.
const maxOpeningDateline = 110

// openingDatelineLen returns the length of the dateline that opens a paragraph, with its dash and the space after
// it, or 0: "VIENNA — ", "BUFFALO, N.Y., Sept. 12 (AP) - ", "МОСКВА, 5 мая. /ТАСС/. ". It is a place of any name, a
// date and an agency: words with a capital, figures and names of months, up to a dash. It belongs to the sentence
// that it opens.
func openingDatelineLen(t string) int {
	if t = t[:min(len(t), maxOpeningDateline)]; !mayHaveDateline(t) {
		return 0
	}
	found, words := 0, 0
	for at := 0; at < len(t); {
		c, size := utf8.DecodeRuneInString(t[at:])
		switch {
		case c == '(' || c == '/':
			n := agencyLen(t[at:], c)
			if n == 0 {
				return found
			}
			at += n
			if c == '/' && strings.HasPrefix(t[at:], ". ") {
				found = at + len(". ")
			}
		case isDatelineDash(c) && at > 0 && words > 0:
			end := at + len(t[at:]) - len(strings.TrimLeft(t[at:], "-–—―"))
			if n := blankLenAfter(t, end); n > 0 && (isBlank(t[at-1]) || strings.IndexByte(".,)", t[at-1]) >= 0) {
				found = end + n
			} else if c == '-' || n > 0 {
				return found
			} else {
				found = end // VIENNA—The
			}
			at = end
		case isPhraseRune(c):
			end := datelineWordEnd(t, at)
			if words++; end == 0 || words > maxDatelineWords {
				return found
			}
			at = end
		case c == ' ' || c == ',' || c == '.' || c == '\u00a0' || c == '’' || c == '|':
			at += size
		default:
			return found
		}
	}
	return found
}

// mayHaveDateline is a quick test that most paragraphs fail: there is a dash or a slash near the beginning.
func mayHaveDateline(t string) bool {
	for i := range len(t) {
		switch c := t[i]; {
		case c == '/', c == '-' && i > 0 && !isLetterOrDigit(t[i-1]):
			return true
		case c == 0xE2 && i+2 < len(t) && t[i+1] == 0x80 && t[i+2] >= 0x93 && t[i+2] <= 0x95: // – — ―
			return true
		}
	}
	return false
}

// maxDatelineWords is the number of words of the longest dateline.
const maxDatelineWords = 9

// datelineWordEnd returns the end of a word of a dateline, or 0: a name, a figure, a particle or a part of a date.
func datelineWordEnd(t string, at int) int {
	word, _, end := nextWord(t, at)
	c, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.IsUpper(c), unicode.IsDigit(c), nameParticles.contains(word), dateNames.contains(word), dateWords.contains(word):
		return end
	}
	return 0
}

// agencyLen returns the length of an agency in brackets or slashes, or 0: "(AP)", "/ТАСС/".
func agencyLen(t string, open rune) int {
	last := byte(')')
	if open == '/' {
		last = '/'
	}
	end := strings.IndexByte(t[1:], last)
	if end < 1 || end > maxKicker || open == '/' && !allCapitals(t[1:1+end]) {
		return 0
	}
	return end + 2
}

func isDatelineDash(c rune) bool { return isDash(c) || c == '―' }

// blankLenAfter returns the length of the single space at byte i, or 0.
func blankLenAfter(t string, i int) int {
	switch {
	case i < len(t) && t[i] == ' ':
		return 1
	case strings.HasPrefix(t[min(i, len(t)):], "\u00a0"):
		return len("\u00a0")
	}
	return 0
}

// datelineEnd returns the end of the dateline that opens the current paragraph, or its start. It is measured once.
func (c *segmenter) datelineEnd() int {
	if c.opening < 0 {
		c.opening = c.para.start + openingDatelineLen(c.s[c.para.start:c.para.end])
	}
	return c.opening
}

// isInDateline reports whether a gap lies within the dateline that opens the paragraph, or directly behind it.
func (c *segmenter) isInDateline(next int) bool {
	return next <= c.para.start+maxOpeningDateline+1 && c.sentenceStart == c.para.start && next <= c.datelineEnd()
}
