package claim

import "unicode"

var quoteRule = rule{name: "quotation", kind: Quote, why: "a quotation: are these the words, and are they the speaker's?"}

// pairs are the marks that open and close a quotation; of a straight one the spaces tell.
var pairs = map[string]string{"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›", "‘": "’", "\"": "\"", "＂": "＂"}

// quotes finds what stands between quotation marks. One mark alone opens or closes what goes on in the sentences beside.
func (f *finder) quotes() {
	open, closes, behind := -1, "", 0 // behind is where the last quotation ended
	f.spoken = f.attributed()
	for i := range f.tokens {
		t := &f.tokens[i]
		if t.sort != sign {
			continue
		}
		s := f.s[t.start:t.end]
		switch {
		case open >= 0 && s == closes || open >= 0 && closes == "“”" && (s == "“" || s == "”"):
			if s == "’" && f.at(i+1).glued && f.at(i+1).sort == word || s == "\"" && f.opensStraight(i) && i-open < 2 {
				continue
			}
			f.quoted(open, i+1)
			open, behind = -1, i+1
		case open < 0 && (s == "”" || s == "\"" && !f.opensStraight(i)):
			if i > 0 && f.at(i-1).sort != number { // no inches
				f.quoted(behind, i+1)
				behind = i + 1
			}
		case open < 0 && pairs[s] != "" && (s != "»" || !t.glued) && (s != "‘" || !t.glued):
			open, closes = i, pairs[s]
		}
	}
	if open >= 0 && closes != "’" && len(f.tokens)-open > 3 {
		f.quoted(open, len(f.tokens))
	}
}

// opensStraight tells by the spaces which way a straight mark looks.
func (f *finder) opensStraight(i int) bool {
	return i == 0 || !f.at(i).glued || f.sign(i-1, "([—–") || f.at(i+1).glued && f.at(i+1).sort != sign && f.sign(i-1, ",")
}

// quoted adds a quotation unless it is a title, or a word or two that nobody is said to have said.
func (f *finder) quoted(first, end int) {
	words, capitals, small := 0, 0, 0
	for i := first; i < end; i++ {
		t := f.at(i)
		if t.sort != word {
			if r := []rune(f.exact(i)); len(r) > 0 && unicode.In(r[0], unicode.Han) {
				words++
			}
			continue
		}
		words++
		capitals += b2i(t.capital)
		small += b2i(!t.capital && t.known.is&function == 0)
		if !f.english && t.to-t.from > 3 { // a script without spaces between words
			words++
		}
	}
	stops := f.sign(end-2, ",.!?…。！？") && end-first > 3
	title := f.english && capitals >= 2 && small == 0 && !stops
	if title || words < 3 && !stops && !(words > 0 && f.spoken) {
		return
	}
	f.add(&quoteRule, first, end, Value{})
}

// attributed holds where somebody is said to have said something in this sentence.
func (f *finder) attributed() bool {
	for i := range f.found {
		if f.found[i].rule.kind == Attribution {
			return true
		}
	}
	for i := range f.tokens {
		if f.has(i, "called", "calls", "calling", "described", "describing", "labelled", "labeled", "dubbed", "branded") {
			return true
		}
	}
	return false
}
