package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The widths are in columns: a Chinese character counts as two.
const (
	longHeadline = 160 // longer than any headline, shorter than most paragraphs
	longLabel    = 100 // bylines and date lines are shorter
	longKicker   = 40  // a kicker is a word or three
	longDeck     = 250 // a standfirst of whole sentences, above the byline
	mostHeadings = 3   // a headline, its second deck and a subtitle; what follows is copy
)

// classify names the region of each paragraph in one pass. What stands above the copy may be kicker, headline, byline or
// date line, in any order; captions, lists and quote boxes may stand anywhere. In doubt a paragraph is body.
func classify(s string, paras []para) {
	a := article{s: s, paras: paras, searches: mostSearches}
	a.front = len(paras) > 1 && a.hasCopy()
	for i := range paras {
		region := a.anywhere(i)
		if region == "" && a.front {
			region = a.atFront(i)
		}
		if region == "" {
			region = Body
		}
		paras[i].region = region
		a.passed(i)
	}
}

// article is what the pass knows of the text so far.
type article struct {
	s        string
	paras    []para
	front    bool   // labels may still come: the copy has not begun, or only with a standfirst
	headings int    // headlines so far
	copied   int    // paragraphs of copy so far
	item     marker // of the paragraph above
	searches int    // how many more times the text may be searched for the words of a pull quote
}

// text is paragraph i without marks of direction, or "" beyond the ends.
func (a *article) text(i int) string {
	if i < 0 || i >= len(a.paras) {
		return ""
	}
	t := a.s[a.paras[i].start:a.paras[i].end]
	if first, last := t[0], t[len(t)-1]; first == 0xE2 || first == 0xEF || last >= utf8.RuneSelf {
		return bare(t)
	}
	return t
}

// passed counts paragraph i, and closes the front behind the copy's first paragraph unless that may be a standfirst.
func (a *article) passed(i int) {
	switch a.paras[i].region {
	case Headline:
		a.headings++
	case Body:
		if a.front && isCopy(a.text(i)) {
			a.copied++
			a.front = a.copied == 1 && columns(a.text(i), longDeck) <= longDeck
		}
	}
}

// hasCopy reports whether any paragraph reads as an article's text: without one, short lines are not its headline.
func (a *article) hasCopy() bool {
	for i := range a.paras {
		if isCopy(a.text(i)) {
			return true
		}
	}
	return false
}

// isCopy: longer than any headline, or a sentence longer than a word or three.
func isCopy(t string) bool {
	return longer(t, longHeadline) || longer(t, longKicker) && closed(t) && !endsInLetters(t)
}

// longer reports whether t is wider than n columns; mostly its bytes tell, the more so where a Latin letter begins it.
func longer(t string, n int) bool {
	return len(t) > n && (len(t) > 4*n || len(t) > 2*n && isLatin(t[0]) || columns(t, n) > n)
}

// anywhere names the regions that are known by their own shape or by their neighbours.
func (a *article) anywhere(i int) Region {
	t := a.text(i)
	switch {
	case a.isItem(i):
		return List
	case t[0] == '>' && hasWord(t) || a.isPullQuote(i) || a.isAttribution(i):
		return QuoteBox
	case t[0] == '#' && isMarkdownHeading(t):
		return Headline
	case isCaption(t) || a.standsOverCredit(i) || a.standsOverCredit(i-1):
		return Caption
	case isLabelledDate(t):
		return Dateline
	case isCredits(t):
		return Byline
	}
	return ""
}

// atFront names what may stand above the copy. Below a standfirst only what is sure may stand.
func (a *article) atFront(i int) Region {
	t := a.text(i)
	if !hasLetter(t) && !hasDigit(t) {
		return "" // a rule between the parts
	}
	switch {
	case isByline(t):
		return Byline
	case (isDateline(t) || isReadingTime(t)) && (a.copied == 0 || a.besideByline(i)):
		return Dateline
	case dateLabels.holds(t) && isDateline(a.text(i+1)):
		return Dateline // "Published", and the date on the next line
	case a.headings > 0 && a.copied == 0 && dateNames.holds(t):
		return Dateline // "Today"
	case a.copied > 0:
		return ""
	case a.headings > 0 && a.isSignature(i):
		return Byline
	case a.isKicker(i):
		return Kicker
	case a.headings < mostHeadings && isHeadline(t, a.headings):
		return Headline
	}
	return ""
}

// besideByline: a date alone below the copy's first paragraph may be an entry of a chronicle; beside a byline or another date it
// is the date line.
func (a *article) besideByline(i int) bool {
	return i > 0 && (a.paras[i-1].region == Byline || a.paras[i-1].region == Dateline) || i+1 < len(a.paras) && isByline(a.text(i+1))
}

// isHeadline: short, with letters in it, and without a full stop. Only the first may ask or shout. A subhead within the copy
// is body: a reviewer checks it all the same, and a line without a stop may be anything there.
func isHeadline(t string, headings int) bool {
	if longer(t, longHeadline) || !hasLetter(t) || isAddressed(t) || isFigure(t) || isNumbered(t) || isLowerCase(t) || furniture.holds(t) || headings > 0 && isSection(t) {
		return false
	}
	switch end := t[len(t)-1]; end {
	case ':', ',', ';':
		return false // a salutation, or what leads to a list
	case '?', '!':
		return headings == 0
	}
	return !closed(t) || endsInLetters(t) || headings == 0 && hasAnySuffix(t, "？", "！", "؟")
}

// isLowerCase: a headline begins with a capital, unless with the likes of "iPhone".
func isLowerCase(t string) bool {
	word, _, _ := nextWord(t, 0)
	word = strings.TrimLeft(word, "'’-")
	return word != "" && lowerFirst(word) && strings.IndexFunc(word, unicode.IsUpper) < 0
}

// isAddressed: a web or mail address has no place in a headline.
func isAddressed(t string) bool {
	return strings.Contains(t, "://") || strings.Contains(t, "www.") || strings.IndexByte(t, '@') >= 0
}

// isFigure: "2,032 km" is a cell of a table.
func isFigure(t string) bool {
	return t[0] >= '0' && t[0] <= '9' && len(t) < longKicker && strings.Count(t, " ") < 2 && !longer(t, longKicker/2)
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
func (a *article) isKicker(i int) bool {
	t := a.text(i)
	if a.headings > 0 || longer(t, longKicker) || closed(t) || !(allCapitals(t) || isSection(t) || isTopic(t)) {
		return false
	}
	next := i + 1
	for next < len(a.paras) && isLabel(a.text(next)) && !isByline(a.text(next)) {
		next++ // a date may stand between them
	}
	return next < len(a.paras) && isHeadline(a.text(next), 0) && a.anywhereElse(next)
}

// anywhereElse reports whether paragraph i is neither a label nor known by its own shape.
func (a *article) anywhereElse(i int) bool {
	t := a.text(i)
	return !isLabel(t) && !isCaption(t) && t[0] != '>' && markerOf(t).style == noItem
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
	return found && fields(topic) <= 3 && capitalFirst(topic)
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
	return sections.holds(strings.TrimSpace(part)) && (rest == "" || fields(rest) <= 6)
}
