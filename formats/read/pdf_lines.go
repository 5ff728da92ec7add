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

// pageMetrics are a document's measures, in points.
type pageMetrics struct {
	lines   []placedLine
	body    float64           // the size of most letters
	leading []float64         // the usual distance between lines around each line; 0 if unknown
	reach   []horizontalRange // the extent of the column around each line
}

// columnKey is a strip of a page, 20 points wide, in which lines of a size begin (or end, if they run from right to
// left).
type columnKey struct {
	page, strip int
	fromRight   bool
	size        float64
}

type horizontalRange struct{ left, right float64 }

// roundSize rounds a size to half a point, because fonts' boxes differ by less from line to line.
func roundSize(size float64) float64 { return math.Round(size*2) / 2 }

func measureLines(lines []placedLine) pageMetrics {
	g := pageMetrics{lines: lines, leading: make([]float64, len(lines)), reach: make([]horizontalRange, len(lines))}
	letters := map[float64]int{}
	for _, line := range lines {
		size := roundSize(line.fontSize())
		letters[size] += len(line.Text)
		if letters[size] > letters[g.body] {
			g.body = size
		}
	}
	g.measureLeading()
	g.measureReach()
	return g
}

// leadingWindow is how many distances around a line decide which is usual: parts of a document have their own.
const leadingWindow = 8

// measureLeading finds the usual distance between the lines around each line. It is not the median: in a text of short
// paragraphs most distances are those between paragraphs.
func (g *pageMetrics) measureLeading() {
	type step struct {
		line int
		down float64
	}
	steps := map[float64][]step{}
	for i := 1; i < len(g.lines); i++ {
		size := roundSize(g.lines[i].fontSize())
		if g.lines[i-1].page != g.lines[i].page || roundSize(g.lines[i-1].fontSize()) != size {
			continue
		}
		if down := g.lines[i-1].Bottom - g.lines[i].Bottom; down > size/2 && down < 2.5*size {
			steps[size] = append(steps[size], step{i, down})
		}
	}
	at := map[float64]int{}
	for i, line := range g.lines {
		size := roundSize(line.fontSize())
		near := steps[size]
		if len(near) == 0 {
			continue
		}
		for at[size] < len(near)-1 && near[at[size]].line < i {
			at[size]++
		}
		from, to := max(0, at[size]-leadingWindow), min(len(near), at[size]+leadingWindow+1)
		downs := make([]float64, 0, to-from)
		for _, s := range near[from:to] {
			downs = append(downs, s.down)
		}
		slices.Sort(downs)
		g.leading[i] = downs[len(downs)/5]
	}
}

// measureReach finds the extent of the column around each line: that of the lines that follow one another without a
// gap, or of all lines of that size that begin at about the same position, if those are few. So a headline over several
// columns does not make the first of them wider.
func (g *pageMetrics) measureReach() {
	strips := map[columnKey]horizontalRange{}
	for _, line := range g.lines {
		key := newColumnKey(line)
		if e, known := strips[key]; known {
			strips[key] = horizontalRange{min(e.left, line.Left), max(e.right, line.Right)}
		} else {
			strips[key] = horizontalRange{line.Left, line.Right}
		}
	}
	for from := 0; from < len(g.lines); {
		to := from + 1
		for to < len(g.lines) && isBelow(g.lines[to-1], g.lines[to]) {
			to++
		}
		block, certain := blockRange(g.lines[from:to])
		for i := from; i < to; i++ {
			g.reach[i] = block
			if !certain {
				g.reach[i] = stripRange(strips, g.lines[i], block)
			}
		}
		from = to
	}
}

// isBelow reports whether a line is directly below another in the same column.
func isBelow(before, line placedLine) bool {
	size := line.fontSize()
	down := before.Bottom - line.Bottom
	return before.page == line.page && math.Abs(before.fontSize()-size) <= 0.15*max(size, before.fontSize()) && down > -size/2 &&
		down < 2.5*size &&
		line.Left < before.Right && before.Left < line.Right && isRightToLeft(before.Text) == isRightToLeft(line.Text)
}

// minBlockLines is how many lines show the width of their column.
const minBlockLines = 4

