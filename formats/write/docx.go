package write

import (
	"archive/zip"
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
)

// DOCX is the media type of a Word file (ECMA-376, Office Open XML).
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// PrintInfo says who makes a copy, when, and in which language.
type PrintInfo struct {
	By       string
	At       time.Time
	Zone     *time.Location   // the newsroom's time zone
	Messages *message.Printer // the language of the copy's own words; nil: English
}

// document is a Word file being written: its text and, separately, its comments.
type document struct {
	body            markup
	comments        markup
	printInfo       PrintInfo
	messages        *message.Printer
	language        string // the article's language
	rtl             bool   // the article runs from right to left
	changes         int    // number of tracked changes
	hasPlaceholders bool   // the text has a stand-in for a character that a Word file cannot contain
}

func newDocument(c models.CheckingCopy, p PrintInfo) *document {
	d := &document{printInfo: p, messages: cmp.Or(p.Messages, message.English), language: c.Language, rtl: text.Direction(c.Language) == "rtl"}
	if d.language == "" {
		d.language = "en"
	}
	return d
}

// say writes a message in the language of the person who makes the copy.
func (d *document) say(key message.Key, args ...any) string { return d.messages.Say(key, args...) }

// sayText writes a message that models returned.
func (d *document) sayText(t message.Text) string { return d.messages.Text(t) }

// wordOf writes a status, kind, role or another value of a fixed list.
func wordOf[T ~string](d *document, value T) string { return d.say(models.WordKey(string(value))) }

// formatTime formats a time in the newsroom's time zone.
func (d *document) formatTime(t time.Time) string {
	return d.messages.Time(t.In(d.zone()), "2 Jan 2006, 15:04")
}

// wordTimestamp formats a time as Word does: local time, with a Z in any zone.
func (d *document) wordTimestamp(t time.Time) string {
	return t.In(d.zone()).Format("2006-01-02T15:04:05Z")
}

func (d *document) zone() *time.Location {
	if d.printInfo.Zone == nil {
		return time.UTC
	}
	return d.printInfo.Zone
}

// runStyle is the style of a run of text.
type runStyle struct {
	article bool // article text, in its language
	bold    bool
	deleted bool // deleted by a tracked change
	typed   bool // user text among the program's own words
	rtl     bool // in a right-to-left paragraph
}

// writeOwn writes the program's own words, with marked user text among them.
func (d *document) writeOwn(words string, w runStyle) {
	splitTyped(words, func(piece string, typed bool) {
		w.typed = typed
		d.writeRun(piece, w)
	})
}

// writeRun writes text as one run for each direction.
func (d *document) writeRun(words string, w runStyle) {
	d.hasPlaceholders = d.hasPlaceholders || replaceInvalid(words) != words
	for _, s := range directionRuns(words, w.rtl) {
		d.writeDirectionRun(s.words, w, s.rtl)
	}
}

// writeDirectionRun writes a run. Its properties are in the order of the schema.
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
	if w.article && d.language != d.messages.Lang() {
		m.empty("w:lang", "w:val", d.language, "w:eastAsia", d.language, "w:bidi", d.language)
	}
	m.end()
	d.writeRunText(words, w.deleted)
	m.end()
}

// lineEnds normalises line ends to LF.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// writeRunText writes the text of a run. Line breaks and tabs are separate elements.
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

// writeParagraph writes a paragraph of the program's own in a style, with an optional bold beginning.
func (d *document) writeParagraph(style, bold, words string) {
	m := &d.body
	right := startsRightToLeft(cmp.Or(bold, words))
	m.start("w:p")
	d.writeParagraphProperties(style, right)
	if bold != "" {
		d.writeOwn(bold, runStyle{bold: true, rtl: right})
	}
	d.writeOwn(words, runStyle{rtl: right})
	m.end()
}

// writeParagraphProperties writes a paragraph's style and direction.
func (d *document) writeParagraphProperties(style string, right bool) {
	d.body.start("w:pPr")
	d.body.empty("w:pStyle", "w:val", style)
	if right {
		d.body.empty("w:bidi")
	}
	d.body.end()
}

// writeComment writes a comment with an id, one paragraph for each line. Its range in the text is marked
// separately.
func (d *document) writeComment(id int, author string, at time.Time, lines []string) {
	d.comments.start("w:comment", "w:id", strconv.Itoa(id), "w:author", author, "w:date", d.wordTimestamp(at), "w:initials", initials(author))
	d.comments.buf.WriteString(d.captureBody(func() {
		for i, line := range lines {
			d.writeCommentLine(line, i == 0)
		}
	}))
	d.comments.end()
}

// writeCommentLine writes a line of a comment. The first one contains Word's comment mark.
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

// captureBody returns the output of write, for use in another part of the file.
func (d *document) captureBody(write func()) string {
	body := d.body
	d.body = markup{}
	write()
	written := d.body.buf.String()
	d.body = body
	return written
}

// initials returns the first letters of a name's first words.
func initials(name string) string {
	var first []rune
	for _, word := range strings.Fields(name) {
		if len(first) < 3 {
			first = append(first, []rune(word)[0])
		}
	}
	return string(first)
}

// writeFile writes the file with its fixed parts and the parts of this document.
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
