package web

import (
	"strings"
	"unicode"
)

// Letters of Cyrillic and Greek that look like Latin ones, after the confusables of Unicode Technical Standard 39, each
// list beside its Latin letters.
const (
	capitalLetters = "АВЕНКМОРСТУХІЈЅӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
	capitalLatin   = "ABEHKMOPCTYXIJSIABEZHIKMNOPTYX"
	smallLetters   = "аеорсухіјѕһԁԛԝӏαοιρυνκτχγηω"
	smallLatin     = "aeopcyxijshdqwlaoipuvktxynw"
)

var (
	asDrawn  = alike(capitalLetters, capitalLatin, smallLetters, smallLatin)
	asFolded = alike(smallLetters, smallLatin, strings.ToLower(capitalLetters), strings.ToLower(capitalLatin))
)

// letters maps letters to those that look like them.
type letters map[rune]rune

// letter is the letter that one looks like, or the letter itself.
func (l letters) letter(r rune) rune {
	if is, known := l[r]; known {
		return is
	}
	return r
}

// alike maps letters to those that look like them, in pairs of lists; of two for one letter the later counts.
func alike(pairs ...string) letters {
	all := letters{}
	for i := 0; i < len(pairs); i += 2 {
		latin := []rune(pairs[i+1])
		for n, r := range []rune(pairs[i]) {
			all[r] = latin[n]
		}
	}
	return all
}

// latinized writes letters as the Latin ones that look like them, as they are drawn, in words that mix Latin letters with those of other
// scripts.
func latinized(s string) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		if latin && strings.ContainsFunc(word, func(r rune) bool { return unicode.In(r, unicode.Cyrillic, unicode.Greek) }) {
			words[i] = strings.Map(asDrawn.letter, word)
		}
	}
	return strings.Join(words, " ")
}