// blockRange returns the extent of lines below one another, without a single one that is much wider than all others.
func blockRange(lines []placedLine) (reach horizontalRange, certain bool) {
	lefts, rights := make([]float64, len(lines)), make([]float64, len(lines))
	for i, line := range lines {
		lefts[i], rights[i] = line.Left, line.Right
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	reach = horizontalRange{lefts[0], rights[len(rights)-1]}
	if len(lines) < minBlockLines {
		return reach, false
	}
	slack := 0.12 * (reach.right - reach.left)
	if second := rights[len(rights)-2]; reach.right-second > slack && !isRightToLeft(lines[0].Text) {
		reach.right = second
	}
	if second := lefts[1]; second-reach.left > slack && isRightToLeft(lines[0].Text) {
		reach.left = second
	}
	return reach, true
}

// stripRange returns the extent of the lines of a line's size that begin at about the same position.
func stripRange(strips map[columnKey]horizontalRange, line placedLine, reach horizontalRange) horizontalRange {
	at := newColumnKey(line)
	for strip := at.strip - 1; strip <= at.strip+1; strip++ {
		near := at
		near.strip = strip
		if e, known := strips[near]; known {
			reach = horizontalRange{min(reach.left, e.left), max(reach.right, e.right)}
		}
	}
	return reach
}

func newColumnKey(line placedLine) columnKey {
	if isRightToLeft(line.Text) {
		return columnKey{line.page, int(line.Right / 20), true, roundSize(line.fontSize())}
	}
	return columnKey{line.page, int(line.Left / 20), false, roundSize(line.fontSize())}
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

// isHanging reports whether a line is the second of a paragraph whose first line is outdented: the next one begins
// where it does.
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

// endsHanging reports whether a line is outdented from paragraphs whose first lines are.
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

// endsEarly reports whether the first word of the next line would have fitted behind a line, which means that the line
// was ended on purpose.
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

// pdfWriter builds the text from paragraphs.
type pdfWriter struct {
	text  []rune
	hints []Hint
	links []Link
	words map[string]bool // the words that are not broken at a line end
	open  Hint            // the open paragraph
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
func (w *pdfWriter) joinAcrossLines(next rune, line string) (drop, space bool) {
	last, prior := w.last(1), w.last(2)
	switch {
	case last == '\u00AD':
		return true, false
	case last == '-' || last == '\u2010':
		if unicode.IsLetter(prior) && unicode.IsLetter(next) {
			return unicode.IsLower(next) && w.isBrokenWord(w.lastWord(), firstWord(line)), false
		}
		return false, !unicode.IsLetter(prior) && !unicode.IsDigit(prior)
	case last == '—':
		return false, prior == ' '
	case isUnspaced(last) && isUnspaced(next):
		return false, false
	}
	return false, true
}

// hyphenPrefixes are words that usually keep the hyphen behind them.
var hyphenPrefixes = map[string]bool{"non": true, "ex": true, "self": true, "anti": true, "co": true, "pro": true, "vice": true,
	"mid": true, "semi": true, "post": true,
	"pre": true, "multi": true, "well": true, "so": true, "long": true, "short": true, "high": true, "low": true, "half": true,
	"all": true, "cross": true,
	"ultra": true, "quasi": true, "then": true, "old": true, "new": true, "full": true, "part": true, "two": true, "three": true,
	"four": true, "e": true}

// isBrokenWord reports whether two parts around a hyphen at the end of a line are one word. The rest of the document
// decides: it has the word whole, or with its hyphen, or both parts as words of their own, which makes a compound. If it
// has none of these, the word is taken to be broken, as most are.
func (w *pdfWriter) isBrokenWord(first, second string) bool {
	first, second = strings.ToLower(first), strings.ToLower(second)
	switch {
	case w.words[first+second]:
		return true
	case w.words[first+"-"+second], w.words[first+"\u2010"+second], hyphenPrefixes[first]:
		return false
	case utf8.RuneCountInString(second) < 2:
		return false
	}
	return !(w.words[first] && w.words[second])
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

// collectWords returns the words of the lines in lower case, without those that a line end may have broken. A word with
// hyphens is one, and so is each of its parts in another line.
func collectWords(lines []placedLine) map[string]bool {
	known := map[string]bool{}
	for i, line := range lines {
		words := strings.FieldsFunc(
			line.Text,
			func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\u2010' && r != '\u00AD' },
		)
		for n, word := range words {
			if n == 0 && i > 0 && endsInHyphen(lines[i-1].Text) || n == len(words)-1 && endsInHyphen(line.Text) {
				continue
			}
			known[strings.ToLower(word)] = true
		}
	}
	return known
}

func endsInHyphen(s string) bool {
	return strings.HasSuffix(s, "-") || strings.HasSuffix(s, "\u2010") || strings.HasSuffix(s, "\u00AD")
}
