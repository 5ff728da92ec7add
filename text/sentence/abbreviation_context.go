package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindsBefore returns the kinds of the word before a terminator, in its context: as the last part of an
// abbreviation with spaces ("u. a."), behind an elided article or a hyphen ("l’art.", "Dr.-Ing."), as a unit
// behind a figure, and as an abbreviation by its spelling.
func (v *vocabulary) kindsBefore(g *gap) wordKind {
	w := g.wordBefore
	if w == "" {
		return 0
	}
	at := g.firstStop - len(w)
	if at > g.start && g.s[at-1] == '/' {
		return 0 // "km/h"
	}
	k := v.kindOf(w)
	if n := blankLenBefore(g.s, at); n > 0 && at-n > g.start && g.s[at-n-1] == '.' {
		if joined := v.joinedKind(g, ""); joined != 0 {
			k = joined
		}
	}
	if k == 0 {
		if i := lastJoint(w); i > 0 {
			_, size := utf8.DecodeRuneInString(w[i:])
			if rest := w[i+size:]; !isOneRune(rest) {
				k = v.kindOf(rest) & abbreviationKinds
			}
		}
	}
	switch {
	case k&unitWord != 0 && g.isBehindFigure():
		return k&numberedWord | unitWord | ambiguousWord
	case k&unitWord != 0:
		return k &^ unitWord
	case k&titleWord != 0 && isOneRune(w) && g.isBehindFigure():
		return k &^ titleWord // "5 м." is a length, "м. Київ" a town
	case k == 0 && v.streetSuffix != "" && len(w) > len(v.streetSuffix)+1 && strings.HasSuffix(w, v.streetSuffix):
		return ambiguousWord
	case k == 0 && !v.syllabicConsonants && isVowelless(w):
		return ambiguousWord
	}
	return k
}

// lastJoint returns the position of the last hyphen or apostrophe of a word, or -1.
func lastJoint(w string) int {
	for i := len(w) - 1; i >= 0; i-- {
		switch {
		case w[i] == '-' || w[i] == '\'':
			return i
		case w[i] == 0x99 && i > 1 && w[i-1] == 0x80 && w[i-2] == 0xE2: // ’
			return i - 2
		}
	}
	return -1
}

// maxJoinedParts is the number of parts of the longest abbreviation with spaces, such as "i. e. S. d.".
const maxJoinedParts = 4

// joinedKind looks up the word before a terminator together with the abbreviated words before it, without the
// spaces, and with the word after the gap if there is one: "u. a." as "u.a". The longest match counts.
func (v *vocabulary) joinedKind(g *gap, after string) (k wordKind) {
	var room [maxWordLen + 1]byte
	at := len(room)
	if after != "" {
		if at -= len(after) + 1; at < 1 {
			return 0
		}
		room[at] = '.'
		copy(room[at+1:], after)
	}
	end := g.firstStop
	for part := range maxJoinedParts {
		w := wordBefore(g.s, g.start, end)
		if w == "" || len(w) >= at {
			return k
		}
		at -= len(w)
		copy(room[at:], w)
		if part > 0 || after != "" {
			if found := v.kindOfBytes(room[at:]); found != 0 {
				k = found
			}
		}
		stop := end - len(w) - blankLenBefore(g.s, end-len(w))
		if stop == end-len(w) || stop <= g.start || g.s[stop-1] != '.' || at < 2 {
			return k
		}
		at--
		room[at], end = '.', stop-1
	}
	return k
}

// kindOfBytes is kindOf without an allocation.
func (v *vocabulary) kindOfBytes(w []byte) wordKind {
	if word, bit := filterBit(w[0], w[len(w)/2], w[len(w)-1], len(w)); v.filter[word]>>bit&1 == 0 {
		return 0
	}
	if k, ok := v.kinds[string(w)]; ok {
		return k
	}
	return v.foreign[string(w)]
}

// blankLenBefore returns the length of the single space that ends before byte i, also of one that does not
// break, or 0.
func blankLenBefore(s string, i int) int {
	switch {
	case i > 0 && s[i-1] == ' ':
		return 1
	case strings.HasSuffix(s[:i], "\u00a0"):
		return len("\u00a0")
	case strings.HasSuffix(s[:i], "\u202f"):
		return len("\u202f")
	}
	return 0
}

// isBehindFigure reports whether a figure is directly before the word before the gap: "3,5 Mio.", "50 kg.".
func (g *gap) isBehindFigure() bool {
	at := g.firstStop - len(g.wordBefore)
	n := blankLenBefore(g.s, at)
	if n == 0 || at-n <= g.start {
		return false
	}
	c, _ := runeBefore(g.s, at-n)
	return unicode.IsDigit(c) || c == '½' || c == '¼' || c == '¾'
}

// isVowelless matches short words that cannot be spoken, such as "Bldg" and "hrs", as an abbreviation. Acronyms
// have more than one capital.
func isVowelless(w string) bool {
	first, size := utf8.DecodeRuneInString(w)
	if len(w) == size || len(w) > 10 || len(w) > 5 && w[0] < utf8.RuneSelf || !unicode.IsLetter(first) || isVowel(unicode.ToLower(first)) {
		return false
	}
	n := 1
	for _, c := range w[size:] {
		if n++; isVowel(c) || !unicode.IsLower(c) {
			return false
		}
	}
	if unicode.IsUpper(first) {
		return n == 4 || n == 5
	}
	return n <= 3 && !vowellessWords[w]
}

func isVowel(c rune) bool {
	if c < utf8.RuneSelf {
		return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
	}
	return strings.ContainsRune(vowels, c)
}

// vowels are the letters of Latin, Cyrillic and Greek that can be spoken alone, in lower case.
const vowels = "àáâãäåæāăąèéêëēėęěìíîïīįıòóôõöøōőœùúûüūůűųýÿơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ" +
	"аеёиоуыэюяіїєѓъўөүәαεηιουωάέήίόύώϊϋΐΰ"

// vowellessWords are exclamations, acronyms in lower case, and symbols of units, which have no full stop of their own.
var vowellessWords = newWordSet("hmm shh pst brr tsk nth mhm grr tv pc cd dvd wc sms mms gps hd www km cm mm kg км см мм кг мл вс")
