package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words lists the words of s in order, which are the steps when a claim is selected by keyboard. A word is
// a run without white space, split at brackets, double quotes and long dashes, without the punctuation at
// either end. In scripts without spaces each character is a word. A word never begins or ends between a
// character and its combining marks.
func Words(s string) []Span {
	var words []Span
	w := graphemeScanner{s: s}
	for w.skipTo(startsWord) {
		start := w.at
		end := w.readWord()
		words = append(words, Span{start, end})
	}
	return words
}

// graphemeScanner steps through a string one grapheme at a time, counting code points.
type graphemeScanner struct {
	s  string
	at int // code points read so far
}

func (w *graphemeScanner) next() (char string) {
	n := graphemeLen(w.s)
	char, w.s = w.s[:n], w.s[n:]
	w.at += utf8.RuneCountInString(char)
	return char
}

// skipTo advances to the next character that ok accepts. ok gets the character and the rest. It returns
// false at the end of the text.
func (w *graphemeScanner) skipTo(ok func(char, rest string) bool) bool {
	for w.s != "" {
		n := graphemeLen(w.s)
		if ok(w.s[:n], w.s[n:]) {
			return true
		}
		w.next()
	}
	return false
}

// readWord reads the word that begins here and returns the code point at which it ends. It stops after the
// punctuation that follows the word, which belongs to none.
func (w *graphemeScanner) readWord() (end int) {
	first := w.next()
	end = w.at
	if isUnspaced(first) {
		return end
	}
	stops, letters := 0, 1 // in this word: "U.S." keeps its last full stop
	for w.s != "" {
		n := graphemeLen(w.s)
		if char := w.s[:n]; isSpace(char) || isUnspaced(char) || breaksWord(char) {
			break
		}
		char := w.next()
		switch {
		case char == ".":
			stops++
			if letters == 1 && stops > 1 {
				end = w.at
			}
			letters = 0
		case isEdgePunctuation(char) || !isVisible(char):
		case unicode.IsLetter(baseRune(char)):
			end = w.at
			letters++
		default:
			end = w.at
			letters = 2 // a figure: "1.2." loses its last full stop
		}
	}
	return end
}

// startsWord reports whether a character may begin a word. A space or punctuation may not, except a sign
// before a figure ("-5", ".5").
func startsWord(char, rest string) bool {
	if isSpace(char) {
		return false
	}
	if strings.ContainsAny(char, "-.") {
		r, _ := utf8.DecodeRuneInString(rest)
		return unicode.IsDigit(r)
	}
	return !isEdgePunctuation(char) && isVisible(char)
}

func baseRune(char string) rune {
	r, _ := utf8.DecodeRuneInString(char)
	return r
}

func isSpace(char string) bool { return unicode.IsSpace(baseRune(char)) }

// isVisible reports whether a character is visible. Control and format characters do not form words.
func isVisible(char string) bool {
	return !unicode.In(baseRune(char), unicode.Cf, unicode.Cc) || char == string(zwj)
}

// isEdgePunctuation reports whether a character is removed from the ends of a word. Signs that belong to
// their neighbour ("70%", "#2", "@desk", "§ 5", "AT&T") are not removed, nor is a keycap, whose base alone
// is punctuation.
func isEdgePunctuation(char string) bool {
	r := baseRune(char)
	if strings.ContainsRune("%‰٪#@&*§¶", r) || strings.ContainsRune(char, keycap) {
		return false
	}
	return unicode.IsPunct(r)
}

// breaksWord reports whether punctuation ends a word even if no space follows: "2021.(Photo",
// "force—people", "他说“我".
func breaksWord(char string) bool {
	r := baseRune(char)
	switch {
	case r == '"', r == '—', r == '―', r >= 0x3000 && r <= 0x303F, r >= 0xFF01 && r <= 0xFF0F && r != '＇':
		return true
	case r == '\'' || r == '’':
		return false // it is an apostrophe far more often than a closing quote
	}
	return unicode.In(r, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf)
}

// isUnspaced reports whether a character belongs to a script without spaces between words.
func isUnspaced(char string) bool {
	r := baseRune(char)
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
