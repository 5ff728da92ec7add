package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// verdict is what a rule says of a gap: nothing (ok is false), or whether a sentence ends there. A soft verdict gives
// way to the learnt weights, where the language has them.
type verdict struct{ split, ok, soft bool }

var (
	pass     = verdict{}
	split    = verdict{split: true, ok: true}
	keep     = verdict{split: false, ok: true}
	probably = verdict{split: true, ok: true, soft: true}
	hardly   = verdict{split: false, ok: true, soft: true}
)

// when says which gaps a rule speaks of, so that the others need not ask it.
type when uint8

const (
	always   when = 1 << iota
	lone          // a single full stop, with no quote or bracket closing behind it
	known         // the same, behind a word that the vocabulary knows
	asking        // the run of stops ends with a question or exclamation mark
	enclosed      // a quote or bracket closes behind the stops
)

// rules are asked in this order; the first that speaks decides. Names serve the tests.
var rules = [...]struct {
	name string
	when when
	says func(*gap, *vocabulary) verdict
}{
	{"title", known, titleBefore},
	{"figure follows", known, figureFollows},
	{"never at an end", known, neverAtEnd},
	{"sign in brackets", enclosed, signInBrackets},
	{"stops alone", always, stopsAlone},
	{"comma follows", always, commaFollows},
	{"firm stop", always, firmStop},
	{"no space", always, noSpace},
	{"note number", always, noteNumber},
	{"words left out follow", lone, wordsLeftOut},
	{"item in brackets", always, itemInBrackets},
	{"label alone", always, labelAlone},
	{"name with a mark", asking, nameWithMark},
	{"speech goes on", always, speechGoesOn},
	{"aside goes on", asking, asideGoesOn},
	{"quotation goes on", always, quotationGoesOn},
	{"remark on a quotation", enclosed, remarkOnQuotation},
	{"lower case follows", always, lowerCaseFollows},
	{"question or exclamation", asking, questionOrExclamation},
	{"ordinal", lone, ordinal},
	{"spaced letters", lone, spacedLetters},
	{"initial", lone, initial},
	{"hour", known, hour},
	{"dotted letters", lone, dottedLetters},
	{"abbreviation", known, abbreviation},
	{"pause", always, pause},
	{"whole word", lone, wholeWord},
	{"plain stop", always, plainStop},
}

// rulesWhen lists the rules that speak of each kind of gap, in their order.
var rulesWhen = func() (lists [1 << 5][]uint8) {
	for kind := range lists {
		for i, rule := range rules {
			if rule.when&when(kind) != 0 {
				lists[kind] = append(lists[kind], uint8(i))
			}
		}
	}
	return lists
}()

// judge asks the rules in turn and says which one spoke.
func judge(g *gap, v *vocabulary) (verdict, int) {
	for _, i := range rulesWhen[g.when] {
		if said := rules[i].says(g, v); said.ok {
			return said, int(i)
		}
	}
	return hardly, len(rules) - 1 // not reached: the last rule always speaks
}

// titleBefore: "Mr." always has a name behind it.
func titleBefore(g *gap, _ *vocabulary) verdict {
	if g.known&title != 0 && g.is(lone) {
		return keep
	}
	return pass
}

// figureFollows: "Sept. 12", "No. 5", "pp. 3": a number is what these wait for.
func figureFollows(g *gap, _ *vocabulary) verdict {
	if g.known&(numbered|other) == 0 || !g.is(lone) {
		return pass
	}
	if r, _ := utf8.DecodeRuneInString(g.follow); unicode.IsDigit(r) || r == '№' {
		return keep
	}
	return pass
}

// neverAtEnd: "e.g." and "vs." are always followed by what they announce.
func neverAtEnd(g *gap, _ *vocabulary) verdict {
	if g.known&never != 0 && g.is(lone) {
		return keep
	}
	return pass
}

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

// lowerCaseFollows: "approx. three", "Really? — he asked" go on. A brand such as iPhone counts as a
// capital, and a writer who began in lower case begins the next sentence so too.
func lowerCaseFollows(g *gap, v *vocabulary) verdict {
	r, size := utf8.DecodeRuneInString(g.follow)
	if !unicode.IsLower(r) {
		return pass
	}
	if second, _ := utf8.DecodeRuneInString(g.follow[size:]); unicode.IsUpper(second) {
		return pass
	}
	next := g.head
	plain := g.after == g.stops && unicode.IsLower(next)
	switch {
	case g.after == g.stops && strings.HasSuffix(g.s[:g.stops], ". . ."): // set as books set it, the ellipsis pauses
		return keep
	case isDash(next) && g.is(asking), g.after > g.stops && unicode.IsLower(next) && !g.startsSmall(): // "voila! -- you have", "(Ind.) said"
		return keep
	case g.is(lone) && (g.known&abbreviated != 0 || strings.IndexByte(g.before, '.') >= 0 || oneRune(g.before)):
		return keep
	case plain && (g.is(asking) || g.is(lone) && g.startsSmall()):
		return probably
	}
	return hardly
}

// startsSmall reports whether the sentence that may end here began in lower case.
func (g *gap) startsSmall() bool {
	c, _ := runeAt(g.s, g.start)
	return unicode.IsLower(c)
}

