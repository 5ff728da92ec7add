package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules that look at the words beside a stop: titles, abbreviations, initials, hours, capitals.

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
