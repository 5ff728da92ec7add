package read

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placedLine is a line and its page.
type placedLine struct {
	pdfLine
	page int
}

// joinPages joins the lines of all pages into paragraphs. A line starts a new paragraph if its size, its position or its first letters
// indicate one. joinPages sets Text, Hints and Links.
func joinPages(pages []pdfPage) Document {
	lines, furniture := removeFurniture(pages)
	g := measureLines(lines)
	w := pdfWriter{words: collectWords(lines)}
	for i, line := range lines {
		switch {
		case i > 0 && isDropCap(lines[i-1], line):
			w.write(line.pdfLine)
		case i > 0 && g.continuesParagraph(i):
			w.appendLine(line.pdfLine)
		default:
			w.startParagraph(line.pdfLine, g.region(line))
		}
	}
	d := w.document()
	d.Omitted = furniture
	return d
}

// isDropCap reports whether a line continues a word whose first letter is as high as several lines.
func isDropCap(before, line placedLine) bool {
	return utf8.RuneCountInString(before.Text) == 1 && unicode.IsUpper([]rune(before.Text)[0]) && before.page == line.page &&
		before.fontSize() > 1.6*line.fontSize() && line.Left >= before.Left && line.Bottom < before.Top && line.Top > before.Bottom &&
		startsLower(line.Text)
}

// continuesParagraph reports whether a line continues the paragraph of the previous one.
func (g pageMetrics) continuesParagraph(i int) bool {
	before, line := g.lines[i-1], g.lines[i]
	size := line.fontSize()
	down := before.Bottom - line.Bottom
	leading := g.leading[i]
	if leading == 0 {
		leading = 1.25 * size
	}
	full := !g.endsEarly(i-1, line)
	switch {
	case math.Abs(before.fontSize()-size) > 0.15*max(size, before.fontSize()), startsItem(before, line):
		return false
	case before.page != line.page, down < -size:
		return !endsSentence(before.Text) && (startsLower(line.Text) || full)
	case down < size/2:
		return true // next to it
	case !endsSentence(before.Text) && startsLower(line.Text) && full && down < 1.6*leading:
		return true
	case down > 1.3*leading:
		return false
	case isIndented(before, line):
		return full && g.isHanging(i)
	case g.endsHanging(i):
		return false
	}
	if endsSentence(before.Text) {
		return full
	}
	return startsLower(line.Text) || g.emptyShare(i-1) < 0.4
}

// isHanging reports whether a line is the second one of a paragraph with an outdented first line. The next line must begin at the same
// position.
func (g pageMetrics) isHanging(i int) bool {
	if i+1 >= len(g.lines) {
		return !endsSentence(g.lines[i-1].Text)
	}
	before, line, next := g.lines[i-1], g.lines[i], g.lines[i+1]
	if !isBelow(line, next) {
		return !endsSentence(before.Text)
	}
	indent := edge(line) - edge(before)
	switch {
	case math.Abs(edge(next)-edge(line)) < 2:
		return true
	case math.Abs(edge(next)-edge(before)) < 2: // a paragraph of two lines, or the first line of one that is indented
		return !endsSentence(before.Text) && (i < 2 || !isBelow(g.lines[i-2], before) || math.Abs(edge(g.lines[i-2])-edge(before)-indent) < 2)
	}
	return false
}

// endsHanging reports whether a line is outdented, after paragraphs with outdented first lines.
func (g pageMetrics) endsHanging(i int) bool {
	before, line := g.lines[i-1], g.lines[i]
	outdent := edge(before) - edge(line)
	if isRightToLeft(line.Text) {
		outdent = -outdent
	}
	if outdent < 0.7*line.fontSize() || !isBelow(before, line) || i < 2 || !isBelow(g.lines[i-2], before) {
		return false
	}
	first := i - 1
	for first > 0 && isBelow(g.lines[first-1], g.lines[first]) && math.Abs(edge(g.lines[first])-edge(before)) < 2 {
		first--
	}
	return math.Abs(edge(g.lines[first])-edge(line)) < 2 && i-1-first >= 1 && g.isHanging(first+1) && !g.startsIndented(first)
}

// startsIndented reports whether the line before a line is the start of a usual paragraph that ends with the line.
func (g pageMetrics) startsIndented(i int) bool {
	return i > 0 && isBelow(g.lines[i-1], g.lines[i]) && math.Abs(edge(g.lines[i-1])-edge(g.lines[i])) < 2
}

// edge returns where a line begins: its left side, or its right one if it runs from right to left.
func edge(line placedLine) float64 {
	if isRightToLeft(line.Text) {
		return line.Right
	}
	return line.Left
}

// endsEarly reports whether the first word of the next line would have fitted into a line. The line was then ended on purpose.
func (g pageMetrics) endsEarly(i int, next placedLine) bool {
	letters := utf8.RuneCountInString(next.Text)
	first, _, _ := strings.Cut(next.Text, " ")
	need := float64(utf8.RuneCountInString(first)+1) * (next.Right - next.Left) / float64(max(letters, 1))
	return g.emptyShare(i)*(g.reach[i].right-g.reach[i].left) > 1.1*need+0.2*next.fontSize()
}

// emptyShare returns the share of its column that a line leaves empty at its end, from 0 to 1.
func (g pageMetrics) emptyShare(i int) float64 {
	line, reach := g.lines[i], g.reach[i]
	width := max(reach.right-reach.left, 1)
	if isRightToLeft(line.Text) {
		return max(0, line.Left-reach.left) / width
	}
	return max(0, reach.right-line.Right) / width
}

// isIndented reports whether a line is indented relative to the previous one, like the first of a
// paragraph. Text after a list's bullet and centred lines do not count.
func isIndented(before, line placedLine) bool {
	size := line.fontSize()
	if isBullet(before.Text) || isNumbered(before.Text) || math.Abs((before.Left+before.Right)-(line.Left+line.Right)) < 2 {
		return false
	}
	if isRightToLeft(line.Text) {
		return before.Right-line.Right > 0.7*size
	}
	return line.Left-before.Left > 0.7*size
}

// startsItem reports whether a line begins a list item. Numbers and dashes also occur at the beginning of
// lines by chance.
func startsItem(before, line placedLine) bool {
	if isBullet(line.Text) {
		return true
	}
	return isNumbered(line.Text) && (endsSentence(before.Text) || isNumbered(before.Text) || line.Left < before.Left-line.fontSize()/2)
}

func isBullet(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("•◦‣▪▫●○■□\uF0B7", r)
}

// isNumbered matches "1. ", "12) ", "– " and "- ".
func isNumbered(s string) bool {
	if strings.HasPrefix(s, "– ") || strings.HasPrefix(s, "- ") {
		return true
	}
	rest := strings.TrimLeft(s, "0123456789")
	n := len(s) - len(rest)
	return n > 0 && n < 3 && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") "))
}

// region returns the region of a paragraph from its first line, or "" for plain text.
func (g pageMetrics) region(line placedLine) string {
	switch {
	case isBullet(line.Text):
		return "list"
	case line.fontSize() > 1.15*g.body:
		return "headline"
	}
	return ""
}

// endsSentence looks before closing quotation marks and brackets.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "”“’»›\"')] ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。！？؟۔؛", r)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// isRightToLeft decides by the majority of letters, because a line may begin with a foreign name.
func isRightToLeft(s string) bool {
	right, left := 0, 0
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
		case unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko):
			right++
		default:
			left++
		}
	}
	return right > left
}
