package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Widths in columns. A Chinese character counts as two.
const (
	maxHeadline = 160 // longer than any headline, shorter than most paragraphs
	maxLabel    = 100 // bylines and date lines are shorter
	maxKicker   = 40  // a kicker is a word or three
	maxDeck     = 250 // a standfirst of whole sentences above the byline
	maxHeadings = 3   // a headline, a second deck and a subtitle; the next line is body
)

// classifyRegions sets the region of each paragraph in one pass. Kicker, headline, byline and dateline may
// be above the body, in any order; captions, lists and quote boxes may be anywhere. In doubt a paragraph is
// body.
func classifyRegions(s string, paras []paragraph) {
	a := regionPass{s: s, paras: paras, searchesLeft: maxSearches}
	a.inFront = len(paras) > 1 && a.hasBodyText()
	for i := range paras {
		region := a.regionByShape(i)
		if region == "" && a.inFront {
			region = a.regionAtFront(i)
		}
		if region == "" {
			region = Body
		}
		paras[i].region = region
		a.recordParagraph(i)
	}
}

// regionPass is the state of the pass.
type regionPass struct {
	s              string
	paras          []paragraph
	inFront        bool   // labels may still come: the body has not begun, or only with a standfirst
	headings       int    // number of headlines so far
	copyParagraphs int    // number of body paragraphs so far
	previousMarker marker // of the paragraph above
	searchesLeft   int    // remaining searches for the words of a pull quote
}

// text returns paragraph i without direction marks, or "" if i is out of range.
func (a *regionPass) text(i int) string {
	if i < 0 || i >= len(a.paras) {
		return ""
	}
	t := a.s[a.paras[i].start:a.paras[i].end]
	if first, last := t[0], t[len(t)-1]; first == 0xE2 || first == 0xEF || last >= utf8.RuneSelf {
		return trimDirectionMarks(t)
	}
	return t
}

// recordParagraph counts paragraph i. The first body paragraph ends the front, unless it may be a
// standfirst.
func (a *regionPass) recordParagraph(i int) {
	switch a.paras[i].region {
	case Headline:
		a.headings++
	case Body:
		if a.inFront && isBodyText(a.text(i)) {
			a.copyParagraphs++
			a.inFront = a.copyParagraphs == 1 && displayWidth(a.text(i), maxDeck) <= maxDeck
		}
	}
}

// hasBodyText reports whether any paragraph reads like body text. Without one, short lines are not
// headlines.
func (a *regionPass) hasBodyText() bool {
	for i := range a.paras {
		if isBodyText(a.text(i)) {
			return true
		}
	}
	return false
}

// isBodyText reports whether t is longer than any headline, or a sentence of more than a few words.
func isBodyText(t string) bool {
	return isWiderThan(t, maxHeadline) || isWiderThan(t, maxKicker) && endsInStop(t) && !endsInLetters(t)
}

// isWiderThan reports whether t is wider than n columns. Usually its length in bytes already decides,
// especially if it begins with a Latin letter.
func isWiderThan(t string, n int) bool {
	return len(t) > n && (len(t) > 4*n || len(t) > 2*n && isLatin(t[0]) || displayWidth(t, n) > n)
}

// regionByShape recognises regions by their own shape or their neighbours.
func (a *regionPass) regionByShape(i int) Region {
	t := a.text(i)
	switch {
	case a.isItem(i):
		return List
	case t[0] == '>' && hasWord(t) || a.isPullQuote(i) || a.isAttribution(i):
		return QuoteBox
	case t[0] == '#' && isMarkdownHeading(t):
		return Headline
	case isCaption(t) || a.isAboveCredit(i) || a.isAboveCredit(i-1):
		return Caption
	case isLabelledDate(t):
		return Dateline
	case isCredits(t):
		return Byline
	}
	return ""
}

// regionAtFront recognises regions above the body. Below a standfirst only unambiguous ones count.
func (a *regionPass) regionAtFront(i int) Region {
	t := a.text(i)
	if !hasLetter(t) && !hasDigit(t) {
		return "" // a separator line
	}
	switch {
	case isByline(t):
		return Byline
	case (isDateline(t) || isReadingTime(t)) && (a.copyParagraphs == 0 || a.isBesideByline(i)):
		return Dateline
	case dateLabels.contains(t) && isDateline(a.text(i+1)):
		return Dateline // "Published", with the date on the next line
	case a.headings > 0 && a.copyParagraphs == 0 && dateNames.contains(t):
		return Dateline // "Today"
	case a.copyParagraphs > 0:
		return ""
	case a.headings > 0 && a.isSignature(i):
		return Byline
	case a.isKicker(i):
		return Kicker
	case a.headings < maxHeadings && isHeadline(t, a.headings):
		return Headline
	}
	return ""
}

