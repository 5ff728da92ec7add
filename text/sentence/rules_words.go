package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules about the words next to a terminator: titles, abbreviations, initials, hours, capitals.

// titleBefore: a name always follows "Mr.".
func titleBefore(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&titleWord != 0 && g.hasKind(singleStopGap) {
		return noSplit
	}
	return noOpinion
}

// figureFollows: "Sept. 12", "No. 5", "Vol. II", "Fig. A": a number follows these abbreviations.
func figureFollows(g *gap, v *vocabulary) ruleResult {
	k := g.beforeKinds
	if k&(numberedWord|ambiguousWord) == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	r, size := utf8.DecodeRuneInString(g.wordAfter)
	switch {
	case unicode.IsDigit(r) || r == '№':
		if k&(numberedWord|unitWord) == unitWord {
			return noOpinion // "50 kg. 12 people"
		}
		return noSplit
	case k&numberedWord == 0:
		return noOpinion
	case isRomanNumeral(g.wordAfter):
		return noSplit
	case size == len(g.wordAfter) && unicode.IsUpper(r):
		if v.kindOf(g.wordAfter)&starterWord != 0 && (k&ambiguousWord != 0 || wholeWords[g.wordBefore] || isOneRune(g.wordBefore)) {
			return noOpinion // "state of the art. I", "in Jan. A", "5 т. В"
		}
		return noSplit
	}
	return noOpinion
}

// wholeWords are abbreviations of what a number follows that are words, too.
var wholeWords = newWordSet("no No NO art op par sec fig ch")

// neverAtEnd: "e.g." and "vs." are never final.
func neverAtEnd(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&neverFinalWord != 0 && g.hasKind(singleStopGap) {
		return noSplit
	}
	return noOpinion
}

// lowerCaseFollows: "approx. three" and "Really? — he asked" continue. A brand such as iPhone counts as
// capitalised. A writer who began in lower case also begins the next sentence so.
func lowerCaseFollows(g *gap, v *vocabulary) ruleResult {
	r, size := utf8.DecodeRuneInString(g.wordAfter)
	if !unicode.IsLower(r) {
		return noOpinion
	}
	if second, _ := utf8.DecodeRuneInString(g.wordAfter[size:]); unicode.IsUpper(second) {
		return noOpinion
	}
	next := g.nextRune
	plain := g.after == g.stopsEnd && unicode.IsLower(next)
	switch {
	case g.after == g.stopsEnd && strings.HasSuffix(g.s[:g.stopsEnd], ". . ."): // a spaced ellipsis, as in books, is a pause
		return noSplit
	case isDash(next) && g.hasKind(questionGap),
		g.after > g.stopsEnd && unicode.IsLower(next) && !g.startsInLowerCase(): // "voila! -- you have", "(Ind.) said"
		return noSplit
	case g.hasKind(singleStopGap) && (g.beforeKinds&abbreviationKinds != 0 || strings.IndexByte(g.wordBefore, '.') >= 0 || isOneRune(g.wordBefore)):
		return noSplit
	case plain && (g.hasKind(questionGap) || g.hasKind(singleStopGap) && g.startsInLowerCase()):
		return likelySplit
	}
	return unlikelySplit
}

// startsInLowerCase reports whether the current sentence began in lower case.
func (g *gap) startsInLowerCase() bool {
	c, _ := runeAt(g.s, g.start)
	return unicode.IsLower(c)
}

// questionOrExclamation: these marks end a sentence. Between a word and a capital this is certain; after
// several marks or with closing quotes it is soft.
func questionOrExclamation(g *gap, _ *vocabulary) ruleResult {
	switch {
	case !g.hasKind(questionGap):
		return noOpinion
	case g.after > g.stopsEnd || g.stopsEnd-g.firstStop > 3 || len(g.wordBefore) < 2 || !isCapitalised(g.wordAfter):
		return likelySplit
	}
	if isOpener(g.nextRune) && !isDash(g.nextRune) {
		return likelySplit
	}
	return splitHere
}

// ordinalNumber: in German and similar languages "3. Oktober" is the third of October.
func ordinalNumber(g *gap, v *vocabulary) ruleResult {
	if v.ordinals && g.after-g.firstStop == 1 && len(g.wordBefore) <= 2 && isDigits(g.wordBefore) && g.isAfterBlank() {
		return g.splitBeforeStarter(v)
	}
	return noOpinion
}

// isAfterBlank reports whether the word before the gap begins the sentence or follows a space or a bracket: the
// "5" of "10,5" does not.
func (g *gap) isAfterBlank() bool {
	at := g.firstStop - len(g.wordBefore)
	return at <= g.start || isBlank(g.s[at-1]) || g.s[at-1] == '(' || blankLenBefore(g.s, at) > 0
}

func isDigits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
}

// spacedLetters: "z. B.", "d. h.", "A. S.": abbreviations and initials written with spaces.
func spacedLetters(g *gap, v *vocabulary) ruleResult {
	if end := g.next + len(g.wordAfter); end >= len(g.s) || g.s[end] != '.' || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	if isOneRune(g.wordBefore) && isOneRune(g.wordAfter) || v.joinedKind(g, g.wordAfter) != 0 {
		return noSplit
	}
	return noOpinion
}

// isOneRune reports whether a word has one character, without counting all characters of a long one.
func isOneRune(w string) bool {
	return w != "" && len(w) <= utf8.UTFMax && utf8.RuneCountInString(w) == 1
}

