package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// skipStops skips a run of terminators. Full stops separated by single spaces (". . .") are one run. If the
// first of four touches its word ("so it was. . . . The next"), it ends the sentence and the other three,
// an omission, open the next one (Chicago Manual of Style, 13.53).
func (c *segmenter) skipStops(s string, i int) int {
	first := i
	_, size := runeAt(s, i)
	for i += size; i < len(s); {
		if s[i] == ' ' && i+1 < len(s) && s[i-1] == '.' && s[i+1] == '.' {
			if i == first+1 && first > c.sentenceStart && !isBlank(s[first-1]) && startsWithOmission(s[i:]) {
				return i
			}
			i++
			continue
		}
		r, size := runeAt(s, i)
		if !c.words.isStop(r) {
			break
		}
		i += size
	}
	return i
}

// startsWithOmission reports whether s begins with an ellipsis that marks an omission, before more words.
func startsWithOmission(s string) bool {
	rest, ok := strings.CutPrefix(s, " ...")
	if !ok {
		if rest, ok = strings.CutPrefix(s, " . . ."); !ok {
			return false
		}
	}
	c, _ := runeAt(rest, skipSpace(rest, 0))
	return startsWord(c)
}

// skipClosers skips the quotes and brackets that close with the sentence, terminators among them, and
// footnote numbers.
func (c *segmenter) skipClosers(s string, g *gap) int {
	i := g.stopsEnd
	for i < len(s) {
		r, size := runeAt(s, i)
		if r == ' ' && !c.words.blankInQuotes || r < 0x80 && isLetterOrDigit(byte(r)) && i > g.stopsEnd { // most gaps end here
			e, size := runeAt(s, i+1)
			if r == ' ' && isEmoji(e) {
				i += 1 + size
				continue
			}
			if n := 0; r == ' ' && e == '[' && i+2 < len(s) && isDigits(s[i+2:i+3]) && s[c.para.start] != '[' {
				if n = footnoteLen(s, i+1); n > 0 && isWordEndAt(s, i+1+n) {
					i += 1 + n
					continue
				}
			}
			break
		}
		switch after, _ := runeAt(s, i+size); {
		case r == ' ' && isEmoji(after): // an emoji after the terminator belongs to the sentence before it
			i++
		case isCloser(r) || c.words.isStop(r):
			i += size
		case isAmbiguousQuote(r) && (i+size == len(s) || !startsWord(after)):
			i += size
		case c.words.blankInQuotes && r != '\t' && unicode.IsSpace(r) && after == '»':
			i += size + len("»")
		case c.words.blankInQuotes && r == ' ' && after == '"' && isWordEndAt(s, i+2) && hasOpenQuote(s[max(g.start, i-maxAsideReach):i]):
			i += 2
		case isEmoji(r), isRaisedMark(r):
			i += size
		case r == '[' && footnoteLen(s, i) > 0:
			i += footnoteLen(s, i)
		default:
			return i + g.noteNumbersLen(i)
		}
	}
	return i
}

// isWordEndAt reports whether the paragraph or a word ends at byte i.
func isWordEndAt(s string, i int) bool { return i == len(s) || isBlank(s[i]) }

// hasOpenQuote reports whether a text has an odd number of straight quotes.
func hasOpenQuote(s string) bool { return strings.Count(s, `"`)%2 == 1 }

// maxFootnoteLen is the length of the longest footnote mark in bytes.
const maxFootnoteLen = len("[citation needed]")

// footnoteLen returns the length of a footnote mark such as "[12]", "[3, 4]", "[a]" or "[note 1]", which belongs
// to the sentence before it, or 0.
func footnoteLen(s string, i int) int {
	end := strings.IndexByte(s[i:min(len(s), i+maxFootnoteLen)], ']')
	if end < 2 {
		return 0
	}
	inner := s[i+1 : i+end]
	if len(inner) == 1 && inner[0] >= 'a' && inner[0] <= 'z' || inner == "citation needed" {
		return end + 1
	}
	for _, word := range [...]string{"note ", "nb ", "n "} {
		inner = strings.TrimPrefix(inner, word)
	}
	if strings.Trim(inner, "0123456789,-–; ") != "" || !isDigits(inner[:min(1, len(inner))]) {
		return 0
	}
	return end + 1
}

// isRaisedMark matches the figures and signs of footnotes that are raised: ¹ † ‡.
func isRaisedMark(c rune) bool {
	switch c {
	case '¹', '²', '³', '†', '‡', '⁽', '⁾':
		return true
	}
	return c == '⁰' || c >= '⁴' && c <= '⁹'
}

// noteNumbersLen returns the length of footnote numbers that lost their superscript: "in a study.11 12 The
// next". They directly follow the full stop of a whole word or a bracket, and a capital follows them.
func (g *gap) noteNumbersLen(i int) int {
	s := g.s
	if i >= len(s) || s[i] < '1' || s[i] > '9' || g.stopsEnd-g.firstStop != 1 || g.beforeKinds != 0 || i != g.stopsEnd {
		return 0
	}
	if last, _ := runeBefore(s, g.firstStop); last != ')' && (len(g.wordBefore) < 3 || !unicode.IsLower(last)) {
		return 0
	}
	n := 0
	for run := 0; i+n < len(s) && n < 16; n++ {
		c := s[i+n]
		switch {
		case c >= '0' && c <= '9' && run < 3:
			run++
		case c == ' ' && i+n+1 < len(s) && s[i+n+1] >= '1' && s[i+n+1] <= '9':
			run = 0
		case c == ' ' && run > 0:
			r, _ := runeAt(s, i+n+1)
			if g.hasNoteNumber = unicode.IsUpper(r); !g.hasNoteNumber {
				n = 0
			}
			return n
		default:
			return 0
		}
	}
	return 0
}

// maxWordReach is how many bytes of a neighbouring word are read. It is longer than any abbreviation, and
// keeps the time linear for text without spaces.
const maxWordReach = 48

// wordBefore returns the word that ends at i and starts no earlier than from.
func wordBefore(s string, from, i int) string {
	at := i
	for at > from && i-at < maxWordReach {
		if c := s[at-1]; c < utf8.RuneSelf {
			if !isASCIIWordByte[c] && (c != '.' || at-1 <= from || !endsWord(s, at-1)) {
				break
			}
			at--
			continue
		}
		r, size := utf8.DecodeLastRuneInString(s[from:at])
		if !isWordRune(r) {
			break
		}
		at -= size
	}
	return s[at:i]
}

func endsWord(s string, i int) bool {
	r, _ := runeBefore(s, i)
	return isWordRune(r)
}

// wordAfter returns the first word from i on, skipping opening characters and the space after a dash.
func wordAfter(s string, i int) string {
	for n, before := 0, rune(0); i < len(s) && n < 24; n++ {
		r, size := runeAt(s, i)
		if r < utf8.RuneSelf && isASCIIWordByte[r] && r != '\'' && r != '-' || !isOpener(r) && (n == 0 || r != ' ' || !isDash(before)) {
			break
		}
		i, before = i+size, r
	}
	to := i
	for to < len(s) && to-i < maxWordReach {
		if c := s[to]; c < utf8.RuneSelf {
			if !isASCIIWordByte[c] {
				break
			}
			to++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[to:])
		if !isWordRune(r) {
			break
		}
		to += size
	}
	return s[i:to]
}

// isASCIIWordByte is isWordRune for ASCII.
var isASCIIWordByte = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = isWordRune(rune(c))
	}
	return t
}()

func isLetterOrDigit(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}