// isBesideByline reports whether a date is next to a byline or another date, which makes it the dateline. A
// date alone below the first body paragraph may belong to a chronology.
func (a *regionPass) isBesideByline(i int) bool {
	return i > 0 && (a.paras[i-1].region == Byline || a.paras[i-1].region == Dateline) || i+1 < len(a.paras) && isByline(a.text(i+1))
}

// isHeadline matches a short line with letters and without a full stop. Only the first headline may end
// with a question or exclamation mark. A subhead within the body is body: it is checked all the same, and a
// line without a full stop may be anything there.
func isHeadline(t string, headings int) bool {
	if isWiderThan(t, maxHeadline) || !hasLetter(t) || containsAddress(t) || isFigure(t) || isNumbered(t) || isLowerCase(t) ||
		pageFurniture.contains(t) ||
		headings > 0 && isSection(t) {
		return false
	}
	switch end := t[len(t)-1]; end {
	case ':', ',', ';':
		return false // a salutation, or the introduction of a list
	case '?', '!':
		return headings == 0
	}
	return !endsInStop(t) || endsInLetters(t) || headings == 0 && hasAnySuffix(t, "？", "！", "؟")
}

// isLowerCase reports whether a line begins in lower case, as no headline does except with words like
// "iPhone".
func isLowerCase(t string) bool {
	word, _, _ := nextWord(t, 0)
	word = strings.TrimLeft(word, "'’-")
	return word != "" && startsInLowerCase(word) && strings.IndexFunc(word, unicode.IsUpper) < 0
}

// containsAddress reports whether a line contains a web or email address, as no headline does.
func containsAddress(t string) bool {
	return strings.Contains(t, "://") || strings.Contains(t, "www.") || strings.IndexByte(t, '@') >= 0
}

// isFigure matches "2,032 km", which is a table cell.
func isFigure(t string) bool {
	return t[0] >= '0' && t[0] <= '9' && len(t) < maxKicker && strings.Count(t, " ") < 2 && !isWiderThan(t, maxKicker/2)
}

// isNumbered matches "News code: 12345".
func isNumbered(t string) bool {
	i := strings.LastIndex(t, ": ")
	return i > 0 && !hasLetter(t[i:]) && hasDigit(t[i:])
}

// isMarkdownHeading matches "## What comes next", but not the hashtag "#flood".
func isMarkdownHeading(t string) bool {
	rest := strings.TrimLeft(t, "#")
	return len(t)-len(rest) <= 6 && strings.HasPrefix(rest, " ") && hasLetter(rest)
}

// isKicker matches a section's name, a short line in capitals, or a place with a colon, directly above a
// headline.
func (a *regionPass) isKicker(i int) bool {
	t := a.text(i)
	if a.headings > 0 || isWiderThan(t, maxKicker) || endsInStop(t) || !(allCapitals(t) || isSection(t) || isTopic(t)) {
		return false
	}
	next := i + 1
	for next < len(a.paras) && isLabel(a.text(next)) && !isByline(a.text(next)) {
		next++ // there may be a date between them
	}
	return next < len(a.paras) && isHeadline(a.text(next), 0) && a.isPlainParagraph(next)
}

// isPlainParagraph reports whether paragraph i is neither a label nor recognised by its shape.
func (a *regionPass) isPlainParagraph(i int) bool {
	t := a.text(i)
	return !isLabel(t) && !isCaption(t) && t[0] != '>' && parseMarker(t).style == noMarker
}

// isLabel matches a byline, a dateline or a reading time.
func isLabel(t string) bool {
	return isByline(t) || isLabelledDate(t) || isDateline(t) || isReadingTime(t)
}

// isTopic matches "Afghanistan:" or "South Sudan :".
func isTopic(t string) bool {
	topic, found := strings.CutSuffix(t, ":")
	if !found {
		topic, found = strings.CutSuffix(t, "：")
	}
	return found && countFields(topic) <= 3 && capitalFirst(topic)
}

// isSection matches names of a newspaper's sections, or one followed by a separator: "Opinion | The
// Editors".
func isSection(t string) bool {
	if inner, found := strings.CutPrefix(t, "【"); found && strings.HasSuffix(inner, "】") {
		return true
	}
	part, rest := t, ""
	if i := strings.IndexAny(t, "|/›»>·•｜"); i > 0 {
		part, rest = t[:i], t[i:]
	}
	return sectionNames.contains(strings.TrimSpace(part)) && (rest == "" || countFields(rest) <= 6)
}
