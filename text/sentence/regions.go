package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The widths are in columns: a Chinese character counts as two.
const (
	maxHeadline = 160 // longer than any headline, shorter than most paragraphs
	maxLabel    = 100 // bylines and date lines are shorter
	maxKicker   = 40  // a kicker is a word or three
	maxDeck     = 250 // a standfirst of whole sentences, above the byline
	maxHeadings = 3   // a headline, its second deck and a subtitle; what follows is copy
)

// classifyRegions names the region of each paragraph in one pass. What stands above the copy may be kicker, headline, byline or
// date line, in any order; captions, lists and quote boxes may stand anywhere. In doubt a paragraph is body.
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

// regionPass is what the pass knows of the text so far.
type regionPass struct {
	s              string
	paras          []paragraph
	inFront        bool   // labels may still come: the copy has not begun, or only with a standfirst
	headings       int    // headlines so far
	copyParagraphs int    // paragraphs of copy so far
	previousMarker marker // of the paragraph above
	searchesLeft   int    // how many more times the text may be searched for the words of a pull quote
}

// text is paragraph i without marks of direction, or "" beyond the ends.
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

// recordParagraph counts paragraph i, and closes the front behind the copy's first paragraph unless that may be a standfirst.
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

// hasBodyText reports whether any paragraph reads as an article's text: without one, short lines are not its headline.
func (a *regionPass) hasBodyText() bool {
	for i := range a.paras {
		if isBodyText(a.text(i)) {
			return true
		}
	}
	return false
}

// isBodyText: longer than any headline, or a sentence longer than a word or three.
func isBodyText(t string) bool {
	return isWiderThan(t, maxHeadline) || isWiderThan(t, maxKicker) && endsInStop(t) && !endsInLetters(t)
}

// isWiderThan reports whether t is wider than n columns; mostly its bytes tell, the more so where a Latin letter begins it.
func isWiderThan(t string, n int) bool {
	return len(t) > n && (len(t) > 4*n || len(t) > 2*n && isLatin(t[0]) || displayWidth(t, n) > n)
}

// regionByShape names the regions that are known by their own shape or by their neighbours.
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

// regionAtFront names what may stand above the copy. Below a standfirst only what is sure may stand.
func (a *regionPass) regionAtFront(i int) Region {
	t := a.text(i)
	if !hasLetter(t) && !hasDigit(t) {
		return "" // a rule between the parts
	}
	switch {
	case isByline(t):
		return Byline
	case (isDateline(t) || isReadingTime(t)) && (a.copyParagraphs == 0 || a.isBesideByline(i)):
		return Dateline
	case dateLabels.contains(t) && isDateline(a.text(i+1)):
		return Dateline // "Published", and the date on the next line
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

// isBesideByline: a date alone below the copy's first paragraph may be an entry of a chronicle; beside a byline or another date it
// is the date line.
func (a *regionPass) isBesideByline(i int) bool {
	return i > 0 && (a.paras[i-1].region == Byline || a.paras[i-1].region == Dateline) || i+1 < len(a.paras) && isByline(a.text(i+1))
}

// isHeadline: short, with letters in it, and without a full stop. Only the first may ask or shout. A subhead within the copy
// is body: a reviewer checks it all the same, and a line without a stop may be anything there.
func isHeadline(t string, headings int) bool {
	if isWiderThan(t, maxHeadline) || !hasLetter(t) || containsAddress(t) || isFigure(t) || isNumbered(t) || isLowerCase(t) ||
		pageFurniture.contains(t) ||
		headings > 0 && isSection(t) {
		return false
	}
	switch end := t[len(t)-1]; end {
	case ':', ',', ';':
		return false // a salutation, or what leads to a list
	case '?', '!':
		return headings == 0
	}
	return !endsInStop(t) || endsInLetters(t) || headings == 0 && hasAnySuffix(t, "？", "！", "؟")
}

// isLowerCase: a headline begins with a capital, unless with the likes of "iPhone".
func isLowerCase(t string) bool {
	word, _, _ := nextWord(t, 0)
	word = strings.TrimLeft(word, "'’-")
	return word != "" && startsInLowerCase(word) && strings.IndexFunc(word, unicode.IsUpper) < 0
}

// containsAddress: a web or mail address has no place in a headline.
func containsAddress(t string) bool {
	return strings.Contains(t, "://") || strings.Contains(t, "www.") || strings.IndexByte(t, '@') >= 0
}

// isFigure: "2,032 km" is a cell of a table.
func isFigure(t string) bool {
	return t[0] >= '0' && t[0] <= '9' && len(t) < maxKicker && strings.Count(t, " ") < 2 && !isWiderThan(t, maxKicker/2)
}

// isNumbered: "News code: 12345".
func isNumbered(t string) bool {
	i := strings.LastIndex(t, ": ")
	return i > 0 && !hasLetter(t[i:]) && hasDigit(t[i:])
}

// isMarkdownHeading: "## What comes next"; "#flood" is a topic.
func isMarkdownHeading(t string) bool {
	rest := strings.TrimLeft(t, "#")
	return len(t)-len(rest) <= 6 && strings.HasPrefix(rest, " ") && hasLetter(rest)
}

// isKicker: a section's name, a short line all in capitals, or a place with a colon, right above a headline.
func (a *regionPass) isKicker(i int) bool {
	t := a.text(i)
	if a.headings > 0 || isWiderThan(t, maxKicker) || endsInStop(t) || !(allCapitals(t) || isSection(t) || isTopic(t)) {
		return false
	}
	next := i + 1
	for next < len(a.paras) && isLabel(a.text(next)) && !isByline(a.text(next)) {
		next++ // a date may stand between them
	}
	return next < len(a.paras) && isHeadline(a.text(next), 0) && a.isPlainParagraph(next)
}

// isPlainParagraph reports whether paragraph i is neither a label nor known by its own shape.
func (a *regionPass) isPlainParagraph(i int) bool {
	t := a.text(i)
	return !isLabel(t) && !isCaption(t) && t[0] != '>' && parseMarker(t).style == noMarker
}

// isLabel: a byline, or a line of date or reading time.
func isLabel(t string) bool {
	return isByline(t) || isLabelledDate(t) || isDateline(t) || isReadingTime(t)
}

// isTopic: "Afghanistan:" or "South Sudan :".
func isTopic(t string) bool {
	topic, found := strings.CutSuffix(t, ":")
	if !found {
		topic, found = strings.CutSuffix(t, "：")
	}
	return found && countFields(topic) <= 3 && capitalFirst(topic)
}

// isSection: each part is the name of a newspaper's section, or the first is and a mark stands behind it: "Opinion | The Editors".
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
