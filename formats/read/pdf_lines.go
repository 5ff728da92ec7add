package read

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// A placedLine is a line and the page it stands on.
type placedLine struct {
	pdfLine
	page int
}

// joinPages puts the lines of all pages together into paragraphs: a line goes on where the one before it left off unless its size, its place or its
// first letters say that something new begins. Text, Hints and Links are what it sets.
func joinPages(pages []pdfPage) Document {
	lines := furnished(pages)
	g := gauged(lines)
	w := pdfWriter{known: wholeWords(lines)}
	for i, line := range lines {
		if i > 0 && g.goesOn(lines[i-1], line) {
			w.carryOn(line.pdfLine)
			continue
		}
		w.begin(line.pdfLine, g.region(line))
	}
	return w.document()
}

// A gauge knows a document's usual measures, in points.
type gauge struct {
	body    float64             // the size that most letters have
	leading map[float64]float64 // from one line to the next, by size
	columns map[column]edges
}

// A column is a strip of a page, 20 points wide, in which lines begin (or end, where they run from right to left).
type column struct {
	page, strip int
	fromRight   bool
}

type edges struct{ left, right float64 }

// rounded is a size to half a point: fonts' boxes differ by less from line to line.
func rounded(size float64) float64 { return math.Round(size*2) / 2 }

func gauged(lines []placedLine) gauge {
	g := gauge{leading: map[float64]float64{}, columns: map[column]edges{}}
	letters, steps := map[float64]int{}, map[float64][]float64{}
	for i, line := range lines {
		size := rounded(line.size())
		letters[size] += len(line.Text)
		if letters[size] > letters[g.body] {
			g.body = size
		}
		g.widen(line)
		if i == 0 || lines[i-1].page != line.page || rounded(lines[i-1].size()) != size {
			continue
		}
		if step := lines[i-1].Bottom - line.Bottom; step > size/2 && step < 2.5*size {
			steps[size] = append(steps[size], step)
		}
	}
	for size, s := range steps {
		slices.Sort(s)
		g.leading[size] = s[len(s)/5] // not the middle: in a text of short paragraphs most steps are those between paragraphs
	}
	return g
}

// widen notes how far a line reaches in its column.
func (g *gauge) widen(line placedLine) {
	at := columnOf(line)
	e, known := g.columns[at]
	if !known {
		e = edges{line.Left, line.Right}
	}
	g.columns[at] = edges{min(e.left, line.Left), max(e.right, line.Right)}
}

func columnOf(line placedLine) column {
	if rightToLeft(line.Text) {
		return column{line.page, int(line.Right / 20), true}
	}
	return column{line.page, int(line.Left / 20), false}
}

// goesOn tells whether a line belongs to the paragraph of the one before it.
func (g gauge) goesOn(before, line placedLine) bool {
	size := line.size()
	down := before.Bottom - line.Bottom
	leading, measured := g.leading[rounded(size)]
	if !measured {
		leading = 1.25 * size
	}
	switch {
	case math.Abs(before.size()-size) > 0.15*max(size, before.size()), startsItem(before, line):
		return false
	case before.page != line.page, down < -size:
		return !endsSentence(before.Text) && (startsLower(line.Text) || !g.leavesRoom(before, line))
	case down < size/2:
		return true // beside it
	case down > 1.3*leading, indented(before, line):
		return false
	}
	if endsSentence(before.Text) {
		return !g.leavesRoom(before, line)
	}
	return startsLower(line.Text) || g.room(before) < 0.4
}

// leavesRoom tells whether the next line's first word would have fitted at the end of a line: then it was ended on purpose.
func (g gauge) leavesRoom(before, line placedLine) bool {
	letters := utf8.RuneCountInString(line.Text)
	first, _, _ := strings.Cut(line.Text, " ")
	need := float64(utf8.RuneCountInString(first)+1) * (line.Right - line.Left) / float64(max(letters, 1))
	reach := g.reach(before)
	return g.room(before)*(reach.right-reach.left) > need
}

// room is how much of its column a line leaves empty at its end: 0 for nothing, 1 for all.
func (g gauge) room(line placedLine) float64 {
	reach := g.reach(line)
	width := max(reach.right-reach.left, 1)
	if columnOf(line).fromRight {
		return (line.Left - reach.left) / width
	}
	return (reach.right - line.Right) / width
}

// reach is how far the lines go that begin where a line does, or a little to either side.
func (g gauge) reach(line placedLine) edges {
	reach := edges{line.Left, line.Right}
	at := columnOf(line)
	for strip := at.strip - 1; strip <= at.strip+1; strip++ {
		if e, known := g.columns[column{at.page, strip, at.fromRight}]; known {
			reach = edges{min(reach.left, e.left), max(reach.right, e.right)}
		}
	}
	return reach
}

