// Package compare finds the sentences of a signed text in a published one. It tells words from the way in which a site sets them:
// quotation marks, dashes, blanks and hyphenation make no difference; letters, digits, signs and their order do.
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
	Text string    // as it is compared
	Span text.Span // in code points of the text
}

// settings are characters and sequences that typesetting programs exchange.
var settings = map[rune]string{
	'…': "...", '™': "(tm)", '×': "x", '½': " 1/2 ", '¼': " 1/4 ", '¾': " 3/4 ", '⁄': "/",
	'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '″': `"`, '＂': `"`, '「': `"`, '」': `"`, '『': `"`, '』': `"`,
	'‘': `'`, '’': `'`, '‚': `'`, '‛': `'`, '‹': `'`, '›': `'`, '′': `'`, '`': `'`, '´': `'`, 'ʼ': `'`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-",
}

// quote is every quotation mark.
const quote = `"`

// Words returns the words of a text in order.
func Words(s string) (words []Word) {
	w := wordReader{runes: []rune(s)}
	for w.at < len(w.runes) {
		words = w.next(words)
	}
	return joinSigns(words)
}

// wordReader reads words from a text.
type wordReader struct {
	runes []rune
	at    int
}

// next appends the word at the current position, if there is one, and moves on.
func (w *wordReader) next(words []Word) []Word {
	start, r := w.at, w.runes[w.at]
	switch {
	case isWordRune(r):
		for w.at < len(w.runes) && (isWordRune(w.runes[w.at]) || isInvisible(w.runes[w.at]) || w.joins()) {
			w.at++
		}
		return append(words, Word{fold(w.runes[start:w.at]), text.Span{Start: start, End: w.at}})
	case unicode.IsSpace(r) || isInvisible(r) || unicode.IsControl(r):
		w.at++
		return words
	}
	w.at++
	for _, sign := range fold(w.runes[start:w.at]) {
		switch {
		case sign == ' ':
		case sign == '\'':
			words = append(words, Word{quote, text.Span{Start: start, End: w.at}})
		default:
			words = append(words, Word{string(sign), text.Span{Start: start, End: w.at}})
		}
	}
	return words
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
		return unicode.IsLetter(before) && unicode.IsLetter(after)
	case ".", ",", ":", "٫", "٬":
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) || unicode.Is(unicode.Nl, r) || unicode.IsMark(r) || r == '×'
}

// isInvisible reports whether a character shows nothing, such as a soft hyphen. Overrides of the direction are not invisible: they
// change what is read.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) && r != '\u202d' && r != '\u202e' || unicode.Is(unicode.Variation_Selector, r)
}

// fold returns characters as they are compared.
func fold(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		if folded, known := settings[r]; known {
			b.WriteString(folded)
		} else if !isInvisible(r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// joinSigns makes one sign of several dashes, of two single quotation marks, and leaves the others as they are.
func joinSigns(words []Word) []Word {
	joined := words[:0]
	for _, w := range words {
		last := len(joined) - 1
		if last >= 0 && joined[last].Text == w.Text && (w.Text == "-" || w.Text == quote) && joined[last].Span.End >= w.Span.Start {
			joined[last].Span.End = w.Span.End
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// Hash returns the SHA-256 of words. Two texts have the same one if they differ only in how they are set.
func Hash(words []Word) string {
	joined, ends := joinWords(words)
	return hashOf(joined[:ends[len(words)]])
}

// joinWords returns words with a blank after each, and the offset in bytes at which each one begins; the last is the end.
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
