package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules that look at what stands around a stop: brackets, quotes, commas, spaces, labels.

// signInBrackets: "(!)" and "(?)" comment on a word, they end nothing.
func signInBrackets(g *gap, _ *vocabulary) verdict {
	if g.after == g.stops || g.stop == g.start {
		return pass
	}
	if c, _ := runeBefore(g.s, g.stop); c == '(' || c == '[' || c == '（' {
		return keep
	}
	return pass
}

// stopsAlone: an ellipsis that opens a sentence does not end it.
func stopsAlone(g *gap, _ *vocabulary) verdict {
	if g.stop == g.start && g.s[g.stop] == '.' && g.next > g.after && g.stops-g.stop > 1 {
		return keep
	}
	return pass
}

// commaFollows: a sentence does not begin with a comma, nor with what closes a bracket.
func commaFollows(g *gap, _ *vocabulary) verdict {
	c := g.head
	switch c {
	case ',', ';', '%', '/', '،', '؛', '，', '、', '；', '：':
		return keep
	case ':', '=':
		if after, _ := runeAt(g.s, g.next+1); after != '-' && after != ')' && after != '(' && after != c { // ":-)" and "=====" are no punctuation
			return keep
		}
	}
	if isCloser(c) && c != '»' {
		return keep
	}
	return pass
}

// firmStop: needs neither space nor capital. Only behind a closing quote may the sentence go on: 「はい。」と言った.
func firmStop(g *gap, v *vocabulary) verdict {
	last, _ := runeBefore(g.s, g.stops)
	end, _ := runeBefore(g.s, g.after)
	if last < utf8.RuneSelf && end < utf8.RuneSelf && v.ownStops == "" || !v.firm(last) && !v.firm(end) {
		return pass
	}
	if g.after > g.stops && (unicode.Is(unicode.Hiragana, g.head) || saysWho(g.s[g.next:])) {
		return keep
	}
	return split
}

// saysWho: “我们来晚了。”市长李明说。 Behind a Chinese quotation stands who said it, in a few words up to the next stop or comma.
func saysWho(rest string) bool {
	for i, n := 0, 0; i < len(rest) && n < 14; n++ {
		r, size := utf8.DecodeRuneInString(rest[i:])
		if r == '。' || r == '，' || r == '：' || r == '！' || r == '？' {
			words := rest[:i]
			verb := strings.ContainsRune("说說道问問答称稱喊叫", last(words)) || strings.HasSuffix(words, "表示") || strings.HasSuffix(words, "指出")
			return verb && !strings.HasSuffix(words, "知道") && !strings.ContainsAny(words, "没沒不无無") // "nobody answered" is a sentence
		}
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		i += size
	}
	return false
}

// noSpace: without a space a stop is a decimal, an address, a file; unless it was simply glued to the next sentence.
func noSpace(g *gap, _ *vocabulary) verdict {
	if g.next > g.after {
		return pass
	}
	if gluedBracket(g) || gluedWord(g) {
		return split
	}
	if g.stops-g.stop >= len("..") && capitalised(g.follow) || g.is(asking) && wholeWords(g) {
		return hardly // "too late...I think", "is it?does it": written in haste, the space is left out
	}
	if g.is(asking) && g.head >= utf8.RuneSelf && unicode.In(g.head, unicode.Han, unicode.Hiragana, unicode.Katakana) {
		return split
	}
	return keep
}

// gluedBracket: "2021.(Photo: Reuters)", `said."No`: a sentence of its own in brackets or quotes, the space lost.
func gluedBracket(g *gap) bool {
	return g.before != "" && isOpener(g.head) && g.head != '-' && g.head != '\'' && capital(g.follow) && utf8.RuneCountInString(g.follow) > 1
}

