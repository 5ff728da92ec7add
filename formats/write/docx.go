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

// PrintInfo is who has a copy made, and when.
type PrintInfo struct {
	By   string
	At   time.Time
	Zone *time.Location // the newsroom's
}

// document is a Word file under way: its text and, apart, what is remarked on it.
type document struct {
	body            markup
	comments        markup
	printInfo       PrintInfo
	language        string // the article's
	rtl             bool   // the article runs from right to left
	changes         int    // how many tracked changes there are
	hasPlaceholders bool   // a sign stands somewhere for a character that a Word file cannot hold
}

func newDocument(c models.CheckingCopy, p PrintInfo) *document {
	d := &document{printInfo: p, language: c.Language, rtl: text.Direction(c.Language) == "rtl"}
	if d.language == "" {
		d.language = "en"
	}
	return d
}

// formatTime writes a moment on the newsroom's clock.
func (d *document) formatTime(t time.Time) string { return t.In(d.zone()).Format("2 Jan 2006, 15:04") }

// wordTimestamp writes a moment as Word keeps it: the clock's time, with a Z whatever the zone is.
func (d *document) wordTimestamp(t time.Time) string {
	return t.In(d.zone()).Format("2006-01-02T15:04:05Z")
}

func (d *document) zone() *time.Location {
	if d.printInfo.Zone == nil {
		return time.UTC
	}
	return d.printInfo.Zone
}

// runStyle is how a stretch of text is written.
type runStyle struct {
	article bool // it is the article's, in its language
	bold    bool
	deleted bool // it is struck out as a tracked change
	typed   bool // a person typed it among the program's own words
	rtl     bool // its paragraph runs from right to left
}

// writeOwn writes words of the program's own with typed ones among them.
func (d *document) writeOwn(words string, w runStyle) {
	splitTyped(words, func(piece string, typed bool) {
		w.typed = typed
		d.writeRun(piece, w)
	})
}

// writeRun writes text: a run for each stretch that runs one way.
func (d *document) writeRun(words string, w runStyle) {
	d.hasPlaceholders = d.hasPlaceholders || replaceInvalid(words) != words
	for _, s := range directionRuns(words, w.rtl) {
		d.writeDirectionRun(s.words, w, s.rtl)
	}
}

// writeDirectionRun writes a run. What stands in its properties stands in the order of the schema.
func (d *document) writeDirectionRun(words string, w runStyle, right bool) {
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
	d.writeRunText(words, w.deleted)
	m.end()
}

// lineEnds makes one line end of each kind there is.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// writeRunText writes a run's text. Line breaks and tabs are elements of their own.
func (d *document) writeRunText(words string, deleted bool) {
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

// writeParagraph writes a paragraph of ours in a style; its first words can be bold.
func (d *document) writeParagraph(style, bold, words string) {
	m := &d.body
	right := startsRightToLeft(words) && bold == ""
	m.start("w:p")
	d.writeParagraphProperties(style, right)
	if bold != "" {
		d.writeOwn(bold, runStyle{bold: true})
	}
	d.writeOwn(words, runStyle{rtl: right})
	m.end()
}

// writeParagraphProperties are a paragraph's style and direction.
func (d *document) writeParagraphProperties(style string, right bool) {
	d.body.start("w:pPr")
	d.body.empty("w:pStyle", "w:val", style)
	if right {
		d.body.empty("w:bidi")
	}
	d.body.end()
}

// writeComment writes a comment with an id, a paragraph a line. Its place in the text is marked apart.
func (d *document) writeComment(id int, author string, at time.Time, lines []string) {
	d.comments.start("w:comment", "w:id", strconv.Itoa(id), "w:author", author, "w:date", d.wordTimestamp(at), "w:initials", initials(author))
	d.comments.buf.WriteString(d.captureBody(func() {
		for i, line := range lines {
			d.writeCommentLine(line, i == 0)
		}
	}))
	d.comments.end()
}

// writeCommentLine writes a line of a comment. The first one holds Word's own sign of the comment.
func (d *document) writeCommentLine(words string, first bool) {
	right := startsRightToLeft(words)
	d.body.start("w:p")
	d.writeParagraphProperties("CommentText", right)
	if first {
		d.body.start("w:r")
		d.body.start("w:rPr")
		d.body.empty("w:rStyle", "w:val", "CommentReference")
		d.body.end()
		d.body.empty("w:annotationRef")
		d.body.end()
	}
	d.writeOwn(words, runStyle{rtl: right, bold: first})
	d.body.end()
}

// captureBody gives what is written meanwhile, for another part of the file than its text.
func (d *document) captureBody(write func()) string {
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

// writeFile writes the file: the parts that never change, and those of this document.
func (d *document) writeFile(w io.Writer, title, kind string) error {
	parts := zip.NewWriter(w)
	for _, part := range append(d.variableParts(title, kind), fixedParts...) {
		file, err := parts.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(file, xmlDeclaration+part.content); err != nil {
			return err
		}
	}
	return parts.Close()
}
