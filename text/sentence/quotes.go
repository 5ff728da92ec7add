package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxPullQuoteColumns = 300 // columns; longer quotations are part of the body
	minPullQuoteBytes   = 24  // bytes; shorter quotations repeat by chance
	maxSearches         = 32  // searches for pull quotes in one text, so that a text of nothing but quotations takes linear time
)

// isPullQuote reports whether paragraph i is a pull quote: a short paragraph entirely in quotation marks,
// with a dash and a name after or below it, or with words that the body repeats. Other direct speech is
// body.
func (a *regionPass) isPullQuote(i int) bool {
	t := a.text(i)
	if isLatin(t[0]) || t[len(t)-1] == '.' || isWiderThan(t, maxPullQuoteColumns) {
		return false
	}
	inner, rest, found := splitQuotation(t)
	if !found {
		return false
	}
	if rest != "" {
		return isSpeakerLine(rest)
	}
	return isSpeakerLine(a.text(i+1)) || a.hasSpeakerBelow(i) || a.copyParagraphs > 0 && a.repeatsCopy(i, inner)
}

// hasSpeakerBelow matches a quotation above a line such as "Ana Silva, mayor of Port Amal".
func (a *regionPass) hasSpeakerBelow(i int) bool {
	if !a.areTwoLines(i) {
		return false
	}
	name, post, found := strings.Cut(a.text(i+1), ",")
	return found && post != "" && isName(name) && !endsInStop(post) && !isWiderThan(post, maxLabel)
}

// isAttribution matches the line "— Ana Silva, mayor" below a quotation.
func (a *regionPass) isAttribution(i int) bool {
	if i == 0 || a.paras[i-1].region != QuoteBox {
		return false
	}
	_, _, isQuotation := splitQuotation(a.text(i - 1))
	return (isQuotation || a.text(i - 1)[0] == '>') && isSpeakerLine(a.text(i)) || isQuotation && a.hasSpeakerBelow(i-1)
}

// splitQuotation splits a paragraph that begins with a quotation into its words and the rest.
func splitQuotation(t string) (inner, rest string, found bool) {
	open, size := utf8.DecodeRuneInString(t)
	var closers string
	switch open {
	case '"':
		closers = `"`
	case '“':
		closers = "”"
	case '„':
		closers = "“"
	case '«':
		closers = "»"
	case '»':
		closers = "«"
	case '「':
		closers = "」"
	case '『':
		closers = "』"
	default:
		return "", "", false
	}
	end := strings.Index(t[size:], closers)
	if end < 0 {
		return "", "", false
	}
	inner = strings.TrimSpace(t[size : size+end])
	return inner, strings.TrimSpace(t[size+end+len(closers):]), inner != ""
}

// isSpeakerLine matches a dash followed by a short name or function. Russian and French speech also
// continues after a dash, but in lower case or with a full stop at its end.
func isSpeakerLine(t string) bool {
	c, size := utf8.DecodeRuneInString(t)
	if !isDash(c) && c != '―' || isWiderThan(t, maxLabel) || endsInStop(t) {
		return false
	}
	name, _ := utf8.DecodeRuneInString(strings.TrimLeft(t[size:], "-–— \u00a0"))
	return unicode.IsUpper(name) || unicode.Is(unicode.Lo, name)
}

// repeatsCopy reports whether the words of paragraph i occur in another one too.
func (a *regionPass) repeatsCopy(i int, words string) bool {
	words = strings.TrimRight(words, ".,!?…。！？ ")
	if len(words) < minPullQuoteBytes || a.searchesLeft == 0 {
		return false
	}
	a.searchesLeft--
	return strings.Contains(a.s[:a.paras[i].start], words) || strings.Contains(a.s[a.paras[i].end:], words)
}
