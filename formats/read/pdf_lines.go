package read

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// placedLine is a line and its page.
type placedLine struct {
	pdfLine
	page int
}

// joinPages joins the lines of all pages into paragraphs. A line continues the paragraph unless its size,
// its position or its first letters show that something new begins. It sets Text, Hints and Links.
func joinPages(pages []pdfPage) Document {
	lines := removeFurniture(pages)
	g := measureLines(lines)
	w := pdfWriter{unbrokenWords: collectUnbrokenWords(lines)}
	for i, line := range lines {
		if i > 0 && g.continuesParagraph(lines[i-1], line) {
			w.appendLine(line.pdfLine)
			continue
		}
		w.startParagraph(line.pdfLine, g.region(line))
	}
	return w.document()
}

// pageMetrics are a document's usual measures, in points.
type pageMetrics struct {
	body    float64             // the size of most letters
	leading map[float64]float64 // distance between lines, by size
	columns map[columnKey]horizontalRange
}

// columnKey is a strip of a page, 20 points wide, in which lines begin (or end, if they run from right to
// left).
type columnKey struct {
	page, strip int
	fromRight   bool
}

type horizontalRange struct{ left, right float64 }

// roundSize rounds a size to half a point, because fonts' boxes differ by less from line to line.
func roundSize(size float64) float64 { return math.Round(size*2) / 2 }

func measureLines(lines []placedLine) pageMetrics {
	g := pageMetrics{leading: map[float64]float64{}, columns: map[columnKey]horizontalRange{}}
	letters, steps := map[float64]int{}, map[float64][]float64{}
	for i, line := range lines {
		size := roundSize(line.fontSize())
		letters[size] += len(line.Text)
		if letters[size] > letters[g.body] {
			g.body = size
		}
		g.addLine(line)
		if i == 0 || lines[i-1].page != line.page || roundSize(lines[i-1].fontSize()) != size {
			continue
		}
		if step := lines[i-1].Bottom - line.Bottom; step > size/2 && step < 2.5*size {
			steps[size] = append(steps[size], step)
		}
	}
	for size, s := range steps {
		slices.Sort(s)
		g.leading[size] = s[len(s)/5] // not the median: in a text of short paragraphs most distances are those between paragraphs
	}
	return g
}

// addLine records the extent of a line in its column.
func (g *pageMetrics) addLine(line placedLine) {
	at := newColumnKey(line)
	e, known := g.columns[at]
	if !known {
		e = horizontalRange{line.Left, line.Right}
	}
	g.columns[at] = horizontalRange{min(e.left, line.Left), max(e.right, line.Right)}
}

func newColumnKey(line placedLine) columnKey {
	if isRightToLeft(line.Text) {
		return columnKey{line.page, int(line.Right / 20), true}
	}
	return columnKey{line.page, int(line.Left / 20), false}
}

// continuesParagraph reports whether a line continues the paragraph of the previous one.
func (g pageMetrics) continuesParagraph(before, line placedLine) bool {
	size := line.fontSize()
	down := before.Bottom - line.Bottom
	leading, measured := g.leading[roundSize(size)]
	if !measured {
		leading = 1.25 * size
	}
	switch {
	case math.Abs(before.fontSize()-size) > 0.15*max(size, before.fontSize()), startsItem(before, line):
		return false
	case before.page != line.page, down < -size:
		return !endsSentence(before.Text) && (startsLower(line.Text) || !g.endsEarly(before, line))
	case down < size/2:
		return true // next to it
	case down > 1.3*leading, isIndented(before, line):
		return false
	}
	if endsSentence(before.Text) {
		return !g.endsEarly(before, line)
	}
	return startsLower(line.Text) || g.emptyShare(before) < 0.4
}

// endsEarly reports whether the first word of the next line would have fitted, which means that the line
// was ended on purpose.
func (g pageMetrics) endsEarly(before, line placedLine) bool {
	letters := utf8.RuneCountInString(line.Text)
	first, _, _ := strings.Cut(line.Text, " ")
	need := float64(utf8.RuneCountInString(first)+1) * (line.Right - line.Left) / float64(max(letters, 1))
	reach := g.columnReach(before)
	return g.emptyShare(before)*(reach.right-reach.left) > need
}

// emptyShare returns the share of its column that a line leaves empty at its end, from 0 to 1.
func (g pageMetrics) emptyShare(line placedLine) float64 {
	reach := g.columnReach(line)
	width := max(reach.right-reach.left, 1)
	if newColumnKey(line).fromRight {
		return (line.Left - reach.left) / width
	}
	return (reach.right - line.Right) / width
}

