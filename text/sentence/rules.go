package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// verdict is what a rule says of a gap: nothing (ok is false), or whether a sentence ends there.
type verdict struct{ split, ok bool }

var (
	pass  = verdict{}
	split = verdict{split: true, ok: true}
	keep  = verdict{split: false, ok: true}
)

// rules are asked in this order; the first that speaks decides. Names serve the tests.
var rules = []struct {
	name string
	says func(*gap, *vocabulary) verdict
}{
	{"sign in brackets", signInBrackets},
	{"comma follows", commaFollows},
	{"firm stop", firmStop},
	{"no space", noSpace},
	{"lower case follows", lowerCaseFollows},
	{"question or exclamation", questionOrExclamation},
	{"list number", listNumber},
	{"ordinal", ordinal},
	{"title", title},
	{"figure follows", figureFollows},
	{"never at an end", neverAtEnd},
	{"spaced letters", spacedLetters},
	{"initial", initial},
	{"dotted letters", dottedLetters},
	{"abbreviation", abbreviation},
	{"plain stop", func(*gap, *vocabulary) verdict { return split }},
}

// decision is a verdict with the name of the rule that gave it.
type decision struct {
	split bool
	rule  string
}

func decide(g *gap, v *vocabulary) decision {
	for _, rule := range rules {
		if said := rule.says(g, v); said.ok {
			return decision{said.split, rule.name}
		}
	}
	return decision{false, "none"} // not reached: the last rule always speaks
}

// signInBrackets: "(!)" and "(?)" comment on a word, they end nothing.
func signInBrackets(g *gap, _ *vocabulary) verdict {
	if g.stop > g.start && strings.ContainsRune("([（", g.r[g.stop-1]) && g.after > g.stops {
		return keep
	}
	return pass
}

// commaFollows: a sentence does not begin with a comma, nor with what closes a bracket.
func commaFollows(g *gap, _ *vocabulary) verdict {
	if c := g.r[g.next]; strings.ContainsRune(",;:%/=،؛，、；：", c) || isCloser(c) && c != '»' {
		return keep
	}
	return pass
}

// firmStop: needs neither space nor capital. Only behind a closing quote may the sentence go on: 「はい。」と言った.
func firmStop(g *gap, _ *vocabulary) verdict {
	if !isFirmStop(g.r[g.stops-1]) && !isFirmStop(g.r[g.after-1]) {
		return pass
	}
	if g.after > g.stops && unicode.Is(unicode.Hiragana, g.r[g.next]) {
		return keep
	}
	return split
}

// noSpace: without a space a stop is a decimal, an address, a file; unless it was simply glued to the next sentence.
func noSpace(g *gap, _ *vocabulary) verdict {
	switch {
	case g.next > g.after:
		return pass
	case gluedBracket(g), gluedWord(g), g.asks() && unicode.In(g.r[g.next], unicode.Han, unicode.Hiragana, unicode.Katakana):
		return split
	}
	return keep
}

// gluedBracket: "2021.(Photo: Reuters)", `said."No`: a sentence of its own in brackets or quotes, the space lost.
func gluedBracket(g *gap) bool {
	return g.before != "" && isOpener(g.r[g.next]) && g.r[g.next] != '-' && g.r[g.next] != '\'' && capital(g.follow) &&
		utf8.RuneCountInString(g.follow) > 1
}

