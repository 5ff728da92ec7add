package claim

import "unicode/utf8"

var quoteRule = rule{name: "quotation", kind: Quote, why: "a quotation: are these the words, and are they the speaker's?"}

// quotePairs maps opening to closing quotation marks. The spaces around a straight mark show which it is.
var quotePairs = map[string]string{"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›", "‘": "’", "\"": "\"", "＂": "＂"}

// openQuote is the state of the search for quotations.
type openQuote struct {
	first  int    // the token of the opening mark, or -1
	closes string // the marks that close it
	behind int    // the end of the last quotation
}

// findQuotes finds text between quotation marks. A single mark opens or closes a quotation that extends to
// the neighbouring sentences.
func (f *analyzer) findQuotes() {
	f.hasAttribution, f.unclosed = f.isAttributed(), ""
	q := openQuote{first: -1}
	if f.quotation != "" && len(f.tokens) > 0 && !(f.isQuoteMark(0) && f.tokenAt(1).adjacent) {
		q.first, q.closes = 0, f.quotation
	}
	for i := range f.tokens {
		if f.tokens[i].kind == signToken {
			f.readQuoteMark(&q, i)
		}
	}
	if q.first >= 0 && q.closes != "’" && len(f.tokens)-q.first > 3 {
		f.addQuote(q.first, len(f.tokens))
		f.unclosed = q.closes
	}
}

// readQuoteMark opens or closes a quotation at a sign.
func (f *analyzer) readQuoteMark(q *openQuote, i int) {
	s := f.tokenText(i)
	if q.first >= 0 {
		if q.isClosedBy(s) && !f.isInsideQuote(q, i) {
			f.addQuote(q.first, i+1)
			q.first, q.behind = -1, i+1
		}
		return
	}
	switch {
	case s == "”" && f.opensWithClosingMark(i):
		q.first, q.closes = i, "“”"
	case s == "”", s == "\"" && !f.opensAtStraightQuote(i):
		if i > 0 && f.tokenAt(i-1).kind != numberToken { // after a number it means inches
			f.addQuote(q.behind, i+1)
			q.behind = i + 1
		}
	case f.opensQuote(i):
		q.first, q.closes = i, quotePairs[s]
	}
}

func (q *openQuote) isClosedBy(mark string) bool {
	return mark == q.closes || q.closes == "“”" && (mark == "“" || mark == "”")
}

// isInsideQuote reports whether a closing mark is an apostrophe, or opens a quotation within the open one.
func (f *analyzer) isInsideQuote(q *openQuote, i int) bool {
	s := f.tokenText(i)
	return s == "’" && f.tokenAt(i+1).adjacent && f.tokenAt(i+1).kind == wordToken ||
		s == "\"" && f.opensAtStraightQuote(i) && i-q.first < 2
}

// opensQuote reports whether the mark at token i opens a quotation. » and ‘ may also close one.
func (f *analyzer) opensQuote(i int) bool {
	s := f.tokenText(i)
	return quotePairs[s] != "" && (s != "»" || !f.tokenAt(i).adjacent) && (s != "‘" || !f.tokenAt(i).adjacent)
}

// opensWithClosingMark reports whether ” opens a quotation, as in Swedish, Finnish and Arabic.
func (f *analyzer) opensWithClosingMark(i int) bool {
	return !f.english && (i == 0 || !f.tokenAt(i).adjacent || f.isSign(i-1, ":(")) && f.tokenAt(i+1).adjacent
}

// opensAtStraightQuote decides from the spaces whether a straight mark opens a quotation.
func (f *analyzer) opensAtStraightQuote(i int) bool {
	return i == 0 || !f.tokenAt(i).adjacent || f.isSign(i-1, "([—–") ||
		f.tokenAt(i+1).adjacent && f.tokenAt(i+1).kind != signToken && f.isSign(i-1, ",")
}

// addQuote adds a quotation unless it is a title, or one or two words without an attribution.
func (f *analyzer) addQuote(first, end int) {
	words, capitals, small := 0, 0, 0
	for i := first; i < end; i++ {
		t := f.tokenAt(i)
		if t.kind != wordToken {
			continue
		}
		words++
		capitals += boolToInt(t.capital)
		small += boolToInt(!t.capital && t.entry.classes&function == 0)
		if r, _ := utf8.DecodeRuneInString(f.tokenText(i)); isUnspacedScript(r) { // a word has about two letters
			words += (t.to - t.from) / 2
		} else if !f.english && t.to-t.from > 3 {
			words++
		}
	}
	stops := f.isSign(end-2, ",.!?…。！？，؟") && end-first > 3
	title := f.english && capitals >= 2 && small == 0 && !stops
	if title || words < 3 && !stops && !(words > 0 && f.hasAttribution) {
		return
	}
	f.addMatch(&quoteRule, first, end, Value{})
}

// isAttributed reports whether the sentence attributes a statement to somebody.
func (f *analyzer) isAttributed() bool {
	for i := range f.matches {
		if f.matches[i].rule.kind == Attribution {
			return true
		}
	}
	for i := range f.tokens {
		if f.isOneOf(i, "called", "calls", "calling", "described", "describing", "labelled", "labeled", "dubbed", "branded") {
			return true
		}
	}
	return false
}