// columnReach returns the extent of the lines that begin at about the same position.
func (g pageMetrics) columnReach(line placedLine) horizontalRange {
	reach := horizontalRange{line.Left, line.Right}
	at := newColumnKey(line)
	for strip := at.strip - 1; strip <= at.strip+1; strip++ {
		if e, known := g.columns[columnKey{at.page, strip, at.fromRight}]; known {
			reach = horizontalRange{min(reach.left, e.left), max(reach.right, e.right)}
		}
	}
	return reach
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

// pdfWriter builds the text from paragraphs.
type pdfWriter struct {
	text          []rune
	hints         []Hint
	links         []Link
	unbrokenWords map[string]bool
	open          Hint // the open paragraph
}

func (w *pdfWriter) startParagraph(line pdfLine, region string) {
	w.endParagraph()
	if len(w.text) > 0 {
		w.text = append(w.text, '\n', '\n')
	}
	w.open = Hint{Span: text.Span{Start: len(w.text)}, Region: region}
	w.write(line)
}

// maxHeadlineLen is in code points. Large text that is longer is a lead or a quotation, not a headline.
const maxHeadlineLen = 250

func (w *pdfWriter) endParagraph() {
	w.open.End = len(w.text)
	if w.open.Region == "" || w.open.Region == "headline" && w.open.Len() > maxHeadlineLen {
		return
	}
	w.hints = append(w.hints, w.open)
}

// appendLine appends a line to the previous one, with the right separator.
func (w *pdfWriter) appendLine(line pdfLine) {
	next, _ := utf8.DecodeRuneInString(line.Text)
	drop, space := w.joinAcrossLines(next, line.Text)
	if drop {
		w.text = w.text[:len(w.text)-1]
		for i := len(w.links) - 1; i >= 0 && w.links[i].End > len(w.text); i-- {
			w.links[i].End = len(w.text)
		}
	}
	if space {
		w.text = append(w.text, ' ')
	}
	w.write(line)
}

// joinAcrossLines decides whether the hyphen at the end of a line is dropped, and whether a space is added.
// A hyphen is dropped only if its character occurs at line ends alone, or if the document contains the
// whole word elsewhere: "re-\nform" is ambiguous, and Linecheck does not guess.
func (w *pdfWriter) joinAcrossLines(next rune, line string) (drop, space bool) {
	last, prior := w.last(1), w.last(2)
	switch {
	case last == '\u00AD':
		return true, false
	case last == '-' || last == '\u2010':
		if unicode.IsLetter(prior) && unicode.IsLetter(next) {
			return w.unbrokenWords[strings.ToLower(w.lastWord()+firstWord(line))], false
		}
		return false, !unicode.IsLetter(prior) && !unicode.IsDigit(prior)
	case last == '—':
		return false, prior == ' '
	case isUnspaced(last) && isUnspaced(next):
		return false, false
	}
	return false, true
}

// last returns the n-th letter from the end of the open paragraph.
func (w *pdfWriter) last(n int) rune {
	if len(w.text)-n < w.open.Start {
		return ' '
	}
	return w.text[len(w.text)-n]
}

// lastWord returns the word before the hyphen at the end.
func (w *pdfWriter) lastWord() string {
	end := len(w.text) - 1
	start := end
	for start > w.open.Start && unicode.IsLetter(w.text[start-1]) {
		start--
	}
	return string(w.text[start:end])
}

func firstWord(s string) string {
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		return s[:end]
	}
	return s
}

// isUnspaced reports whether a letter belongs to a language without spaces between words.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		r >= 0x3000 && r <= 0x303F ||
		r >= 0xFF00 && r <= 0xFF60
}

func (w *pdfWriter) write(line pdfLine) {
	base := len(w.text)
	w.text = append(w.text, []rune(line.Text)...)
	for _, link := range line.Links {
		link.Start, link.End = base+link.Start, base+link.End
		if n := len(w.links); n > 0 && w.links[n-1].Address == link.Address && w.links[n-1].Start >= w.open.Start &&
			link.Start-w.links[n-1].End <= 1 {
			w.links[n-1].End = link.End // continues from the previous line
			continue
		}
		w.links = append(w.links, link)
	}
}

func (w *pdfWriter) document() Document {
	w.endParagraph()
	return Document{Text: string(w.text), Hints: w.hints, Links: slices.DeleteFunc(w.links, func(l Link) bool { return l.Empty() })}
}

// collectUnbrokenWords returns the words that are not split across lines, in lower case.
func collectUnbrokenWords(lines []placedLine) map[string]bool {
	known := map[string]bool{}
	for _, line := range lines {
		words := strings.FieldsFunc(
			line.Text,
			func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\u2010' && r != '\u00AD' },
		)
		for _, word := range words {
			known[strings.ToLower(word)] = true
		}
	}
	return known
}
