package sentence

import "strings"

// label numbers an item of a list that runs on within one paragraph: "1)", "2.", "b)", "(c)", "3.)". In bytes.
type label struct {
	at, end int
	number  int // its place in the list: 2 for "2." and for "b)"
	form    int // tells lists of different looks apart
}

// labelForms is how many looks there are: figures or letters, a bracket before or none, and what closes.
const labelForms = 2 * 2 * 3

// maxItems is the longest list that is told by its labels.
const maxItems = 64

// listState is what is known of the lists of a paragraph.
type listState struct {
	expectedNumber [labelForms]int               // the number that goes on with the list of this look; 0 where there is none
	nextLabelAt    [labelForms][maxItems + 1]int // where that label was last seen ahead, or the paragraph's end
}

// atLabel looks, at the character at i that may close a label, whether an item of a list begins with it; then the
// sentence in hand ends before the label, and reading goes on behind it.
func (c *segmenter) atLabel(s string, i int) (next int, ok bool) {
	l, ok := c.labelEnding(s, i)
	if !ok {
		return i, false
	}
	goesOn := c.items.expectedNumber[l.form] == l.number
	if !goesOn && (!c.startsList(s, l) || !c.hasNextLabel(s, l)) {
		return i, false
	}
	c.items.expectedNumber[l.form] = l.number + 1
	c.listed = true
	if end := trimEnd(s, l.at); l.at > c.sentenceStart && !isBulletOnly(s[c.sentenceStart:end]) && (!goesOn || !continuesList(s[:end])) {
		c.closeAndStart(end, l.at)
	}
	return l.end, true
}

// labelEnding reads back from what may close a label, over two characters and a bracket at most: nearly every stop is
// told from a label by the first of them.
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

// labelAt reads the label that begins at i; something has to follow it after a space.
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
	case l.form&1 == 1 || s[i] != '.': // an open bracket is closed by one
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

// startsList: a list begins with the paragraph, behind a stop or a colon, or behind another list. Where "3." is third it
// has to be the paragraph that begins with it.
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

// hasNextLabel looks for the label that would follow: a list has two items at least. What was found is kept, so that all
// the labels of a paragraph together read it as often as there are different ones, and no more.
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

// labelSpellings holds every label as it stands in a text, between blanks.
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
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";") || strings.HasSuffix(before, " and") || strings.HasSuffix(before, " or")
}

// isBulletOnly holds for the sign that stands before an item, alone.
func isBulletOnly(t string) bool {
	switch t {
	case "•", "⁃", "‣", "-", "*", ">":
		return true
	}
	return false
}

// trimEnd is the end of what stands before byte i, without white space.
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
