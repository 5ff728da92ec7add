package claim

import "strings"

// Figures that are part of a name are no numbers to check. isNamedFigure recognises them.

// indexNames are words before the figure of a stock index or a list, in lower case.
const indexNames = " p s&p ftse nasdaq dow cac dax mdax nikkei russell stoxx asx kospi " +
	"csi topix tsx ibex aex omx smi bel mib nifty sensex fortune forbes global inc wilshire "

// streetNouns end the name of a street.
const streetNouns = " street st road rd avenue ave lane drive boulevard blvd way place terrace crescent court square row parkway highway "

// isNamedFigure reports whether the number from token i to end is part of a name: "the S&P 500", "10 Downing
// Street", "10-year notes", "787 jets".
func (f *analyzer) isNamedFigure(i, end int) bool {
	if f.tokenAt(i).kind != numberToken {
		return false
	}
	before := f.tokenAt(i - 1)
	if before.kind == wordToken && before.capital && f.isIn(i-1, indexNames) && f.tokenAt(i).number.dots == 0 {
		return true
	}
	return f.isHouseNumber(i, end) || f.isBondTerm(end) || f.isModelNumber(i, end)
}

// isIn reports whether token i is a word of a list with spaces around each word.
func (f *analyzer) isIn(i int, list string) bool {
	return strings.Contains(list, " "+strings.ToLower(f.tokenText(i))+" ")
}

// isHouseNumber: "10 Downing Street", "221B Baker Street".
func (f *analyzer) isHouseNumber(i, end int) bool {
	if end != i+1 || f.tokenAt(i).number.dots > 0 {
		return false
	}
	at := end
	if f.tokenAt(at).adjacent && f.tokenAt(at).allCapitals {
		at++
	}
	for n := at; n < at+4 && f.tokenAt(n).capital; n++ {
		if n > at && f.isIn(n, streetNouns) {
			return true
		}
	}
	return false
}

// isBondTerm: the "-year notes" of "10-year notes".
func (f *analyzer) isBondTerm(end int) bool {
	if !f.isHyphen(end) || !f.hasClass(end+1, timeUnit) {
		return false
	}
	for n := end + 2; n < end+5; n++ {
		if f.isIn(n, " note notes bond bonds treasury treasuries yield yields gilt gilts bund bunds bill bills debt paper ") {
			return true
		}
	}
	return false
}

// isModelNumber: "787 jets", and a figure behind the name of a product.
func (f *analyzer) isModelNumber(i, end int) bool {
	n, whole := f.integerBetween(i, 707, 787)
	return whole && n%10 == 7 && n/100 == 7 && f.isIn(end, " jet jets plane planes aircraft airliner airliners max dreamliner dreamliners ")
}
