package sentence

import (
	"strings"
	"unicode"
)

// label numbers an item of a list within one paragraph: "1)", "2.", "b)", "(c)", "3.)". Offsets are bytes.
type label struct {
	at, end int
	number  int // position in the list: 2 for "2." and for "b)"
	form    int // distinguishes lists with different labels
}

// stopForm is the form of figures that end in a full stop only.
const stopForm = 8

// labelForms is the number of forms: figures or letters, with or without an opening bracket, and three
// endings.
const labelForms = 2 * 2 * 3

// maxItems is the longest list that is recognised.
const maxItems = 64

// listState is the state of the lists of a paragraph.
type listState struct {
	expectedNumber [labelForms]int               // the number that continues the list of this form; 0 if there is none
	previousEnd    int                           // the end of the last label
	nextLabelAt    [labelForms][maxItems + 1]int // where that label was last found ahead, or the end of the paragraph
}

// atLabel checks whether the character at i closes the label of a list item. If so, the current sentence
// ends before the label and reading continues after it.
func (c *segmenter) atLabel(s string, i int) (next int, ok bool) {
	l, ok := c.labelEnding(s, i)
	if !ok {
		return i, false
	}
	goesOn := c.items.expectedNumber[l.form] == l.number
	if l.form == stopForm && !c.isPlausibleLabel(s, l) || !goesOn && (!c.startsList(s, l) || !c.hasNextLabel(s, l)) {
		return i, false
	}
	c.items.expectedNumber[l.form], c.items.previousEnd = l.number+1, l.end
	c.listed = true
	if end := trimEnd(s, l.at); l.at > c.sentenceStart && !isBulletOnly(s[c.sentenceStart:end]) && (!goesOn || !continuesList(s[:end])) {
		c.closeAndStart(end, l.at)
	}
	return l.end, true
}

// labelEnding reads back from the closing character of a label, over at most two characters and a bracket.
// Nearly every full stop is ruled out by the first of them.
func (c *segmenter) labelEnding(s string, i int) (label, bool) {
	at := i
	for at > c.para.start && at > i-3 && isLetterOrDigit(s[at-1]) {
		at--
	}
	if at == i || at == i-3 {
		return label{}, false
	}
	if at > c.para.start && s[at-1] == '(' {
		at--
	}
	if at > c.para.start && !isBlank(s[at-1]) {
		return label{}, false
	}
	return labelAt(s, at)
}

// labelAt reads the label that begins at i. A space and text have to follow it.
func labelAt(s string, i int) (label, bool) {
	l := label{at: i}
	if s[i] == '(' {
		i++
		l.form = 1
	}
	from := i
	for i < len(s) && i-from < 2 && s[i] >= '0' && s[i] <= '9' {
		l.number = l.number*10 + int(s[i]-'0')
		i++
	}
	if i == from && i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
		l.number = int(s[i]-'a') + 1
		l.form += 2
		i++
	}
	if i == from || i >= len(s) || l.number >= maxItems || l.number == 0 {
		return l, false
	}
	switch {
	case s[i] == ')':
		i++
	case l.form&1 == 1 || s[i] != '.': // an opening bracket needs a closing one
		return l, false
	case i+1 < len(s) && s[i+1] == ')':
		l.form += 4
		i += 2
	default:
		l.form += 8
		i++
	}
	l.end = i
	return l, i+1 < len(s) && s[i] == ' ' && !isBlank(s[i+1])
}

// isPlausibleLabel reports whether a number with only a full stop may be a label rather than the end of a sentence
// ("on March 3. The") or an ordinal. After a terminator, a colon or a comma it may be one. After another word there are two
// conditions: the previous item is short and has no terminator, and the word does not usually precede a number.
func (c *segmenter) isPlausibleLabel(s string, l label) bool {
	end := trimEnd(s, l.at)
	if end <= c.para.start || end == c.sentenceStart {
		return true
	}
	r, _ := runeBefore(s, end)
	if !startsWord(r) {
		return true
	}
	word := wordBefore(s, c.para.start, end)
	if word == "and" || word == "or" || isBulletOnly(word) {
		return true
	}
	if l.at-c.items.previousEnd > maxBareItem || c.sentenceStart > c.items.previousEnd {
		return false
	}
	next, _ := runeAt(s, skipSpace(s, l.end))
	return !unicode.IsLower(next) && !unicode.IsDigit(r) &&
		!dateNames.contains(word) && !dateWords.contains(word) && !numberIntroducers[strings.ToLower(word)]
}

// maxBareItem is the length, in bytes, of the longest item that has no terminator.
const maxBareItem = 160

// numberIntroducers are words that a number follows in a sentence.
var numberIntroducers = newWordSet("a an the of in on by to at from until till since for with over under than about around only " +
	"just was were is " +
	"no number chapter page section article part phase type channel level round day year week grade class " +
	"route room hall gate episode season " +
	"volume figure table point war top and or are won scored der die das den dem am im vom zum ab bis und le la les du au et el " +
	"los del y de en il di e o do da no den det og och på i w z do na v ve dne")

// startsList reports whether a list begins here: at the start of the paragraph, after a terminator or a
// colon, or after another list. In languages where "3." means "third", it has to start the paragraph.
func (c *segmenter) startsList(s string, l label) bool {
	i := trimEnd(s, l.at)
	if i <= c.para.start {
		return true
	}
	if c.words.ordinals {
		return false
	}
	r, _ := runeBefore(s, i)
	return c.listed || r == ':' || c.words.isStop(r) || isCloser(r)
}

// hasNextLabel looks for the following label, because a list has at least two items. The result is cached,
// so that each distinct label costs one search of the paragraph.
func (c *segmenter) hasNextLabel(s string, l label) bool {
	seen := &c.items.nextLabelAt[l.form][l.number+1]
	if *seen > l.end {
		return *seen < len(s)
	}
	*seen, c.lookedAhead = len(s), true
	needle := labelSpelling(l.number+1, l.form)
	if n := strings.Index(s[l.end:], needle); n >= 0 {
		*seen = l.end + n
	}
	return *seen < len(s)
}

// labelSpellings has every label as it occurs in a text, between spaces.
var labelSpellings = func() (all [labelForms][maxItems + 1]string) {
	for form := range labelForms {
		for n := 1; n <= maxItems; n++ {
			all[form][n] = " " + []string{"", "("}[form&1] + itemNumber(n, form&2 != 0) + []string{")", ".)", "."}[form/4] + " "
		}
	}
	return all
}()

func labelSpelling(number, form int) string { return labelSpellings[form][number] }

func itemNumber(n int, letters bool) string {
	if letters {
		return string(rune('a' + min(n, 26) - 1))
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return string(rune('0'+n/10)) + string(rune('0'+n%10))
}

// continuesList: "(1) the dam, (2) the mill and (3) the bridge" is one sentence.
func continuesList(before string) bool {
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";") || strings.HasSuffix(before, " and") ||
		strings.HasSuffix(before, " or")
}

// isBulletOnly reports whether t is a bullet.
func isBulletOnly(t string) bool {
	switch t {
	case "•", "⁃", "‣", "-", "*", ">":
		return true
	}
	return false
}

// trimEnd returns the end of the text before byte i, without white space.
func trimEnd(s string, i int) int {
	for i > 0 {
		r, size := runeBefore(s, i)
		if !isSpace(r) {
			break
		}
		i -= size
	}
	return i
}
