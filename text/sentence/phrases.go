package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phraseSet is a set of words and short phrases in lower case. opens says of each opening whether any entry begins so: most
// words that are looked up stand in no set, and how they begin tells.
type phraseSet struct {
	entries  map[string]bool
	openings [1 << 10]bool
}

// newPhraseSet reads lists in which bars part the entries.
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

// openingHash folds the first two letters of t, in whatever case, into ten bits; of Chinese the first alone, which may be a word.
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

// lastCased is beyond the alphabets with capitals that the sets hold: Latin, Greek, Cyrillic.
const lastCased = 0x530

// mayOpen is the first look: false where no entry begins as t does.
func (p *phraseSet) mayOpen(t string) bool {
	return len(t) < 2 || p.openings[openingHash(t)]
}

// maxEntryLen is longer, in bytes, than any entry of a set.
const maxEntryLen = 64

// contains looks t up, in whatever case it is written.
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
		if c == '\u200c' || c == '\u200d' { // Persian and Hindi are written with these joiners or without
			continue
		}
		if lower = utf8.AppendRune(lower, unicode.ToLower(c)); len(lower) > maxEntryLen {
			return false
		}
	}
	return p.entries[string(lower)]
}

// nextWord is the first word at or behind a place, and where it lies; "" at the end.
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

// lastWord is what stands behind the last blank.
func lastWord(t string) string {
	t = strings.TrimRight(t, " \u00a0")
	return t[strings.LastIndexAny(t, " \u00a0([.")+1:]
}

// isPhraseRune: hyphens and apostrophes hold a word together.
func isPhraseRune(c rune) bool {
	if c < utf8.RuneSelf {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '\'' || c == '-' || c == '&'
	}
	return c == '’' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}

// maxLabelLen is longer, in bytes, than any label before a colon.
const maxLabelLen = 48

// splitAtComma takes apart "Image source, Getty Images", the way one large newsroom labels pictures in all its languages.
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

// splitLabel takes apart "Photo credit: X"; the label is short and its mark a colon, a slash, a bar or the dots of "Credit...".
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

// capitalFirst: a name may begin so; in scripts without capitals every word may.
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

// isCaseless: the first letter belongs to a script without capitals.
func isCaseless(t string) bool {
	c, _ := utf8.DecodeRuneInString(t)
	return unicode.Is(unicode.Lo, c)
}

// endsInLetters: "… in the U.S.", "… at 5 p.m.": the last stop belongs to the letters before it and ends no sentence for sure.
func endsInLetters(t string) bool {
	n := len(t)
	return n >= 4 && t[n-1] == '.' && isLatin(t[n-2]) && t[n-3] == '.' && isLatin(t[n-4]) && (n == 4 || !isLatin(t[n-5]))
}

func isLatin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// groupByPrefix sorts phrases by their first bytes.
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

// trimDirectionMarks is t without the marks of writing direction around it, which right-to-left copy often carries, and without a
// byte order mark.
func trimDirectionMarks(t string) string {
	inner := strings.TrimFunc(t, func(c rune) bool {
		return c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0xFEFF
	})
	if inner == "" {
		return t
	}
	return inner
}

// countFields counts the words between blanks.
func countFields(t string) int {
	n := 0
	for range strings.FieldsSeq(t) {
		n++
	}
	return n
}
