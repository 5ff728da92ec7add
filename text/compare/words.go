// Package compare finds the sentences of a signed text in a published one. It ignores typesetting: the style of quotation marks and
// dashes, blanks, and hyphenation. It compares letters, digits, punctuation and their order.
package compare

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linecheck/text"
)

// Word is a word, a number or a sign of a text.
type Word struct {
	Text string    // in the form that is compared
	Span text.Span // in code points
}

// settings maps characters to the sequence that typesetting programs replace with them.
var settings = map[rune]string{
	'…': "...", '™': "(tm)", '×': "x", '½': " 1/2 ", '¼': " 1/4 ", '¾': " 3/4 ", '⁄': "/",
	'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '″': `"`, '＂': `"`, '「': `"`, '」': `"`, '『': `"`, '』': `"`,
	'‘': `'`, '’': `'`, '‚': `'`, '‛': `'`, '‹': `'`, '›': `'`, '′': `'`, '`': `'`, '´': `'`, 'ʼ': `'`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-",
}

// quote stands for every double quotation mark in the form that is compared.
const quote = `"`

// Words returns the words of a text in order.
func Words(s string) (words []Word) {
	runes := []rune(s)
	var w wordReader
	w.runes, w.positions = shownRunes(runes)
	for w.at < len(w.runes) {
		words = w.next(words)
	}
	return joinSigns(words, runes)
}

// wordReader reads words from the folded characters of a text.
type wordReader struct {
	runes     []rune
	positions []int // for each character, its position in the text
	at        int
}

// next appends the word at the current position, if there is one, and advances.
func (w *wordReader) next(words []Word) []Word {
	start, r := w.at, w.runes[w.at]
	switch {
	case isWordRune(r):
		for w.at < len(w.runes) && (isWordRune(w.runes[w.at]) || isJoiner(w.runes[w.at]) || w.joins()) {
			w.at++
		}
		return append(words, Word{fold(w.runes[start:w.at]), w.span(start)})
	case unicode.IsSpace(r) || unicode.IsControl(r):
		w.at++
		return words
	}
	w.at++
	for _, sign := range fold(w.runes[start:w.at]) {
		switch {
		case sign == ' ':
		case sign == '\'' && !w.isPrime(start):
			words = append(words, Word{quote, w.span(start)})
		default:
			words = append(words, Word{string(sign), w.span(start)})
		}
	}
	return words
}

// span returns the span in the text that was read since start.
func (w *wordReader) span(start int) text.Span {
	return text.Span{Start: w.positions[start], End: w.positions[w.at-1] + 1}
}

// joins reports whether the sign at the current position is part of a word: an apostrophe between letters, or a sign between digits, as in
// 1,000.50 and 10:30.
func (w *wordReader) joins() bool {
	if w.at == 0 || w.at+1 >= len(w.runes) {
		return false
	}
	before, after := w.runes[w.at-1], w.runes[w.at+1]
	switch fold(w.runes[w.at : w.at+1]) {
	case "'":
		return (unicode.IsLetter(before) || unicode.IsMark(before)) && unicode.IsLetter(after)
	case ".", ",", ":", "٫", "٬":
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

// isPrime reports whether the single mark at a position is a unit: 5' (feet) differs from 5" (inches).
func (w *wordReader) isPrime(at int) bool {
	if at == 0 || !unicode.IsDigit(w.runes[at-1]) || strings.ContainsRune("‹›‚‛‘", w.runes[at]) {
		return false
	}
	return at+1 == len(w.runes) || fold(w.runes[at+1:at+2]) != "'"
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) || unicode.Is(unicode.Nl, r) || unicode.IsMark(r) || r == '×'
}

// fold returns characters in the form that is compared.
func fold(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		if folded, known := settings[r]; known {
			b.WriteString(folded)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// joinSigns merges several dashes into one sign, and two single quotation marks into a double one.
func joinSigns(words []Word, runes []rune) []Word {
	joined := words[:0]
	for _, w := range words {
		if last := len(joined) - 1; last >= 0 && joined[last].Span.End == w.Span.Start && joined[last].Text == w.Text &&
			(w.Text == "-" || w.Text == quote && isSingleMark(runes, joined[last]) && isSingleMark(runes, w)) {
			joined[last].Span.End = w.Span.End
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// isSingleMark reports whether a word is a single quotation mark.
func isSingleMark(runes []rune, w Word) bool {
	mark := runes[w.Span.Start]
	return w.Span.Len() == 1 && (mark == '\'' || settings[mark] == "'")
}

// Hash returns the SHA-256 of words. Texts that differ only in their typesetting have the same hash.
func Hash(words []Word) string {
	joined, ends := joinWords(words)
	return hashOf(joined[:ends[len(words)]])
}

// joinWords returns the words with a blank after each, and the offset in bytes at which each word begins. The last offset is the length.
func joinWords(words []Word) (joined []byte, offsets []int) {
	offsets = make([]int, 1, len(words)+1)
	for _, w := range words {
		joined = append(append(joined, w.Text...), ' ')
		offsets = append(offsets, len(joined))
	}
	return joined, offsets
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
