package web

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Letters that look like Latin ones, from the confusables of Unicode Technical Standard 39, each list followed by its Latin letters:
// Cyrillic and Greek, then Cherokee and Lisu, which are drawn as capitals, and Armenian, which is drawn small.
const (
	capitalConfusables = "АВЕНКМОРСТУХІЈЅӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
	capitalLatin       = "ABEHKMOPCTYXIJSIABEZHIKMNOPTYX"
	smallConfusables   = "аеорсухіјѕһԁԛԝӏαοιρυνκτχγηω"
	smallLatin         = "aeopcyxijshdqwlaoipuvktxynw"

	cherokeeConfusables = "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ"
	cherokeeLatin       = "ABCDEGHJKLMPRSTVWZ"
	lisuConfusables     = "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ"
	lisuLatin           = "ABCDEFGHIJKLMNOPRSTUVWXYZ"
	armenianConfusables = "օոսհցզ"
	armenianLatin       = "onuhgq"
)

var (
	drawnConfusables  = newLetterMap(capitalConfusables, capitalLatin, smallConfusables, smallLatin)
	foldedConfusables = newLetterMap(smallConfusables, smallLatin, strings.ToLower(capitalConfusables), strings.ToLower(capitalLatin),
		strings.ToLower(cherokeeConfusables), strings.ToLower(cherokeeLatin), lisuConfusables, strings.ToLower(lisuLatin),
		armenianConfusables, armenianLatin)
)

// FoldConfusables returns a form of words for comparison in which those that look alike in two scripts are equal. It ignores compatibility
// variants and letter case.
func FoldConfusables(s string) string {
	return strings.Map(foldedConfusables.lookUp, norm.NFKC.String(cases.Fold().String(latinizeMixedWords(norm.NFKC.String(s)))))
}

// letterMap maps letters to those that look like them.
type letterMap map[rune]rune

// lookUp returns the letter that r looks like, or r itself.
func (l letterMap) lookUp(r rune) rune {
	if is, known := l[r]; known {
		return is
	}
	return r
}

// newLetterMap builds a map from pairs of lists. Of two entries for one letter the later counts.
func newLetterMap(pairs ...string) letterMap {
	all := letterMap{}
	for i := 0; i < len(pairs); i += 2 {
		latin := []rune(pairs[i+1])
		for n, r := range []rune(pairs[i]) {
			all[r] = latin[n]
		}
	}
	return all
}

// latinizeMixedWords replaces letters by the Latin ones they look like, in words that mix Latin letters
// with those of other scripts.
func latinizeMixedWords(s string) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		if latin && strings.ContainsFunc(word, func(r rune) bool { return unicode.In(r, unicode.Cyrillic, unicode.Greek) }) {
			words[i] = strings.Map(drawnConfusables.lookUp, word)
		}
	}
	return strings.Join(words, " ")
}
