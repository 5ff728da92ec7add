package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/message"
)

// QuoteAnswer says whether a quote stands in a snapshot.
type QuoteAnswer string

// The answers: its words stand there, do not, or nothing can be read in the snapshot.
const (
	QuoteFound      QuoteAnswer = "there"
	QuoteMissing    QuoteAnswer = "missing"
	QuoteUnreadable QuoteAnswer = "unreadable"
	QuoteNoSnapshot QuoteAnswer = "no snapshot" // nothing is kept of the source
)

// Words say after the facts of a snapshot whether a quote is in it; "" where it is.
func (a QuoteAnswer) Words() message.Key {
	switch a {
	case QuoteMissing:
		return "quote not found in the snapshot"
	case QuoteUnreadable:
		return "no words can be read in the snapshot"
	}
	return ""
}

// SnapshotWords are the words of a snapshot as quotes are looked for in them.
type SnapshotWords struct {
	normalized string
	readable   bool
}

// NewSnapshotWords prepares what can be read in a snapshot, so that several quotes can be looked for.
func NewSnapshotWords(words string) SnapshotWords {
	if strings.TrimSpace(words) == "" {
		return SnapshotWords{}
	}
	return SnapshotWords{normalizeQuoteText(words), true}
}

// FindQuote looks for a quote in what can be read in a snapshot. Letter case, white space, the Unicode form, ligatures, hidden
// characters, the shape of quotation marks and dashes, and hyphens at the ends of lines make no difference. A quote does not begin or
// end within a word or a number. What it leaves out with an ellipsis may stand between its parts, which have to stand in this order.
func FindQuote(words, quote string) QuoteAnswer { return NewSnapshotWords(words).Find(quote) }

// Find looks for a quote as FindQuote does.
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

// findPart is the byte behind the first place where a part of a quote stands; -1 where it stands nowhere.
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

// matchAt is the byte behind a part of a quote that stands at a byte of a text, or -1. A hyphen at the end of a line may belong to the
// word or not.
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

// isWithinWord reports whether a byte stands within a word or a number. Scripts that do not part their words are left out.
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

// lineEndHyphen stands for a hyphen at the end of a line. It is no character of a text.
const lineEndHyphen = '\uFFFF'

// punctuationNormalizer writes quotation marks, dashes and ellipses in one way.
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

// normalizeQuoteText is a text as quotes are compared.
func normalizeQuoteText(s string) string {
	s = punctuationNormalizer.Replace(punctuationNormalizer.Replace(text.Fold(s))) // twice: an ellipsis in brackets has two spellings
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
