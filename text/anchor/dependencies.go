package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// Dependencies returns, for each sentence, the indexes of the earlier sentences that it refers back to
// ("he", "that figure"), nearest first. It examines the previous sentence in the same paragraph and, if
// that refers back too, the one before that. language is a BCP 47 tag. Without word lists for the language
// it finds nothing (see HasDependencies).
func Dependencies(s string, sentences []text.Span, language string) [][]int {
	found := make([][]int, len(sentences))
	if !HasDependencies(language) {
		return found
	}
	all := sentenceRanges(text.NewIndex(s), nil, sentences)
	for j := range all {
		if j > 0 && endsWithQuestionMark(all[j-1].text) && isAnswer(all[j].text) { // an answer, also in a paragraph of its own
			found[j] = append(found[j], j-1)
			continue
		}
		_, ok := FindBackReference(all[j].text, language)
		for back := 1; ok && back <= maxBack && inSameParagraph(all, j-back, j); back++ {
			found[j] = append(found[j], j-back)
			_, ok = FindBackReference(all[j-back].text, language)
		}
	}
	return found
}

// endsWithQuestionMark reports whether a sentence ends with a question mark.
func endsWithQuestionMark(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'”’»)]", r) })
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("?؟？\u037e", last)
}

// isAnswer reports whether a sentence begins as an answer does.
func isAnswer(s string) bool {
	r := splitWords(s)
	return r.matchLongest(answerWords, r.firstWord()) > 0
}

// answerWords begin answers, in the languages that have lists.
var answerWords = parsePhrases("yes|no|yeah|nope|of course|certainly|absolutely|exactly|correct|never|not at all|he did|she did|they did|" +
	"i did|it did|" +
	"ja|nein|doch|natürlich|niemals|oui|non|si|bien sûr|jamais|sí|claro|nunca|sì|mai|sim|não|nee|nej|nei|jo|tak|nie|ano|ne|да|нет|так|ні|" +
	"نعم|لا|بله|نه|خیر|آره|evet|hayır|ναι|όχι|כן|לא|हाँ|नहीं|是|不|没有|对|はい|いいえ|예|네|아니요|ہاں|نہیں|هو|نه|ndiyo|hapana")

// HasDependencies reports whether there are lists of words that refer back for a language.
func HasDependencies(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	_, known := backReferences[base]
	return known || base == "en"
}

// WordsOnly normalises a sentence for comparison. It removes differences of case, white space and
// punctuation, except punctuation next to a digit or inside a word. It keeps characters that change the
// direction of writing, because they can make 12 read as 21. Two sentences with equal WordsOnly have the
// same words.
func WordsOnly(s string) string {
	runes := []rune(foldWords(s))
	var out strings.Builder
	within := func(i int) bool { return i > 0 && i+1 < len(runes) && isWordRune(runes[i-1]) && isWordRune(runes[i+1]) }
	blank := false
	for i, r := range runes {
		switch {
		case isWordRune(r), unicode.IsSymbol(r), unicode.Is(unicode.Bidi_Control, r), strings.ContainsRune("%‰#§@&′", r):
		case unicode.IsPunct(r) && within(i):
		case strings.ContainsRune("-−", r) && i+1 < len(runes) && unicode.IsDigit(runes[i+1]) && (i == 0 || !isWordRune(runes[i-1])):
		default:
			blank = true
			continue
		}
		if blank && out.Len() > 0 {
			out.WriteByte(' ')
		}
		blank = false
		out.WriteRune(r)
	}
	return out.String()
}

// foldWords folds words, but leaves numbers that are not digits: 1² is not 12.
func foldWords(s string) string {
	var out strings.Builder
	from := 0
	for i, r := range s {
		if unicode.Is(unicode.No, r) {
			out.WriteString(text.Fold(s[from:i]))
			out.WriteRune(r)
			from = i + utf8.RuneLen(r)
		}
	}
	out.WriteString(text.Fold(s[from:]))
	return out.String()
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }
