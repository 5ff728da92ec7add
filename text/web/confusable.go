package web

import (
	"strings"
	"unicode"
)

// Cyrillic and Greek letters that look like Latin ones, from the confusables of Unicode Technical Standard
// 39, each list followed by its Latin letters.
const (
	capitalConfusables = "АВЕНКМОРСТУХІЈЅӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
	capitalLatin       = "ABEHKMOPCTYXIJSIABEZHIKMNOPTYX"
	smallConfusables   = "аеорсухіјѕһԁԛԝӏαοιρυνκτχγηω"
	smallLatin         = "aeopcyxijshdqwlaoipuvktxynw"
)

var (
	drawnConfusables  = newLetterMap(capitalConfusables, capitalLatin, smallConfusables, smallLatin)
	foldedConfusables = newLetterMap(smallConfusables, smallLatin, strings.ToLower(capitalConfusables), strings.ToLower(capitalLatin))
)

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
