package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules that look at the words beside a stop: titles, abbreviations, initials, hours, capitals.

// titleBefore: "Mr." always has a name behind it.
func titleBefore(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&titleWord != 0 && g.hasKind(singleStopGap) {
		return noSplit
	}
	return noOpinion
}

// figureFollows: "Sept. 12", "No. 5", "pp. 3": a number is what these wait for.
func figureFollows(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&(numberedWord|ambiguousWord) == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	if r, _ := utf8.DecodeRuneInString(g.wordAfter); unicode.IsDigit(r) || r == '№' {
		return noSplit
	}
	return noOpinion
}

// neverAtEnd: "e.g." and "vs." are always followed by what they announce.
func neverAtEnd(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&neverFinalWord != 0 && g.hasKind(singleStopGap) {
		return noSplit
	}
	return noOpinion
}

// lowerCaseFollows: "approx. three", "Really? — he asked" go on. A brand such as iPhone counts as a
// capital, and a writer who began in lower case begins the next sentence so too.
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
	case g.after == g.stopsEnd && strings.HasSuffix(g.s[:g.stopsEnd], ". . ."): // set as books set it, the ellipsis pauses
		return noSplit
	case isDash(next) && g.hasKind(questionGap), g.after > g.stopsEnd && unicode.IsLower(next) && !g.startsInLowerCase(): // "voila! -- you have", "(Ind.) said"
		return noSplit
	case g.hasKind(singleStopGap) && (g.beforeKinds&abbreviationKinds != 0 || strings.IndexByte(g.wordBefore, '.') >= 0 || isOneRune(g.wordBefore)):
		return noSplit
	case plain && (g.hasKind(questionGap) || g.hasKind(singleStopGap) && g.startsInLowerCase()):
		return likelySplit
	}
	return unlikelySplit
}

// startsInLowerCase reports whether the sentence that may end here began in lower case.
func (g *gap) startsInLowerCase() bool {
	c, _ := runeAt(g.s, g.start)
	return unicode.IsLower(c)
}

// questionOrExclamation: these end a sentence. Behind a word and before a capital that is sure; a row of signs, and
// quotes that close behind them, leave it open.
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

// ordinalNumber: in German and its like "3. Oktober" is the third of October.
func ordinalNumber(g *gap, v *vocabulary) ruleResult {
	if v.ordinals && g.after-g.firstStop == 1 && len(g.wordBefore) <= 2 && isDigits(g.wordBefore) {
		return g.splitBeforeStarter(v)
	}
	return noOpinion
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
func spacedLetters(g *gap, _ *vocabulary) ruleResult {
	end := g.next + len(g.wordAfter)
	if end < len(g.s) && g.s[end] == '.' && isOneRune(g.wordBefore) && isOneRune(g.wordAfter) && g.hasKind(singleStopGap) {
		return noSplit
	}
	return noOpinion
}

// isOneRune holds for a word of one character, without counting through a long one.
func isOneRune(w string) bool {
	return w != "" && len(w) <= utf8.UTFMax && utf8.RuneCountInString(w) == 1
}

// singleInitial: "J. Smith" is a name; "vitamin C. The doctor" is an end, shown by a word that begins sentences.
func singleInitial(g *gap, v *vocabulary) ruleResult {
	if !isOneRune(g.wordBefore) || !unicode.IsUpper(lastRune(g.wordBefore)) || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	return g.splitBeforeStarter(v)
}

// hourAbbreviation: "At 5 a.m. Mr. Smith went": an hour goes on where all the sentence holds so far is its time, and where a zone
// or a day follows; elsewhere "p.m." before a capital ends the sentence.
func hourAbbreviation(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&hourWord == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	r, _ := utf8.DecodeRuneInString(g.wordAfter)
	if !unicode.IsUpper(r) || zoneAndDayWords[g.wordAfter] || g.firstStop-g.start < len("Shortly before 12.30 p.m") && timeOpeners[wordAfter(g.s, g.start)] {
		return noSplit
	}
	return splitHere
}

var (
	zoneAndDayWords = newWordSet("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun January February March April May June July August " +
		"September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Eastern Central Mountain Pacific Greenwich GMT UTC EST EDT ET CST CDT CT MST MDT MT PST PDT PT BST CET CEST IST")
	timeOpeners = newWordSet("At By On Around About Before After From Until Since Between Shortly Just Today Yesterday Tomorrow")
)

// dottedLetters: "U.S. Army" goes on, "in the U.S. The army" does not.
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

// abbreviation: "Inc.", "Jr.", "etc." may end a sentence; the next word tells.
func abbreviation(g *gap, v *vocabulary) ruleResult {
	if g.beforeKinds&ambiguousWord == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	return g.splitBeforeStarter(v)
}

// spacedEllipsis: an ellipsis of spaced stops pauses before "I", whose capital tells nothing.
func spacedEllipsis(g *gap, _ *vocabulary) ruleResult {
	if g.wordAfter == "I" && g.firstStop > g.start && g.stopsEnd-g.firstStop == len(". . .") && g.s[g.firstStop-1] == ' ' {
		return noSplit
	}
	return noOpinion
}

// wholeWord: a whole word in small letters before the stop and a capitalised one behind it. In English-EWT 4,190 of 4,194
// such stops are ends.
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

// splitBeforeStarter splits where the next word is one that begins sentences and seldom a name, and no stop follows it
// (the Russian "А. С." are initials, not the word "А").
func (g *gap) splitBeforeStarter(v *vocabulary) ruleResult {
	if end := g.next + len(g.wordAfter); end < len(g.s) && g.s[end] == '.' {
		return noSplit
	}
	if v.kindOf(g.wordAfter)&starterWord != 0 {
		return splitHere
	}
	if isOpener(g.nextRune) && isAmbiguousQuote(g.nextRune) {
		return splitHere
	}
	return noSplit
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// startsAsSentence holds for words that begin as a sentence may: with a capital, or in a script that has none.
func startsAsSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r)
}

// isCapitalised holds for a capital with a small letter behind it, or a word of one capital such as "I" and "A".
func isCapitalised(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); len(s) > size {
		return unicode.IsUpper(r) && (unicode.IsLower(second) || second == '\'' || second == '’')
	}
	return s == "I" || s == "A"
}
