package claim

import "unicode"

var quoteRule = rule{name: "quotation", kind: Quote, why: "a quotation: are these the words, and are they the speaker's?"}

// quotePairs maps opening to closing quotation marks. The spaces around a straight mark show which it is.
var quotePairs = map[string]string{"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›", "‘": "’", "\"": "\"", "＂": "＂"}

// findQuotes finds text between quotation marks. A single mark opens or closes a quotation that extends to
// the neighbouring sentences.
func (f *analyzer) findQuotes() {
	open, closes, behind := -1, "", 0 // behind is the end of the last quotation
	f.hasAttribution = f.isAttributed()
	for i := range f.tokens {
		t := &f.tokens[i]
		if t.kind != signToken {
			continue
		}
		s := f.s[t.start:t.end]
		switch {
		case open >= 0 && s == closes || open >= 0 && closes == "“”" && (s == "“" || s == "”"):
			if s == "’" && f.tokenAt(i+1).adjacent && f.tokenAt(i+1).kind == wordToken ||
				s == "\"" && f.opensAtStraightQuote(i) && i-open < 2 {
				continue
			}
			f.addQuote(open, i+1)
			open, behind = -1, i+1
		case open < 0 && (s == "”" || s == "\"" && !f.opensAtStraightQuote(i)):
			if i > 0 && f.tokenAt(i-1).kind != numberToken { // after a number it means inches
				f.addQuote(behind, i+1)
				behind = i + 1
			}
		case open < 0 && quotePairs[s] != "" && (s != "»" || !t.adjacent) && (s != "‘" || !t.adjacent):
			open, closes = i, quotePairs[s]
		}
	}
	if open >= 0 && closes != "’" && len(f.tokens)-open > 3 {
		f.addQuote(open, len(f.tokens))
	}
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
			if r := []rune(f.tokenText(i)); len(r) > 0 && unicode.In(r[0], unicode.Han) {
				words++
			}
			continue
		}
		words++
		capitals += boolToInt(t.capital)
		small += boolToInt(!t.capital && t.entry.classes&function == 0)
		if !f.english && t.to-t.from > 3 { // a script without spaces between words
			words++
		}
	}
	stops := f.isSign(end-2, ",.!?…。！？") && end-first > 3
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
