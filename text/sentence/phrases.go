package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phraseSet is a set of words and short phrases in lower case. openings records the beginnings of all
// entries, because most words that are looked up are in no set and their beginning already shows it.
type phraseSet struct {
	entries  map[string]bool
	openings [1 << 10]bool
}

// newPhraseSet parses lists of entries separated by "|".
func newPhraseSet(lists ...string) *phraseSet {
	p := &phraseSet{entries: map[string]bool{}}
	for _, l := range lists {
		for entry := range strings.SplitSeq(l, "|") {
			p.entries[strings.TrimSpace(entry)] = true
		}
	}
	for entry := range p.entries {
		p.openings[openingHash(entry)] = true
	}
	return p
}

// openingHash hashes the first two letters of t, regardless of case, to ten bits. For Chinese it uses only
// the first, which may be a word.
func openingHash(t string) int {
	if len(t) < 2 {
		return 0
	}
	if t[0] < utf8.RuneSelf {
		return int(t[0]&31)<<5 | int(t[1]&31)
	}
	first, size := utf8.DecodeRuneInString(t)
	if first >= 0x2000 { // and signs, with which no entry begins
		return int(first) & 1023
	}
	second, _ := utf8.DecodeRuneInString(t[size:])
	if first < lastCased {
		first, second = unicode.ToLower(first), unicode.ToLower(second)
	}
	return int(first*37+second) & 1023
}

// lastCased is beyond the alphabets with capitals in the sets: Latin, Greek, Cyrillic.
const lastCased = 0x530

// mayOpen is a quick test: it returns false if no entry begins like t.
func (p *phraseSet) mayOpen(t string) bool {
	return len(t) < 2 || p.openings[openingHash(t)]
}

// maxEntryLen is more than the length, in bytes, of any entry.
const maxEntryLen = 64

// contains looks up t regardless of case.
func (p *phraseSet) contains(t string) bool {
	if t == "" || len(t) > maxEntryLen {
		return false
	}
	if !p.mayOpen(t) {
		return false
	}
	var room [2 * maxEntryLen]byte
	lower := room[:0]
	for _, c := range t {
		if c == '\u200c' || c == '\u200d' { // Persian and Hindi are written with or without these joiners
			continue
		}
		if lower = utf8.AppendRune(lower, unicode.ToLower(c)); len(lower) > maxEntryLen {
			return false
		}
	}
	return p.entries[string(lower)]
}

// nextWord returns the first word at or after a position, and its range; "" at the end.
func nextWord(t string, at int) (word string, from, end int) {
	for from = at; from < len(t); {
		c, size := utf8.DecodeRuneInString(t[from:])
		if isPhraseRune(c) {
			break
		}
		from += size
	}
	for end = from; end < len(t); {
		c, size := utf8.DecodeRuneInString(t[end:])
		if !isPhraseRune(c) {
			break
		}
		end += size
	}
	return t[from:end], from, end
}

// lastWord returns the text after the last space.
func lastWord(t string) string {
	t = strings.TrimRight(t, " \u00a0")
	return t[strings.LastIndexAny(t, " \u00a0([.")+1:]
}

// isPhraseRune reports whether a character is part of a word. Hyphens and apostrophes are.
func isPhraseRune(c rune) bool {
	if c < utf8.RuneSelf {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '\'' || c == '-' || c == '&'
	}
	return c == '’' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}

// maxLabelLen is more than the length, in bytes, of any label before a colon.
const maxLabelLen = 48

// splitAtComma splits "Image source, Getty Images", a form that one large newsroom uses in all its
// languages.
func splitAtComma(t string) (label, rest string, found bool) {
	head := t[:min(len(t), maxLabelLen)]
	i, size := strings.IndexByte(head, ','), 1
	if i < 0 && t[0] >= utf8.RuneSelf {
		for _, mark := range [...]string{"،", "，"} {
			if i < 0 {
				i, size = strings.Index(head, mark), len(mark)
			}
		}
	}
	if i < 0 {
		return "", "", false
	}
	return t[:i], t[i+size:], true
}

// splitLabel splits "Photo credit: X". The label is short, and followed by a colon, a slash, a bar or the
// dots of "Credit...".
func splitLabel(t string) (label, rest string) {
	head := t[:min(len(t), maxLabelLen)]
	at, size := len(head), 0
	for _, mark := range [...]byte{':', '/', '|'} {
		if i := strings.IndexByte(head[:at], mark); i >= 0 {
			at, size = i, 1
		}
	}
	if head == "" || size == 0 && isLatin(head[0]) && strings.IndexByte("Ccr", head[0]) < 0 {
		return "", ""
	}
	for _, mark := range [...]string{"：", "／", "｜", "…", "..."} {
		if i := strings.Index(head[:at], mark); i >= 0 {
			at, size = i, len(mark)
		}
	}
	if size == 0 {
		return "", ""
	}
	return strings.TrimSpace(t[:at]), strings.TrimSpace(t[at+size:])
}

func hasLetter(t string) bool { return strings.IndexFunc(t, unicode.IsLetter) >= 0 }

func hasDigit(t string) bool { return strings.IndexFunc(t, unicode.IsDigit) >= 0 }

// capitalFirst reports whether a name may begin like this. In scripts without capitals every word may.
func capitalFirst(t string) bool {
	c, _ := utf8.DecodeRuneInString(t)
	return unicode.IsUpper(c) || unicode.Is(unicode.Lo, c)
}

func allCapitals(t string) bool {
	capitals := false
	for _, c := range t {
		if unicode.IsLower(c) {
			return false
		}
		capitals = capitals || unicode.IsUpper(c)
	}
	return capitals
}

// isCaseless reports whether the first letter belongs to a script without capitals.
func isCaseless(t string) bool {
	c, _ := utf8.DecodeRuneInString(t)
	return unicode.Is(unicode.Lo, c)
}

// endsInLetters matches "… in the U.S." and "… at 5 p.m.", where the last full stop belongs to the
// abbreviation and may not end a sentence.
func endsInLetters(t string) bool {
	n := len(t)
	return n >= 4 && t[n-1] == '.' && isLatin(t[n-2]) && t[n-3] == '.' && isLatin(t[n-4]) && (n == 4 || !isLatin(t[n-5]))
}

func isLatin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// groupByPrefix groups phrases by their first bytes.
func groupByPrefix(list []string) map[string][]string {
	m := map[string][]string{}
	for _, p := range list {
		m[p[:phraseKey]] = append(m[p[:phraseKey]], p)
	}
	return m
}

func hasAnySuffix(t string, suffixes ...string) bool {
	for _, s := range suffixes {
		if strings.HasSuffix(t, s) {
			return true
		}
	}
	return false
}

// trimDirectionMarks removes direction marks around t, which right-to-left texts often have, and a byte
// order mark.
func trimDirectionMarks(t string) string {
	inner := strings.TrimFunc(t, func(c rune) bool {
		return c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0xFEFF
	})
	if inner == "" {
		return t
	}
	return inner
}

// countFields counts words separated by spaces.
func countFields(t string) int {
	n := 0
	for range strings.FieldsSeq(t) {
		n++
	}
	return n
}