// questionOrExclamation: these end a sentence. Behind a word and before a capital that is sure; a row of signs, and
// quotes that close behind them, leave it open.
func questionOrExclamation(g *gap, _ *vocabulary) verdict {
	switch {
	case !g.is(asking):
		return pass
	case g.after > g.stops || g.stops-g.stop > 3 || len(g.before) < 2 || !capitalised(g.follow):
		return probably
	}
	if isOpener(g.head) && !isDash(g.head) {
		return probably
	}
	return split
}

// ordinal: in German and its like "3. Oktober" is the third of October.
func ordinal(g *gap, v *vocabulary) verdict {
	if v.ordinals && g.after-g.stop == 1 && len(g.before) <= 2 && digits(g.before) {
		return g.ifStarter(v)
	}
	return pass
}

func digits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
}

// spacedLetters: "z. B.", "d. h.", "A. S.": abbreviations and initials written with spaces.
func spacedLetters(g *gap, _ *vocabulary) verdict {
	end := g.next + len(g.follow)
	if end < len(g.s) && g.s[end] == '.' && oneRune(g.before) && oneRune(g.follow) && g.is(lone) {
		return keep
	}
	return pass
}

// oneRune holds for a word of one character, without counting through a long one.
func oneRune(w string) bool {
	return w != "" && len(w) <= utf8.UTFMax && utf8.RuneCountInString(w) == 1
}

// initial: "J. Smith" is a name; "vitamin C. The doctor" is an end, shown by a word that begins sentences.
func initial(g *gap, v *vocabulary) verdict {
	if !oneRune(g.before) || !unicode.IsUpper(last(g.before)) || !g.is(lone) {
		return pass
	}
	return g.ifStarter(v)
}

// hour: "At 5 a.m. Mr. Smith went": an hour goes on where all the sentence holds so far is its time, and where a zone
// or a day follows; elsewhere "p.m." before a capital ends the sentence.
func hour(g *gap, _ *vocabulary) verdict {
	if g.known&clock == 0 || !g.is(lone) {
		return pass
	}
	r, _ := utf8.DecodeRuneInString(g.follow)
	if !unicode.IsUpper(r) || zoneOrDay[g.follow] || g.stop-g.start < len("Shortly before 12.30 p.m") && timeFirst[wordAfter(g.s, g.start)] {
		return keep
	}
	return split
}

var (
	zoneOrDay = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun January February March April May June July August " +
		"September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Eastern Central Mountain Pacific Greenwich GMT UTC EST EDT ET CST CDT CT MST MDT MT PST PDT PT BST CET CEST IST")
	timeFirst = words("At By On Around About Before After From Until Since Between Shortly Just Today Yesterday Tomorrow")
)

// dottedLetters: "U.S. Army" goes on, "in the U.S. The army" does not.
func dottedLetters(g *gap, v *vocabulary) verdict {
	if strings.IndexByte(g.before, '.') < 0 || !g.is(lone) {
		return pass
	}
	for rest, more := g.before, true; more; {
		var part string
		part, rest, more = strings.Cut(rest, ".")
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || !unicode.IsLetter(last(part)) {
			return pass
		}
	}
	return g.ifStarter(v)
}

// abbreviation: "Inc.", "Jr.", "etc." may end a sentence; the next word tells.
func abbreviation(g *gap, v *vocabulary) verdict {
	if g.known&other == 0 || !g.is(lone) {
		return pass
	}
	return g.ifStarter(v)
}

// pause: an ellipsis of spaced stops pauses before "I", whose capital tells nothing.
func pause(g *gap, _ *vocabulary) verdict {
	if g.follow == "I" && g.stop > g.start && g.stops-g.stop == len(". . .") && g.s[g.stop-1] == ' ' {
		return keep
	}
	return pass
}

// wholeWord: a whole word in small letters before the stop and a capitalised one behind it. In English-EWT 4,190 of 4,194
// such stops are ends.
func wholeWord(g *gap, _ *vocabulary) verdict {
	if len(g.before) < 4 || g.known != 0 || !g.is(lone) || !capitalised(g.follow) {
		return pass
	}
	for _, c := range g.before {
		if !unicode.IsLower(c) {
			return pass
		}
	}
	if unicode.IsUpper(g.head) || g.head == '“' {
		return split
	}
	return pass
}

func plainStop(*gap, *vocabulary) verdict { return probably }

// ifStarter splits where the next word is one that begins sentences and seldom a name, and no stop follows it
// (the Russian "А. С." are initials, not the word "А").
func (g *gap) ifStarter(v *vocabulary) verdict {
	if end := g.next + len(g.follow); end < len(g.s) && g.s[end] == '.' {
		return keep
	}
	if v.kindOf(g.follow)&starter != 0 {
		return split
	}
	if isOpener(g.head) && eitherWay(g.head) {
		return split
	}
	return keep
}

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// capital holds for words that begin as a sentence may: with a capital, or in a script that has none.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r)
}

// capitalised holds for a capital with a small letter behind it, or a word of one capital such as "I" and "A".
func capitalised(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); len(s) > size {
		return unicode.IsUpper(r) && (unicode.IsLower(second) || second == '\'' || second == '’')
	}
	return s == "I" || s == "A"
}
