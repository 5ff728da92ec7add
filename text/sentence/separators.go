package sentence

import (
	"strings"
	"unicode"

	"linecheck/text"
)

// A separator is a line of signs that parts sections or ends a text: "* * *", "___", "###", "—30—". There is
// nothing in it to read or to check. It is no sentence, but part of the space between sentences, unless a text
// consists of nothing else.

// maxSeparatorLen is the length of the longest separator in bytes.
const maxSeparatorLen = 400

// isSeparator reports whether a line without white space around it is a separator.
func isSeparator(line string) bool {
	if line == "" || len(line) > maxSeparatorLen || isLetterOrDigit(line[0]) {
		return false
	}
	if strings.ContainsAny(line, filledSigns) && strings.ContainsAny(line, hollowSigns) {
		return false
	}
	signs := strings.TrimFunc(line, isSeparatorRune)
	return signs == "" || (signs == "30" || signs == "0") && isEndMark(line, signs)
}

// A line of filled and hollow signs, such as "★★★☆☆", is a rating, so it is part of the text.
const (
	filledSigns = "●◆■▪★"
	hollowSigns = "○◇□▫☆"
)

// isEndMark matches "—30—" and "-0-", with which agencies end a text.
func isEndMark(line, number string) bool {
	before, after, _ := strings.Cut(line, number)
	isDashOrBlank := func(c rune) bool { return isDash(c) || c == ' ' || c == '\u00a0' }
	return before != "" && after != "" && strings.TrimFunc(before+after, isDashOrBlank) == ""
}

func isSeparatorRune(c rune) bool {
	return unicode.IsSpace(c) || strings.ContainsRune("*_#-–—―=~•·∙●○◦◆◇■□▪▫+⁂⁎⁑❦❧☙✦✧✱✲✳✻✽★☆†|", c)
}

// IsBetween reports whether a text contains only white space and separators, as the text between two sentences
// does.
func IsBetween(s string) bool {
	for _, l := range linesOf(s) {
		if !isSeparator(s[l.start:l.end]) {
			return false
		}
	}
	return true
}

// Separators returns the separators in a text between two sentences, in code points of that text.
func Separators(between string) []text.Span {
	if strings.TrimSpace(between) == "" {
		return nil
	}
	var all []text.Span
	for _, l := range linesOf(between) {
		start := countCodePoints(between[:l.start])
		all = append(all, text.Span{Start: start, End: start + countCodePoints(between[l.start:l.end])})
	}
	return all
}

// linesOf returns the lines of s that are not blank.
func linesOf(s string) (lines []paragraph) {
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at, false)
		if start, stop := trimRange(s, at, end); start < stop {
			lines = append(lines, paragraph{start: start, end: stop})
		}
		at = next
	}
	return lines
}
