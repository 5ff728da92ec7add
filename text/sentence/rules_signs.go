package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules about the characters around a terminator: brackets, quotes, commas, spaces, labels.

// signInBrackets: "(!)" and "(?)" comment on a word and end nothing.
func signInBrackets(g *gap, _ *vocabulary) ruleResult {
	if g.after == g.stopsEnd || g.firstStop == g.start {
		return noOpinion
	}
	if c, _ := runeBefore(g.s, g.firstStop); c == '(' || c == '[' || c == '（' {
		return noSplit
	}
	return noOpinion
}

// stopsAlone: an ellipsis that opens a sentence does not end it.
func stopsAlone(g *gap, _ *vocabulary) ruleResult {
	if g.firstStop == g.start && g.s[g.firstStop] == '.' && g.next > g.after && g.stopsEnd-g.firstStop > 1 {
		return noSplit
	}
	return noOpinion
}

// commaFollows: a sentence does not begin with a comma or a closing bracket.
func commaFollows(g *gap, _ *vocabulary) ruleResult {
	c := g.nextRune
	switch c {
	case ',', ';', '%', '/', '،', '؛', '，', '、', '；', '：':
		return noSplit
	case ':', '=':
		if after, _ := runeAt(g.s, g.next+1); after != '-' && after != ')' && after != '(' &&
			after != c { // ":-)" and "=====" are not punctuation
			return noSplit
		}
	}
	if isCloser(c) && c != '»' && !opensQuotation(g, c) {
		return noSplit
	}
	return noOpinion
}

// opensQuotation: Swedish and Finnish open a quotation with the sign that closes it: Hon gick. ”Vi ses.”
func opensQuotation(g *gap, c rune) bool {
	if c != '”' && c != '’' || g.next == g.after {
		return false
	}
	inner, _ := runeAt(g.s, g.next+utf8.RuneLen(c))
	return startsWord(inner)
}

// firmStop needs neither space nor capital. The sentence may continue only after a closing quote:
// 「はい。」と言った.
func firmStop(g *gap, v *vocabulary) ruleResult {
	last, _ := runeBefore(g.s, g.stopsEnd)
	end, _ := runeBefore(g.s, g.after)
	if last < utf8.RuneSelf && end < utf8.RuneSelf && v.ownStops == "" || !v.isFirmStop(last) && !v.isFirmStop(end) {
		return noOpinion
	}
	if g.after > g.stopsEnd && unicode.IsLower(g.nextRune) {
		return noSplit // «Ποιος;» ρώτησε
	}
	if g.after > g.stopsEnd && (unicode.Is(unicode.Hiragana, g.nextRune) || startsWithSpeaker(g.s[g.next:])) {
		return noSplit
	}
	return splitHere
}

// startsWithSpeaker: “我们来晚了。”市长李明说。 After a Chinese quotation follows its speaker, in a few words up to the
// next terminator or comma.
func startsWithSpeaker(rest string) bool {
	for i, n := 0, 0; i < len(rest) && n < 14; n++ {
		r, size := utf8.DecodeRuneInString(rest[i:])
		if r == '。' || r == '，' || r == '：' || r == '！' || r == '？' {
			words := rest[:i]
			verb := strings.ContainsRune("说說道问問答称稱喊叫", lastRune(words)) || strings.HasSuffix(words, "表示") || strings.HasSuffix(words, "指出")
			return verb && !strings.HasSuffix(words, "知道") && !strings.ContainsAny(words, "没沒不无無") // "nobody answered" is a sentence
		}
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		i += size
	}
	return false
}

// noSpace: a full stop without a space is a decimal point or part of an address or file name, unless the
// space before the next sentence was left out.
func noSpace(g *gap, _ *vocabulary) ruleResult {
	if g.next > g.after {
		return noOpinion
	}
	if isGluedBracket(g) || isGluedWord(g) {
		return splitHere
	}
	if g.stopsEnd-g.firstStop >= len("..") && isCapitalised(g.wordAfter) || g.hasKind(questionGap) && areWholeWords(g) {
		return unlikelySplit // "too late...I think", "is it?does it": the space was left out in haste
	}
	if g.hasKind(questionGap) && g.nextRune >= utf8.RuneSelf && unicode.In(g.nextRune, unicode.Han, unicode.Hiragana, unicode.Katakana) {
		return splitHere
	}
	return noSplit
}

// isGluedBracket: "2021.(Photo: Reuters)", `said."No`: a sentence in brackets or quotes whose space was
// lost.
func isGluedBracket(g *gap) bool {
	return g.wordBefore != "" && isOpener(g.nextRune) && g.nextRune != '-' && g.nextRune != '\'' && startsAsSentence(g.wordAfter) &&
		utf8.RuneCountInString(g.wordAfter) > 1
}