// gluedWord: "is over.Today is": whole words on both sides, the right one a capitalised one, and no address.
func gluedWord(g *gap) bool {
	if !capitalised(g.follow) && !roman(g.follow) || strings.IndexByte(g.before, '.') >= 0 || utf8.RuneCountInString(g.before) < 3 {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(g.before); !unicode.IsLower(last(g.before)) && !unicode.IsDigit(first) {
		return false
	}
	return g.stops-g.stop < 3 && !inAddress(g) // an ellipsis may stand within a sentence without a space
}

// wholeWords holds for words of two letters and more on both sides that are part of no address.
func wholeWords(g *gap) bool {
	return len(g.before) > 1 && len(g.follow) > 1 && opensWord(last(g.before)) && unicode.IsLower(last(g.follow)) && !inAddress(g)
}

// roman holds for a century such as "XVIII".
func roman(w string) bool { return len(w) > 1 && strings.Trim(w, "IVX") == "" }

// inAddress looks at the run of characters around the gap for signs of a web address, a mail address or a path, or
// for a further stop that has no space behind it either.
func inAddress(g *gap) bool {
	end := g.next + len(g.follow)
	if end+1 < len(g.s) && g.s[end] == '.' {
		if c, _ := runeAt(g.s, end+1); isWordRune(c) {
			return true
		}
	}
	for i := g.stop - 1; i >= g.start && i > g.stop-2*reach && !blank(g.s[i]); i-- {
		if addressByte(g.s[i]) {
			return true
		}
	}
	for i := g.next; i < len(g.s) && i < g.next+2*reach && !blank(g.s[i]); i++ {
		if addressByte(g.s[i]) {
			return true
		}
	}
	return false
}

func addressByte(c byte) bool {
	return c == '@' || c == '/' || c == '\\' || c == '_' || c == '=' || c == '#'
}

func blank(c byte) bool { return c <= ' ' }

// itemInBrackets: "… held. (a) The dam": a label in brackets opens a list's item.
func itemInBrackets(g *gap, _ *vocabulary) verdict {
	s := g.s[g.next:]
	if len(s) < 5 || s[0] != '(' {
		return pass
	}
	n := 1
	for n < 5 && n < len(s) && isLetterOrDigit(s[n]) {
		n++
	}
	if n > 1 && n+2 < len(s) && s[n] == ')' && s[n+1] == ' ' && s[n+2] >= 'A' && s[n+2] <= 'Z' {
		return split
	}
	return pass
}

// wordsLeftOut: an ellipsis behind a full stop opens the next sentence.
func wordsLeftOut(g *gap, _ *vocabulary) verdict {
	if g.head == '.' && g.is(lone) && leftOut(g.s[g.next-1:]) {
		return split
	}
	return pass
}

// noteNumber: where the number of a note stands behind the stop, the sentence has ended.
func noteNumber(g *gap, _ *vocabulary) verdict {
	if g.noted {
		return split
	}
	return pass
}

// labelAlone: "1. The first", "b. The second", "IV. The fourth": what numbers a sentence is none.
func labelAlone(g *gap, _ *vocabulary) verdict {
	if g.isLabel() {
		return keep
	}
	return pass
}

// isLabel holds where all that stands before the gap is a bullet, a number, a letter, or both.
func (g *gap) isLabel() bool {
	s := g.s[g.start:g.after]
	if len(s) > len("• XVIII.)") {
		return false
	}
	if bulletAlone(s) {
		return len(s) > 1 || s == ">" // a dash or an asterisk alone may be anything
	}
	if _, size := runeAt(s, 0); bulletAlone(s[:size]) { // "• 9. Stop smoking"
		s = s[skipSpace(s, size):]
	}
	number := strings.TrimLeft(strings.TrimRight(s, ".)]"), "([")
	if number == s {
		return false // "5" and "a" alone are no label
	}
	return oneRune(number) || len(number) <= 3 && digits(number) || len(number) <= 5 && strings.Trim(number, "IVXLC") == ""
}

// nameWithMark: a company's name may end with an exclamation mark.
func nameWithMark(g *gap, _ *vocabulary) verdict {
	if g.known&shouting != 0 && g.after == g.stops && g.is(asking) {
		return keep
	}
	return pass
}

// speechGoesOn: `"Stop!" he said`, "Leave me alone! he yelled": what follows the speech says whose it is.
func speechGoesOn(g *gap, _ *vocabulary) verdict {
	if !unicode.IsLower(g.head) {
		return pass
	}
	if end, _ := runeBefore(g.s, g.after); g.after > g.stops && end != ')' && end != ']' && len(g.follow) < 12 && g.follow != "http" && g.follow != "https" {
		return keep
	}
	if speaker[g.follow] && speech[wordAfter(g.s, skipSpace(g.s, g.next+len(g.follow)))] {
		return keep
	}
	return pass
}

var (
	speaker = words("he she they it we i who one")
	speech  = words("said says asked asks cried shouted yelled replied answered added whispered exclaimed told wondered thought screamed called muttered insisted")
)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// asideGoesOn: a question or an exclamation within single quotes, or before a figure within brackets, does not end the
// sentence around it, if only they close.
func asideGoesOn(g *gap, _ *vocabulary) verdict {
	if !g.is(asking) || g.after > g.stops {
		return pass
	}
	if c := g.s[g.next]; c >= '0' && c <= '9' && g.within('[', ']') || c >= 'A' && c <= 'Z' && g.within('\'', '\'') {
		return keep
	}
	return pass
}

// quotationGoesOn: words in single quotes that opened within the sentence belong to it, stops and all, where it goes on
// behind them in small letters: one wrote that ‘it was late. Nobody came’ and left.
func quotationGoesOn(g *gap, _ *vocabulary) verdict {
	if !g.quoted || g.after > g.stops {
		return pass
	}
	rest := g.s[g.next:min(len(g.s), g.next+asideReach)]
	for {
		n := strings.Index(rest, "’")
		if n < 0 {
			return pass
		}
		rest = rest[n+len("’"):]
		if c, _ := runeAt(rest, 0); !opensWord(c) { // else it is an apostrophe
			break
		}
	}
	if c, _ := utf8.DecodeRuneInString(wordAfter(rest, skipSpace(rest, 0))); unicode.IsLower(c) {
		return keep
	}
	return pass
}

// remarkOnQuotation: `… to herself, "I am lost!" (She was.)`: brackets behind a quotation that began within the sentence,
// behind a comma, belong to that sentence.
func remarkOnQuotation(g *gap, _ *vocabulary) verdict {
	if g.head != '(' || g.after == g.stops || g.next == g.after {
		return pass
	}
	quote := g.s[g.after-1]
	if quote != '\'' && quote != '"' {
		return pass
	}
	for i := g.stop - 1; i > max(g.start+1, g.stop-asideReach); i-- {
		if g.s[i] == quote && blank(g.s[i-1]) {
			if g.s[i-2] == ',' {
				return keep
			}
			return pass
		}
	}
	return pass
}

// asideReach is how far, in bytes, what opens and closes an aside is looked for.
const asideReach = 400

// within holds where a sign that opens stands before the gap in the same sentence, and one that closes behind it.
func (g *gap) within(open, end byte) bool {
	return openBefore(g.s, max(g.start, g.stop-asideReach), g.stop, open, end) &&
		closedBehind(g.s, g.next, min(len(g.s), g.next+asideReach), end)
}

// openBefore looks back for the last sign that opens, with nothing that closes behind it.
func openBefore(s string, from, to int, open, end byte) bool {
	for i := to - 1; i >= from; i-- {
		switch {
		case s[i] == open && (i == from || blank(s[i-1])):
			return true
		case s[i] == end && (i+1 == len(s) || !isLetterOrDigit(s[i+1])):
			return false
		}
	}
	return false
}

// closedBehind looks for a sign that closes: an apostrophe within a word does not.
func closedBehind(s string, from, to int, end byte) bool {
	for i := from + 1; i < to; i++ {
		if s[i] == end && !blank(s[i-1]) && (i+1 == len(s) || !isLetterOrDigit(s[i+1])) {
			return true
		}
	}
	return false
}
