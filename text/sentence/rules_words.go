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

// figureFollows: "Sept. 12", "No. 5", "pp. 3": a number follows these abbreviations.
func figureFollows(g *gap, _ *vocabulary) ruleResult {
	if g.beforeKinds&(numberedWord|ambiguousWord) == 0 || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	if r, _ := utf8.DecodeRuneInString(g.wordAfter); unicode.IsDigit(r) || r == '№' {
		return noSplit
	}
	return noOpinion
}

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
	case isDash(next) && g.hasKind(questionGap), g.after > g.stopsEnd && unicode.IsLower(next) && !g.startsInLowerCase(): // "voila! -- you have", "(Ind.) said"
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

// isOneRune reports whether a word has one character, without counting all characters of a long one.
func isOneRune(w string) bool {
	return w != "" && len(w) <= utf8.UTFMax && utf8.RuneCountInString(w) == 1
}

// singleInitial: "J. Smith" is a name; "vitamin C. The doctor" is an end, which the sentence opener shows.
func singleInitial(g *gap, v *vocabulary) ruleResult {
	if !isOneRune(g.wordBefore) || !unicode.IsUpper(lastRune(g.wordBefore)) || !g.hasKind(singleStopGap) {
		return noOpinion
	}
	return g.splitBeforeStarter(v)
}

// hourAbbreviation: "At 5 a.m. Mr. Smith went": the sentence continues if it consists only of the time so
// far, or if a time zone or a day follows. Otherwise "p.m." before a capital ends the sentence.
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
