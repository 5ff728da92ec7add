package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isDistinctive holds for words that make another claim of a sentence when they change: figures, names (a capital, save on the
// commonest words that open English sentences), number words and negations.
func isDistinctive(word string, opens bool) bool {
	c, _ := utf8.DecodeRuneInString(word)
	if unicode.IsUpper(c) && !(opens && sentenceOpeners[strings.ToLower(word)]) || strings.IndexFunc(word, unicode.IsDigit) >= 0 {
		return true
	}
	return negations[strings.ToLower(word)] || strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t") ||
		numerals[strings.ToLower(word)]
}

// maxMinorWord is how long a word may be, in characters, to be taken for one that says little in languages without a list.
const maxMinorWord = 3

// isMinor holds for signs and for words that say little by themselves: short ones and those that open English sentences.
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