// isGluedWord: "is over.Today is": whole words on both sides, the second capitalised, and no address.
func isGluedWord(g *gap) bool {
	if g.nextRune == '-' || !isCapitalised(g.wordAfter) && !isRomanNumeral(g.wordAfter) || strings.IndexByte(g.wordBefore, '.') >= 0 ||
		utf8.RuneCountInString(g.wordBefore) < 3 {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(g.wordBefore); !unicode.IsLower(lastRune(g.wordBefore)) && !unicode.IsDigit(first) {
		return false
	}
	return g.stopsEnd-g.firstStop < 3 && !isInAddress(g) // an ellipsis within a sentence may have no space
}

// areWholeWords reports whether there are words of two letters or more on both sides that belong to no
// address.
func areWholeWords(g *gap) bool {
	return len(g.wordBefore) > 1 && len(g.wordAfter) > 1 && startsWord(lastRune(g.wordBefore)) && unicode.IsLower(lastRune(g.wordAfter)) &&
		!isInAddress(g)
}

// isRomanNumeral matches a century such as "XVIII".
func isRomanNumeral(w string) bool { return len(w) > 1 && strings.Trim(w, "IVXLCDM") == "" }

// isInAddress examines the characters around the gap for a web address, an email address or a path, or for
// another full stop without a space.
func isInAddress(g *gap) bool {
	end := g.next + len(g.wordAfter)
	if end+1 < len(g.s) && g.s[end] == '.' {
		if c, _ := runeAt(g.s, end+1); isWordRune(c) {
			return true
		}
	}
	for i := g.firstStop - 1; i >= g.start && i > g.firstStop-2*maxWordReach && !isBlank(g.s[i]); i-- {
		if isAddressByte(g.s[i]) {
			return true
		}
	}
	for i := g.next; i < len(g.s) && i < g.next+2*maxWordReach && !isBlank(g.s[i]); i++ {
		if isAddressByte(g.s[i]) {
			return true
		}
	}
	return false
}

func isAddressByte(c byte) bool {
	return c == '@' || c == '/' || c == '\\' || c == '_' || c == '=' || c == '#'
}

func isBlank(c byte) bool { return c <= ' ' }

// itemInBrackets: "… held. (a) The dam": a label in brackets begins a list item.
func itemInBrackets(g *gap, _ *vocabulary) ruleResult {
	s := g.s[g.next:]
	if len(s) < 5 || s[0] != '(' {
		return noOpinion
	}
	n := 1
	for n < 5 && n < len(s) && isLetterOrDigit(s[n]) {
		n++
	}
	if n > 1 && n+2 < len(s) && s[n] == ')' && s[n+1] == ' ' && s[n+2] >= 'A' && s[n+2] <= 'Z' {
		return splitHere
	}
	return noOpinion
}

// wordsLeftOut: an ellipsis after a full stop opens the next sentence.
func wordsLeftOut(g *gap, _ *vocabulary) ruleResult {
	if g.nextRune == '.' && g.hasKind(singleStopGap) && startsWithOmission(g.s[g.next-1:]) {
		return splitHere
	}
	return noOpinion
}

// noteNumber: a footnote number after the terminator shows that the sentence has ended.
func noteNumber(g *gap, _ *vocabulary) ruleResult {
	if g.hasNoteNumber {
		return splitHere
	}
	return noOpinion
}

// labelAlone: "1. The first", "b. The second", "IV. The fourth": the number of a sentence is not a
// sentence.
func labelAlone(g *gap, _ *vocabulary) ruleResult {
	if g.isLabel() {
		return noSplit
	}
	return noOpinion
}

// isLabel reports whether the text before the gap is only a bullet, a number, a letter, or both.
func (g *gap) isLabel() bool {
	s := g.s[g.start:g.after]
	if len(s) > len("• XVIII.)") {
		return false
	}
	if isBulletOnly(s) {
		return len(s) > 1 || s == ">" // a dash or an asterisk alone is ambiguous
	}
	if _, size := runeAt(s, 0); isBulletOnly(s[:size]) { // "• 9. Stop smoking"
		s = s[skipSpace(s, size):]
	}
	number := strings.TrimLeft(strings.TrimRight(s, ".)]"), "([")
	if number == s {
		return false // "5" and "a" alone are not labels
	}
	return isOneRune(number) || isDigits(number) && (len(number) <= 3 || len(number) == 4 && g.beginsLine()) ||
		len(number) <= 5 && strings.Trim(number, "IVXLC") == ""
}

// beginsLine reports whether the sentence begins a line. "1911." there is a year in a list; within a paragraph it may
// be an answer.
func (g *gap) beginsLine() bool { return g.start == 0 || g.s[g.start-1] == '\n' }

// nameWithMark: a company's name may end with an exclamation mark.
func nameWithMark(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&exclamationName != 0 && g.after == g.stopsEnd && g.hasKind(questionGap) {
		return noSplit
	}
	return noOpinion
}

// speechGoesOn: `"Stop!" he said`, "Leave me alone! he yelled": the speaker follows the speech.
func speechGoesOn(g *gap, _ *vocabulary) ruleResult {
	if !unicode.IsLower(g.nextRune) {
		return noOpinion
	}
	if end, _ := runeBefore(g.s, g.after); g.after > g.stopsEnd && end != ')' && end != ']' && len(g.wordAfter) < 12 &&
		g.wordAfter != "http" &&
		g.wordAfter != "https" {
		return noSplit
	}
	if speakerWords[g.wordAfter] && speechWords[wordAfter(g.s, skipSpace(g.s, g.next+len(g.wordAfter)))] {
		return noSplit
	}
	return noOpinion
}

var (
	speakerWords = newWordSet("he she they it we i who one")
	speechWords  = newWordSet(
		"said says asked asks cried shouted yelled replied answered added whispered exclaimed told wondered thought screamed called muttered insisted",
	)
)

func newWordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// asideGoesOn: a question or an exclamation in single quotes, or before a figure in brackets, does not end
// the sentence around it, provided that the quotes or brackets close.
func asideGoesOn(g *gap, _ *vocabulary) ruleResult {
	if !g.hasKind(questionGap) || g.after > g.stopsEnd {
		return noOpinion
	}
	if c := g.s[g.next]; c >= '0' && c <= '9' && g.isWithin('[', ']') || c >= 'A' && c <= 'Z' && g.isWithin('\'', '\'') {
		return noSplit
	}
	return noOpinion
}

// quotationGoesOn: text in single quotes that opened within the sentence belongs to it, including
// terminators, if the sentence continues after them in lower case: one wrote that ‘it was late. Nobody
// came’ and left.
func quotationGoesOn(g *gap, _ *vocabulary) ruleResult {
	if !g.inSingleQuotes || g.after > g.stopsEnd {
		return noOpinion
	}
	rest := g.s[g.next:min(len(g.s), g.next+maxAsideReach)]
	for {
		n := strings.Index(rest, "’")
		if n < 0 {
			return noOpinion
		}
		rest = rest[n+len("’"):]
		if c, _ := runeAt(rest, 0); !startsWord(c) { // otherwise it is an apostrophe
			break
		}
	}
	if c, _ := utf8.DecodeRuneInString(wordAfter(rest, skipSpace(rest, 0))); unicode.IsLower(c) {
		return noSplit
	}
	return noOpinion
}

// remarkOnQuotation: `… to herself, "I am lost!" (She was.)`: brackets after a quotation that began within
// the sentence, after a comma, belong to that sentence.
func remarkOnQuotation(g *gap, _ *vocabulary) ruleResult {
	if g.nextRune != '(' || g.after == g.stopsEnd || g.next == g.after {
		return noOpinion
	}
	quote := g.s[g.after-1]
	if quote != '\'' && quote != '"' {
		return noOpinion
	}
	for i := g.firstStop - 1; i > max(g.start+1, g.firstStop-maxAsideReach); i-- {
		if g.s[i] == quote && isBlank(g.s[i-1]) {
			if g.s[i-2] == ',' {
				return noSplit
			}
			return noOpinion
		}
	}
	return noOpinion
}

// maxAsideReach is how far, in bytes, the start and the end of an aside are searched for.
const maxAsideReach = 400

// isWithin reports whether an opening character is before the gap in the same sentence, and a closing one
// after it.
func (g *gap) isWithin(open, end byte) bool {
	return hasOpenBefore(g.s, max(g.start, g.firstStop-maxAsideReach), g.firstStop, open, end) &&
		hasCloseAfter(g.s, g.next, min(len(g.s), g.next+maxAsideReach), end)
}

// hasOpenBefore searches backwards for an opening character without a closing one after it.
func hasOpenBefore(s string, from, to int, open, end byte) bool {
	for i := to - 1; i >= from; i-- {
		switch {
		case s[i] == open && (i == from || isBlank(s[i-1])):
			return true
		case s[i] == end && (i+1 == len(s) || !isLetterOrDigit(s[i+1])):
			return false
		}
	}
	return false
}

// hasCloseAfter searches for a closing character. An apostrophe within a word does not close.
func hasCloseAfter(s string, from, to int, end byte) bool {
	for i := from + 1; i < to; i++ {
		if s[i] == end && !isBlank(s[i-1]) && (i+1 == len(s) || !isLetterOrDigit(s[i+1])) {
			return true
		}
	}
	return false
}
