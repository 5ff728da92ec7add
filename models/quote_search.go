package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/message"
)

// QuoteAnswer is the result of searching a quote in a snapshot.
type QuoteAnswer string

// The results: found, not found, or the snapshot has no readable text.
const (
	QuoteFound      QuoteAnswer = "there"
	QuoteMissing    QuoteAnswer = "missing"
	QuoteUnreadable QuoteAnswer = "unreadable"
	QuoteNoSnapshot QuoteAnswer = "no snapshot" // the source has no snapshot
)

// Words returns the result as text to follow a snapshot's details; "" if the quote was found.
func (a QuoteAnswer) Words() message.Key {
	switch a {
	case QuoteMissing:
		return "quote not found in the snapshot"
	case QuoteUnreadable:
		return "no words can be read in the snapshot"
	}
	return ""
}

// SnapshotWords is the text of a snapshot, normalized for the search.
type SnapshotWords struct {
	normalized string
	readable   bool
}

// NewSnapshotWords prepares a snapshot's text for several searches.
func NewSnapshotWords(words string) SnapshotWords {
	if strings.TrimSpace(words) == "" {
		return SnapshotWords{}
	}
	return SnapshotWords{normalizeQuoteText(words), true}
}

// FindQuote searches a quote in a snapshot's text. It ignores letter case, white space, the Unicode form,
// ligatures, hidden characters, the shape of quotation marks and dashes, and hyphens at the ends of lines. A
// match does not begin or end within a word or a number. An ellipsis in the quote matches any text, but the
// parts must be in order.
func FindQuote(words, quote string) QuoteAnswer { return NewSnapshotWords(words).Find(quote) }

// Find searches a quote as FindQuote does.
func (w SnapshotWords) Find(quote string) QuoteAnswer {
	if !w.readable {
		return QuoteUnreadable
	}
	rest := w.normalized
	for part := range strings.SplitSeq(normalizeQuoteText(quote), "...") {
		part = strings.Trim(strings.ReplaceAll(part, string(lineEndHyphen), ""), " ")
		end := findPart(rest, part)
		if end < 0 {
			return QuoteMissing
		}
		rest = rest[end:]
	}
	return QuoteFound
}

// findPart returns the byte offset after the first match of a part of a quote, or -1.
func findPart(words, part string) int {
	if part == "" {
		return 0
	}
	first, _ := utf8.DecodeRuneInString(part)
	for at := 0; ; {
		next := strings.IndexRune(words[at:], first)
		if next < 0 {
			return -1
		}
		at += next
		if end := matchAt(words, at, part); end >= 0 && !isWithinWord(words, at) && !isWithinWord(words, end) {
			return end
		}
		at += utf8.RuneLen(first)
	}
}

// matchAt returns the byte offset after a part of a quote if it matches at an offset, or -1. A hyphen at the
// end of a line may or may not belong to the word.
func matchAt(words string, at int, part string) int {
	for _, want := range part {
		r, size := utf8.DecodeRuneInString(words[at:])
		if r == lineEndHyphen && want != '-' {
			at += size
			r, size = utf8.DecodeRuneInString(words[at:])
		}
		if size == 0 || r != want && !(r == lineEndHyphen && want == '-') {
			return -1
		}
		at += size
	}
	return at
}

// isWithinWord reports whether a byte offset is within a word or a number. It ignores scripts that put no
// spaces between words.
func isWithinWord(words string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(words[:at])
	after, size := utf8.DecodeRuneInString(words[at:])
	if at == 0 || at == len(words) || isUnspacedScript(before) || isUnspacedScript(after) {
		return false
	}
	if isWordRune(before) && (isWordRune(after) || after == lineEndHyphen) || before == lineEndHyphen {
		return true
	}
	further, _ := utf8.DecodeRuneInString(words[at+size:])
	earlier, _ := utf8.DecodeLastRuneInString(words[:at-utf8.RuneLen(before)])
	return isNumberSeparator(before) && unicode.IsDigit(earlier) && unicode.IsDigit(after) ||
		unicode.IsDigit(before) && isNumberSeparator(after) && unicode.IsDigit(further)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func isNumberSeparator(r rune) bool { return r == '.' || r == ',' }

func isUnspacedScript(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// lineEndHyphen replaces a hyphen at the end of a line. It is not a valid character of a text.
const lineEndHyphen = '\uFFFF'

// punctuationNormalizer unifies quotation marks, dashes and ellipses.
var punctuationNormalizer = func() *strings.Replacer {
	var pairs []string
	for plain, signs := range map[string][]string{
		`"`:   {"“", "”", "„", "‟", "«", "»", "＂"},
		"'":   {"‘", "’", "‚", "‛", "ʼ", "′"},
		"-":   {"‐", "‑", "‒", "–", "—", "―", "−"},
		"...": {"…", "[...]", "(...)"},
	} {
		for _, sign := range signs {
			pairs = append(pairs, sign, plain)
		}
	}
	return strings.NewReplacer(pairs...)
}()

// normalizeQuoteText normalizes a text for the comparison of quotes.
func normalizeQuoteText(s string) string {
	s = punctuationNormalizer.Replace(punctuationNormalizer.Replace(text.Fold(s))) // twice, since an ellipsis in brackets has two spellings
	plain := make([]byte, 0, len(s))
	var before, last rune
	blank, line := false, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank, line = true, line || strings.ContainsRune("\n\r\u0085\u2028\u2029", r)
			continue
		case isHiddenRune(r):
			continue
		case blank && line && last == '-' && unicode.IsLetter(before) && unicode.IsLetter(r):
			plain = utf8.AppendRune(plain[:len(plain)-1], lineEndHyphen)
		case blank && len(plain) > 0:
			plain = append(plain, ' ')
		}
		plain = utf8.AppendRune(plain, r)
		before, last, blank, line = last, r, false, false
	}
	return string(plain)
}

func isHiddenRune(r rune) bool {
	_, ok := text.HiddenName(r)
	return ok
}
