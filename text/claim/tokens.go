package claim

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a figure or a sign, with its lexicon entry.
type token struct {
	start, end  int // bytes
	from, to    int // code points
	kind        tokenKind
	adjacent    bool // there is nothing between it and the previous token
	capital     bool // begins with a capital
	allCapitals bool // has at least two letters, all capitals
	entry       *entry
	number      numberParts
}

type tokenKind uint8

const (
	signToken tokenKind = iota
	wordToken
	numberToken
)

// numberParts is the parsed form of a number token.
type numberParts struct {
	value  float64
	digits int  // before any separator
	dots   int  // number of separators
	dot    bool // has a decimal point
	group  bool // has commas between thousands, so it is no year
	colon  bool // hours and minutes; value is in minutes
}

// unknownEntry is the entry of words that are not in the lexicon, digitEntry that of figures.
var unknownEntry, digitEntry = &entry{}, &entry{classes: digits}

// tokenise splits s into tokens.
func tokenise(s string, into []token) []token {
	into = into[:0]
	glued, cp := false, 0
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if unicode.IsSpace(r) || r == '\u200b' {
			i, cp, glued = i+size, cp+1, false
			continue
		}
		t := token{start: i, end: i + size, from: cp, to: cp + 1, adjacent: glued, entry: unknownEntry}
		switch {
		case isDigit(r):
			t.readNumber(s)
		case unicode.IsLetter(r):
			t.readWord(s, r)
		default:
			t.entry = lookUp(s[i : i+size])
		}
		i, cp, glued = t.end, t.to, true
		into = append(into, t)
	}
	return into
}

func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= utf8.RuneSelf && unicode.IsDigit(r)
}

// readWord reads letters, and the apostrophes and full stops between them: "don't", "U.S.", but not the 's
// of "Peru's".
func (t *token) readWord(s string, r rune) {
	t.kind, t.capital = wordToken, unicode.IsUpper(r) || unicode.IsTitle(r)
	lower, letters := false, 1
	for t.end < len(s) {
		r, size := utf8.DecodeRuneInString(s[t.end:])
		switch {
		case unicode.IsLetter(r):
			lower = lower || unicode.IsLower(r)
			letters++
		case unicode.Is(unicode.M, r):
		case r == zeroWidthNonJoiner && startsWithLetter(s[t.end+size:]): // Persian writes it between the parts of a word
		case (r == '\'' || r == '’') && isInnerApostrophe(s[t.end+size:]):
		case r == '.' && t.isAbbreviationStop(s):
		default:
			t.finishWord(s, !lower && letters > 1)
			return
		}
		t.end += size
		t.to++
	}
	t.finishWord(s, !lower && letters > 1)
}

const zeroWidthNonJoiner = '\u200c'

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// isInnerApostrophe reports whether an apostrophe is inside a word. A genitive 's is a token of its own.
func isInnerApostrophe(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	if !unicode.IsLetter(r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[size:])
	return r != 's' && r != 'S' || unicode.IsLetter(next)
}

// isAbbreviationStop reports whether a full stop follows a single letter next to another such letter:
// "U.S.", "p.m.".
func (t *token) isAbbreviationStop(s string) bool {
	at := t.end
	if at-t.start != 1 && s[at-2] != '.' || s[at-1] == '.' {
		return false
	}
	if at-t.start > 1 {
		return true
	}
	r, size := utf8.DecodeRuneInString(s[at+1:])
	return unicode.IsLetter(r) && strings.HasPrefix(s[at+1+size:], ".")
}

func (t *token) finishWord(s string, shouted bool) {
	t.allCapitals = shouted && t.capital
	t.entry = lookUp(s[t.start:t.end])
}

// readNumber reads digits of any script and the separators between them: "1,234.5", "12:30", "24.06.2021".
func (t *token) readNumber(s string) {
	t.kind, t.entry = numberToken, digitEntry
	scale := 0.0 // weight of the next decimal digit; 0 before the decimal point
	f := &t.number
	for t.end = t.start; t.end < len(s); {
		r, size := utf8.DecodeRuneInString(s[t.end:])
		if isDigit(r) {
			d := float64(digitValue(r))
			if scale == 0 {
				f.value = f.value*10 + d
			} else {
				f.value += d * scale
				scale /= 10
			}
			if f.dots == 0 {
				f.digits++
			}
		} else if !isDigitSeparator(r, s[t.end+size:], f) {
			break
		} else {
			switch {
			case r == ':':
				f.colon = true
			case r == ',' || r == '٬' || r == '\u00a0' || r == '\u202f':
				f.group = true
			default:
				f.dot = true
				if scale == 0 {
					scale = 0.1
				}
			}
			f.dots++
		}
		t.end += size
	}
	if t.end == t.start {
		_, size := utf8.DecodeRuneInString(s[t.start:])
		t.end += size
	}
	t.to = t.from + utf8.RuneCountInString(s[t.start:t.end])
	if f.colon {
		f.value = clockMinutes(s[t.start:t.end])
	}
}

// isDigitSeparator reports whether a sign is part of a figure: a comma before exactly three digits, a point
// before any number of digits, a colon before two.
func isDigitSeparator(r rune, rest string, f *numberParts) bool {
	n := 0
	for _, d := range rest {
		if !isDigit(d) || n > 3 {
			break
		}
		n++
	}
	switch r {
	case ',', '٬', '\u00a0', '\u202f':
		return n == 3 && !f.dot && !f.colon && (f.dots > 0 || f.digits <= 3)
	case '.', '٫':
		return n > 0 && !f.colon && f.dots < 4
	case ':':
		return n == 2 && f.dots < 2 && !f.dot && !f.group && f.digits <= 2
	}
	return false
}

// clockMinutes returns hours and minutes in minutes. It ignores seconds.
func clockMinutes(s string) float64 {
	hours, minutes, colons := 0, 0, 0
	for _, r := range s {
		switch {
		case r == ':':
			colons++
		case colons == 0:
			hours = hours*10 + digitValue(r)
		case colons == 1:
			minutes = minutes*10 + digitValue(r)
		}
	}
	return float64(hours*60 + minutes)
}

// digitValue returns 0 to 9. In every script the digits are blocks of ten, zero first.
func digitValue(r rune) int {
	const boldZero, lastDigit = 0x1D7CE, 0x1D7FF // mathematical digits: five blocks without a gap
	switch {
	case r < utf8.RuneSelf:
		return int(r - '0')
	case r >= boldZero && r <= lastDigit:
		return int(r-boldZero) % 10
	}
	zero := r
	for zero > r-10 && unicode.IsDigit(zero-1) {
		zero--
	}
	return int(r-zero) % 10
}
