package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Split says what a place in a text would part.
type Split string

// What a place can part.
const (
	SplitsNothing   Split = ""
	SplitsWord      Split = "word"
	SplitsCharacter Split = "character" // what a reader takes for one: a grapheme cluster
)

// SplitAt says what a split at a code point of s would part. Hyphens, apostrophes and signs part words, as white space does; a letter and a
// digit beside each other are one word. Scripts that put no blanks between words have no such rule, only characters.
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

// withinWord reports whether two parts of a text belong to one word or number.
func withinWord(before, after string) bool {
	left, size := utf8.DecodeLastRuneInString(before)
	right, next := utf8.DecodeRuneInString(after)
	for unicode.IsMark(left) && size < len(before) { // the letter that it stands on
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

// isNumberSeparator holds for the signs within a number: 1,000 and 2.5.
func isNumberSeparator(r rune) bool { return r == '.' || r == ',' }

// WidenToWords moves the ends of a span outwards until they split nothing.
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