// singleInitial: "J. Smith" is a name; "vitamin C. The doctor" is an end, which the sentence opener shows.
func singleInitial(g *gap, v *vocabulary) ruleResult {
	if !g.hasKind(singleStopGap) || !isInitialLetter(g.wordBefore) || g.wordBefore[0] >= utf8.RuneSelf && !g.isAfterBlank() {
		return noOpinion
	}
	return g.splitBeforeStarter(v)
}

// isInitialLetter matches a capital, two with a hyphen ("J-P"), and a letter with its vowel signs in a script
// without capitals. In Chinese, Japanese, Korean and the scripts without full stops a letter is a word.
func isInitialLetter(w string) bool {
	first, size := utf8.DecodeRuneInString(w)
	rest := w[size:]
	switch {
	case unicode.IsUpper(first):
		return rest == "" || rest[0] == '-' && isOneRune(rest[1:]) && unicode.IsUpper(lastRune(rest))
	case first < 0x590 || len(w) > 4*utf8.UTFMax || !unicode.In(first, initialScripts...):
		return false
	}
	for _, c := range rest {
		if !unicode.Is(unicode.M, c) {
			return false
		}
	}
	return unicode.Is(unicode.Lo, first)
}

// initialScripts are the scripts without capitals in which initials are written with a full stop.
var initialScripts = []*unicode.RangeTable{
	unicode.Hebrew, unicode.Arabic, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Georgian, unicode.Ethiopic,
}

// hourAbbreviation: "At 5 a.m. Mr. Smith went": the sentence continues if it consists only of the time so
// far, or if a time zone or a day follows. Otherwise "p.m." before a capital ends the sentence.
func hourAbbreviation(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&hourWord == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	r, _ := utf8.DecodeRuneInString(g.wordAfter)
	if !unicode.IsUpper(r) || zoneAndDayWords[g.wordAfter] ||
		g.firstStop-g.start < len("Shortly before 12.30 p.m") && timeOpeners[wordAfter(g.s, g.start)] {
		return noSplit
	}
	return splitHere
}

var (
	zoneAndDayWords = newWordSet(
		"Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun January February March April May June July August " +
			"September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Eastern Central Mountain Pacific Greenwich GMT UTC EST EDT ET CST CDT CT MST MDT MT PST PDT PT BST CET CEST IST",
	)
	timeOpeners = newWordSet("At By On Around About Before After From Until Since Between Shortly Just Today Yesterday Tomorrow")
)

// dottedLetters: "U.S. Army" continues, "in the U.S. The army" does not.
func dottedLetters(g *gap, v *vocabulary) ruleResult {
	if strings.IndexByte(g.wordBefore, '.') < 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	for rest, more := g.wordBefore, true; more; {
		var part string
		part, rest, more = strings.Cut(rest, ".")
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || !unicode.IsLetter(lastRune(part)) {
			return noOpinion
		}
	}
	return g.splitBeforeStarter(v)
}

// abbreviation: "Inc.", "Jr.", "etc." may end a sentence; the next word decides.
func abbreviation(g *gap, v *vocabulary) ruleResult {
	if g.beforeKinds&ambiguousWord == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	if r, _ := utf8.DecodeRuneInString(g.wordAfter); unicode.IsDigit(r) && !isDash(g.nextRune) {
		return likelySplit
	}
	return g.splitBeforeStarter(v)
}

// spacedEllipsis: a spaced ellipsis before "I" is a pause, because "I" is always a capital.
func spacedEllipsis(g *gap, _ *vocabulary) ruleResult {
	if g.wordAfter == "I" && g.firstStop > g.start && g.stopsEnd-g.firstStop == len(". . .") && g.s[g.firstStop-1] == ' ' {
		return noSplit
	}
	return noOpinion
}

// wholeWord: a whole word in lower case before the full stop and a capitalised one after it. In English-EWT
// 4,190 of 4,194 such full stops are ends.
func wholeWord(g *gap, _ *vocabulary) ruleResult {
	if len(g.wordBefore) < 4 || g.beforeKinds != 0 || !g.hasKind(singleStopGap) || !isCapitalised(g.wordAfter) {
		return noOpinion
	}
	for _, c := range g.wordBefore {
		if !unicode.IsLower(c) {
			return noOpinion
		}
	}
	if unicode.IsUpper(g.nextRune) || g.nextRune == '“' {
		return splitHere
	}
	return noOpinion
}

func plainStop(*gap, *vocabulary) ruleResult { return likelySplit }

// splitBeforeStarter splits if the next word is a sentence opener and seldom a name, and no full stop
// follows it (the Russian "А. С." are initials, not the word "А").
func (g *gap) splitBeforeStarter(v *vocabulary) ruleResult {
	if end := g.next + len(g.wordAfter); end < len(g.s) && g.s[end] == '.' {
		return noSplit
	}
	if first, _ := utf8.DecodeRuneInString(g.wordAfter); isDash(g.nextRune) && !unicode.IsUpper(first) {
		return noSplit // "w 1882 r. – 136 lat temu"
	}
	if v.kindOf(g.wordAfter)&starterWord != 0 {
		return splitHere
	}
	if isAmbiguousQuote(g.nextRune) || g.nextRune == '„' || g.nextRune == '”' {
		return splitHere
	}
	return noSplit
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// startsAsSentence reports whether a word may begin a sentence: with a capital, or in a script without
// capitals.
func startsAsSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r)
}

// isCapitalised reports whether a word is a capital followed by a lower case letter, or a single capital
// such as "I" and "A".
func isCapitalised(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); len(s) > size {
		return unicode.IsUpper(r) && (unicode.IsLower(second) || second == '\'' || second == '’')
	}
	return s == "I" || s == "A"
}
