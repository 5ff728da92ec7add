package write

import (
	"archive/zip"
	"io"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
)

// DOCX is the media type of a Word file (ECMA-376, Office Open XML).
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Printing is who has a copy made, and when.
type Printing struct {
	By   string
	At   time.Time
	Zone *time.Location // the newsroom's
}

// document is a Word file under way: its text and, apart, what is remarked on it.
type document struct {
	body     markup
	comments markup
	printing Printing
	language string // the article's
	right    bool   // the article runs from right to left
	changes  int    // how many tracked changes there are
	signs    bool   // a sign stands somewhere for a character that a Word file cannot hold
}

func newDocument(c models.CheckingCopy, p Printing) *document {
	d := &document{printing: p, language: c.Language, right: text.Direction(c.Language) == "rtl"}
	if d.language == "" {
		d.language = "en"
	}
	return d
}

// when writes a moment on the newsroom's clock.
func (d *document) when(t time.Time) string { return t.In(d.zone()).Format("2 Jan 2006, 15:04") }

// stamp writes a moment as Word keeps it: the clock's time, with a Z whatever the zone is.
func (d *document) stamp(t time.Time) string { return t.In(d.zone()).Format("2006-01-02T15:04:05Z") }

func (d *document) zone() *time.Location {
	if d.printing.Zone == nil {
		return time.UTC
	}
	return d.printing.Zone
}

// wording is how a stretch of text is written.
type wording struct {
	article bool // it is the article's, in its language
	bold    bool
	deleted bool // it is struck out as a tracked change
	typed   bool // a person typed it among the program's own words
	right   bool // its paragraph runs from right to left
}

// ours writes words of the program's own with typed ones among them.
func (d *document) ours(words string, w wording) {
	pieces(words, func(piece string, typed bool) {
		w.typed = typed
		d.run(piece, w)
	})
}

// run writes text: a run for each stretch that runs one way.
func (d *document) run(words string, w wording) {
	d.signs = d.signs || visible(words) != words
	for _, s := range stretches(words, w.right) {
		d.oneWay(s.words, w, s.right)
	}
}

// oneWay writes a run. What stands in its properties stands in the order of the schema.
func (d *document) oneWay(words string, w wording, right bool) {
	m := &d.body
	m.start("w:r")
	m.start("w:rPr")
	if w.typed {
		m.empty("w:rStyle", "w:val", "Typed")
	}
	if w.bold {
		m.empty("w:b")
		m.empty("w:bCs")
	}
	if right {
		m.empty("w:rtl")
	}
	if w.article && d.language != "en" {
		m.empty("w:lang", "w:val", d.language, "w:eastAsia", d.language, "w:bidi", d.language)
	}
	m.end()
	d.letters(words, w.deleted)
	m.end()
}

// lineEnds makes one line end of each kind there is.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// letters writes a run's text. Line breaks and tabs are elements of their own.
func (d *document) letters(words string, deleted bool) {
	name := "w:t"
	if deleted {
		name = "w:delText"
	}
	words = lineEnds.Replace(words)
	for words != "" {
		next := strings.IndexAny(words, "\n\t")
		switch {
		case next == 0 && words[0] == '\t':
			d.body.empty("w:tab")
			words = words[1:]
		case next == 0:
			d.body.empty("w:br")
			words = words[1:]
		default:
			if next < 0 {
				next = len(words)
			}
			d.body.element(name, words[:next], "xml:space", "preserve")
			words = words[next:]
		}
	}
}

// paragraph writes a paragraph of ours in a style; its first words can be bold.
func (d *document) paragraph(style, bold, words string) {
	m := &d.body
	right := runsLeft(words) && bold == ""
	m.start("w:p")
	d.properties(style, right)
	if bold != "" {
		d.ours(bold, wording{bold: true})
	}
	d.ours(words, wording{right: right})
	m.end()
}

// properties are a paragraph's style and direction.
func (d *document) properties(style string, right bool) {
	d.body.start("w:pPr")
	d.body.empty("w:pStyle", "w:val", style)
	if right {
		d.body.empty("w:bidi")
	}
	d.body.end()
}

// comment writes a comment with an id, a paragraph a line. Its place in the text is marked apart.
func (d *document) comment(id int, author string, at time.Time, lines []string) {
	d.comments.start("w:comment", "w:id", strconv.Itoa(id), "w:author", author, "w:date", d.stamp(at), "w:initials", initials(author))
	d.comments.buf.WriteString(d.apart(func() {
		for i, line := range lines {
			d.line(line, i == 0)
		}
	}))
	d.comments.end()
}

// line writes a line of a comment. The first one holds Word's own sign of the comment.
func (d *document) line(words string, first bool) {
	right := runsLeft(words)
	d.body.start("w:p")
	d.properties("CommentText", right)
	if first {
		d.body.start("w:r")
		d.body.start("w:rPr")
		d.body.empty("w:rStyle", "w:val", "CommentReference")
		d.body.end()
		d.body.empty("w:annotationRef")
		d.body.end()
	}
	d.ours(words, wording{right: right, bold: first})
	d.body.end()
}

// apart gives what is written meanwhile, for another part of the file than its text.
func (d *document) apart(write func()) string {
	body := d.body
	d.body = markup{}
	write()
	written := d.body.buf.String()
	d.body = body
	return written
}

// initials are the first letters of a name's first words.
func initials(name string) string {
	var first []rune
	for _, word := range strings.Fields(name) {
		if len(first) < 3 {
			first = append(first, []rune(word)[0])
		}
	}
	return string(first)
}

// send writes the file: the parts that never change, and those of this document.
func (d *document) send(w io.Writer, title, kind string) error {
	parts := zip.NewWriter(w)
	for _, part := range append(d.parts(title, kind), fixedParts...) {
		file, err := parts.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(file, xmlHead+part.content); err != nil {
			return err
		}
	}
	return parts.Close()
}