// indented tells whether a line is set in from the one before, as the first of a paragraph is. One that is set in from a list's bullet is not, nor is
// one that is centred.
func indented(before, line placedLine) bool {
	size := line.size()
	if bullet(before.Text) || numbered(before.Text) || math.Abs((before.Left+before.Right)-(line.Left+line.Right)) < 2 {
		return false
	}
	if rightToLeft(line.Text) {
		return before.Right-line.Right > 0.7*size
	}
	return line.Left-before.Left > 0.7*size
}

// startsItem tells whether a line begins an item of a list. Numbers and dashes also stand at the beginning of lines by chance.
func startsItem(before, line placedLine) bool {
	if bullet(line.Text) {
		return true
	}
	return numbered(line.Text) && (endsSentence(before.Text) || numbered(before.Text) || line.Left < before.Left-line.size()/2)
}

func bullet(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("•◦‣▪▫●○■□\uF0B7", r)
}

// numbered holds for "1. ", "12) ", "– " and "- ".
func numbered(s string) bool {
	if strings.HasPrefix(s, "– ") || strings.HasPrefix(s, "- ") {
		return true
	}
	rest := strings.TrimLeft(s, "0123456789")
	n := len(s) - len(rest)
	return n > 0 && n < 3 && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") "))
}

// region is what a line that begins a paragraph says of it; "" where it is text like any other.
func (g gauge) region(line placedLine) string {
	switch {
	case bullet(line.Text):
		return "list"
	case line.size() > 1.15*g.body:
		return "headline"
	}
	return ""
}

// endsSentence looks behind closing quotation marks and brackets.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "”“’»›\"')] ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。！？؟۔؛", r)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// rightToLeft goes by most of the letters: a line may begin with a foreign name.
func rightToLeft(s string) bool {
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

// A pdfWriter writes lines down as paragraphs.
type pdfWriter struct {
	text  []rune
	hints []Hint
	links []Link
	known map[string]bool
	open  Hint // the paragraph that is being written
}

func (w *pdfWriter) begin(line pdfLine, region string) {
	w.finish()
	if len(w.text) > 0 {
		w.text = append(w.text, '\n', '\n')
	}
	w.open = Hint{Span: text.Span{Start: len(w.text)}, Region: region}
	w.write(line)
}

// longestHeadline is in code points. What is larger than the rest and longer than this is a lead or a quotation, not a headline.
const longestHeadline = 250

func (w *pdfWriter) finish() {
	w.open.End = len(w.text)
	if w.open.Region == "" || w.open.Region == "headline" && w.open.Len() > longestHeadline {
		return
	}
	w.hints = append(w.hints, w.open)
}

// carryOn writes a line behind the one before, with what belongs between the two.
func (w *pdfWriter) carryOn(line pdfLine) {
	next, _ := utf8.DecodeRuneInString(line.Text)
	drop, space := w.between(next, line.Text)
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

// between decides about the end of a line: whether its last letter, a hyphen, goes, and whether a space comes. A hyphen goes only where it is one that
// shows at line ends alone, or where the document has the whole word elsewhere: "re-\nform" may be either, and what stood there is not ours to guess.
func (w *pdfWriter) between(next rune, line string) (drop, space bool) {
	last, prior := w.last(1), w.last(2)
	switch {
	case last == '\u00AD':
		return true, false
	case last == '-' || last == '\u2010':
		if unicode.IsLetter(prior) && unicode.IsLetter(next) {
			return w.known[strings.ToLower(w.lastWord()+firstWord(line))], false
		}
		return false, !unicode.IsLetter(prior) && !unicode.IsDigit(prior)
	case last == '—':
		return false, prior == ' '
	case spaceless(last) && spaceless(next):
		return false, false
	}
	return false, true
}

// last is the n-th letter from the end of the open paragraph.
func (w *pdfWriter) last(n int) rune {
	if len(w.text)-n < w.open.Start {
		return ' '
	}
	return w.text[len(w.text)-n]
}

// lastWord is the word before the hyphen at the end.
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

// spaceless holds for the letters of languages that put no spaces between words.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}

func (w *pdfWriter) write(line pdfLine) {
	base := len(w.text)
	w.text = append(w.text, []rune(line.Text)...)
	for _, link := range line.Links {
		link.Start, link.End = base+link.Start, base+link.End
		if n := len(w.links); n > 0 && w.links[n-1].Address == link.Address && w.links[n-1].Start >= w.open.Start && link.Start-w.links[n-1].End <= 1 {
			w.links[n-1].End = link.End // it goes on from the line before
			continue
		}
		w.links = append(w.links, link)
	}
}

func (w *pdfWriter) document() Document {
	w.finish()
	return Document{Text: string(w.text), Hints: w.hints, Links: slices.DeleteFunc(w.links, func(l Link) bool { return l.Empty() })}
}

// wholeWords are the words that stand whole within lines, in small letters.
func wholeWords(lines []placedLine) map[string]bool {
	known := map[string]bool{}
	for _, line := range lines {
		words := strings.FieldsFunc(line.Text, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\u2010' && r != '\u00AD' })
		for _, word := range words {
			known[strings.ToLower(word)] = true
		}
	}
	return known
}
