package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isDistinctive reports whether changing a word changes the claim: figures, names (a capital, except on
// common sentence openers), number words and negations.
func isDistinctive(word string, opens bool) bool {
	c, _ := utf8.DecodeRuneInString(word)
	if unicode.IsUpper(c) && !(opens && sentenceOpeners[strings.ToLower(word)]) || strings.IndexFunc(word, unicode.IsDigit) >= 0 {
		return true
	}
	return negations[strings.ToLower(word)] || strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t") ||
		numerals[strings.ToLower(word)]
}

// maxMinorWord is the length, in characters, up to which a word counts as minor in languages without a
// list.
const maxMinorWord = 3

// isMinor reports whether a token says little by itself: a sign, a short word, or a common English sentence
// opener.
func isMinor(word string) bool {
	return !isDistinctive(word, true) && (sentenceOpeners[strings.ToLower(word)] || utf8.RuneCountInString(word) <= maxMinorWord)
}

var (
	negations = wordSet(
		"not no never none nobody nothing neither nor without cannot nicht kein keine keinen keiner nie niemand ne pas jamais aucun aucune sin nunca ningún не нет ни никогда никто " +
			"değil yok hiç لا لم لن ليس ما نه نیست نیستند نہیں نہ नहीं न मत 不 没 沒 未 无 無 非",
	)
	sentenceOpeners = wordSet(
		"the a an this that these those there here it its he she they we you i his her their our my but and or so yet in on at by for from with after before during since until when while if as " +
			"although though because however meanwhile later then now also according about under over both each",
	)
	numerals = wordSet(
		"one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands million millions billion billions half twice first second third " +
			"last next today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday all most many few some every",
	)
)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