// gluedWord: "is over.Today is": whole words on both sides, the right one a capitalised one, and no address.
func gluedWord(g *gap) bool {
	if !capitalised(g.follow) || strings.ContainsRune(g.before, '.') || utf8.RuneCountInString(g.before) < 3 {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(g.before); !unicode.IsLower(last(g.before)) && !unicode.IsDigit(first) {
		return false
	}
	return !inAddress(g)
}

// inAddress looks at the run of characters around the gap for signs of a web address, a mail address or a path, or
// for a further stop that has no space behind it either.
func inAddress(g *gap) bool {
	end := g.next + utf8.RuneCountInString(g.follow)
	if end+1 < g.para.End && g.r[end] == '.' && isWordRune(g.r[end+1]) {
		return true
	}
	for i, n := g.stop-1, 0; i >= g.start && n < 2*reach && !unicode.IsSpace(g.r[i]); i, n = i-1, n+1 {
		if strings.ContainsRune("@/\\_=#", g.r[i]) {
			return true
		}
	}
	for i, n := g.next, 0; i < g.para.End && n < 2*reach && !unicode.IsSpace(g.r[i]); i, n = i+1, n+1 {
		if strings.ContainsRune("@/\\_=#", g.r[i]) {
			return true
		}
	}
	return false
}

// lowerCaseFollows: `"Stop!" he said`, "approx. three", "Really? — he asked" go on. A brand such as iPhone counts as a
// capital, and a writer who began in lower case begins the next sentence so too.
func lowerCaseFollows(g *gap, v *vocabulary) verdict {
	r, size := utf8.DecodeRuneInString(g.follow)
	if !unicode.IsLower(r) {
		return pass
	}
	if second, _ := utf8.DecodeRuneInString(g.follow[size:]); unicode.IsUpper(second) {
		return pass
	}
	plain := g.after == g.stops && g.next > g.after && unicode.IsLower(g.r[g.next])
	if plain && (g.asks() || g.oneStop() && g.startsSmall() && !v.knows(g.before)) {
		return pass
	}
	return keep
}

// startsSmall reports whether the sentence that may end here began in lower case.
func (g *gap) startsSmall() bool { return unicode.IsLower(g.r[g.start]) }

// asks holds where the run of stops ends with a question or exclamation mark.
func (g *gap) asks() bool { c := g.r[g.stops-1]; return c != '.' && c != '…' }

// knows holds for abbreviations, listed or spelt with stops inside, and for single letters.
func (v *vocabulary) knows(w string) bool {
	return len(w) < 2 || strings.Contains(w, ".") || v.titles[w] || v.numbered[w] || v.never[w] || v.others[w]
}

// questionOrExclamation: these end a sentence, save in a company's name.
func questionOrExclamation(g *gap, v *vocabulary) verdict {
	switch {
	case !g.asks():
		return pass
	case g.after == g.stops && v.shouting[g.before]:
		return keep
	}
	return split
}

// listNumber: "1. The first", "b. The second", "IV. The fourth" at the head of a sentence number it.
func listNumber(g *gap, _ *vocabulary) verdict {
	n, from := utf8.RuneCountInString(g.before), g.start
	if strings.ContainsRune("•⁃‣-*", g.r[from]) { // "• 9. Stop smoking": the bullet and the number are one label
		for from++; from < g.stop && from < g.start+3 && unicode.IsSpace(g.r[from]); from++ {
		}
	}
	if g.stop-from != n || n == 0 || n > 3 || g.stops-g.stop != 1 {
		return pass
	}
	if n == 1 || strings.Trim(g.before, "0123456789") == "" || strings.Trim(g.before, "IVXLC") == "" {
		return keep
	}
	return pass
}

// ordinal: in German and its like "3. Oktober" is the third of October.
func ordinal(g *gap, v *vocabulary) verdict {
	if v.ordinals && g.after-g.stop == 1 && len(g.before) <= 2 && g.before != "" && strings.Trim(g.before, "0123456789") == "" {
		return g.ifStarter(v)
	}
	return pass
}

// title: "Mr." always has a name behind it.
func title(g *gap, v *vocabulary) verdict {
	if g.oneStop() && v.titles[g.before] {
		return keep
	}
	return pass
}

// figureFollows: "Sept. 12", "No. 5", "pp. 3": a number is what these wait for.
func figureFollows(g *gap, v *vocabulary) verdict {
	if r, _ := utf8.DecodeRuneInString(g.follow); g.oneStop() && unicode.IsDigit(r) && (v.numbered[g.before] || v.others[g.before]) {
		return keep
	}
	return pass
}

// neverAtEnd: "e.g." and "vs." are always followed by what they announce.
func neverAtEnd(g *gap, v *vocabulary) verdict {
	if g.oneStop() && v.never[g.before] {
		return keep
	}
	return pass
}

// spacedLetters: "z. B.", "d. h.", "A. S.": abbreviations and initials written with spaces.
func spacedLetters(g *gap, _ *vocabulary) verdict {
	end := g.next + 1
	if g.oneStop() && utf8.RuneCountInString(g.before) == 1 && utf8.RuneCountInString(g.follow) == 1 && end < g.para.End && g.r[end] == '.' {
		return keep
	}
	return pass
}

// initial: "J. Smith" is a name; "vitamin C. The doctor" is an end, shown by a word that begins sentences.
func initial(g *gap, v *vocabulary) verdict {
	if !g.oneStop() || utf8.RuneCountInString(g.before) != 1 || !unicode.IsUpper(last(g.before)) {
		return pass
	}
	return g.ifStarter(v)
}

// dottedLetters: "U.S. Army" goes on, "in the U.S. The army" does not.
func dottedLetters(g *gap, v *vocabulary) verdict {
	if !g.oneStop() || !strings.ContainsRune(g.before, '.') {
		return pass
	}
	for part := range strings.SplitSeq(g.before, ".") {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || !unicode.IsLetter(last(part)) {
			return pass
		}
	}
	if v.clock[strings.ToLower(g.before)] && v.titles[g.follow] {
		return split // "at 6 p.m. Mr. Smith": an hour has no title behind it
	}
	return g.ifStarter(v)
}

// abbreviation: "Inc.", "Jr.", "etc." may end a sentence; the next word tells.
func abbreviation(g *gap, v *vocabulary) verdict {
	if !g.oneStop() || !v.others[g.before] && !v.numbered[g.before] {
		return pass
	}
	return g.ifStarter(v)
}

// oneStop holds for a single full stop, with no quote or bracket closing behind it.
func (g *gap) oneStop() bool { return g.after-g.stop == 1 && g.r[g.stop] == '.' }

// ifStarter splits where the next word is one that begins sentences and seldom a name, and no stop follows it
// (the Russian "А. С." are initials, not the word "А").
func (g *gap) ifStarter(v *vocabulary) verdict {
	end := g.next + utf8.RuneCountInString(g.follow)
	if end < g.para.End && g.r[end] == '.' {
		return keep
	}
	if v.starters[g.follow] || isOpener(g.r[g.next]) && eitherWay(g.r[g.next]) {
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
