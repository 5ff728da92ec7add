package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Split says what a split at some position would divide.
type Split string

// The kinds of text that a split can divide.
const (
	SplitsNothing   Split = ""
	SplitsWord      Split = "word"
	SplitsCharacter Split = "character" // a grapheme cluster
)

// SplitAt says what a split at a code point of s would divide. Hyphens, apostrophes and signs separate
// words, as white space does; an adjacent letter and digit are one word. Scripts without spaces between
// words have only characters.
func SplitAt(s string, at int) Split {
	i := NewIndex(s).Byte(at)
	if i == 0 || i == len(s) {
		return SplitsNothing
	}
	characters := graphemes.FromString(s)
	for characters.Next() && characters.End() <= i {
	}
	if characters.Start() < i && i < characters.End() {
		return SplitsCharacter
	}
	if withinWord(s[:i], s[i:]) {
		return SplitsWord
	}
	return SplitsNothing
}

// withinWord reports whether two adjacent parts of a text belong to one word or number.
func withinWord(before, after string) bool {
	left, size := utf8.DecodeLastRuneInString(before)
	right, next := utf8.DecodeRuneInString(after)
	for unicode.IsMark(left) && size < len(before) { // the letter with this mark
		var more int
		left, more = utf8.DecodeLastRuneInString(before[:len(before)-size])
		size += more
	}
	if isUnspaced(string(left)) || isUnspaced(string(right)) {
		return false
	}
	if isLetterOrDigit(left) && isLetterOrDigit(right) {
		return true
	}
	earlier, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	further, _ := utf8.DecodeRuneInString(after[next:])
	return isNumberSeparator(left) && unicode.IsDigit(earlier) && unicode.IsDigit(right) ||
		unicode.IsDigit(left) && isNumberSeparator(right) && unicode.IsDigit(further)
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isNumberSeparator reports whether r occurs within numbers: 1,000 and 2.5.
func isNumberSeparator(r rune) bool { return r == '.' || r == ',' }

// WidenToWords widens a span until its ends divide nothing.
func WidenToWords(s string, sp Span) Span {
	n := NewIndex(s).Len()
	for sp.Start > 0 && SplitAt(s, sp.Start) != SplitsNothing {
		sp.Start--
	}
	for sp.End < n && SplitAt(s, sp.End) != SplitsNothing {
		sp.End++
	}
	return sp
}
