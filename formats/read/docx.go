package read

import (
	"encoding/xml"
	"net/url"
	"path"
	"strings"
)

// The media types that File reads, other than plain text and HTML.
const (
	docxType     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	odtType      = "application/vnd.oasis.opendocument.text"
	markdownType = "text/markdown"
	htmlType     = "text/html"
)

// Suffixes of relationship types. The prefixes differ between the transitional and the strict form of
// ECMA-376.
const (
	mainRelation      = "/officeDocument"
	stylesRelation    = "/styles"
	commentsRelation  = "/comments"
	coreRelation      = "/core-properties"
	hyperlinkRelation = "/hyperlink"
)

// relation is a relationship of a part.
type relation struct{ kind, target string }

// comment is a comment whose range is being collected.
type comment struct {
	Note
	started, ended bool
	lastParagraph  string // its id, by which commentsExtended refers to the comment
	parent         *comment
}

// docx is the state of reading a Word file.
type docx struct {
	*archive
	styles    styles
	relations map[string]relation // of the main part, by id
	comments  map[string]*comment // by id
	footnotes map[string]string   // the text of footnotes, by id
	endnotes  map[string]string
}

// readDocx reads a Word file (ECMA-376, Office Open XML): its text with all tracked changes accepted, the
// regions of its paragraphs, its links, and its comments and footnotes as notes.
func readDocx(a *archive) (Document, error) {
	a.documentKind = "Word document"
	d := docx{archive: a}
	main, core, err := d.parts()
	if err != nil {
		return Document{}, err
	}
	if d.relations, err = d.relationships(main); err != nil {
		return Document{}, err
	}
	if err := d.readNotes(main); err != nil {
		return Document{}, err
	}
	b := newDocxBody(&d, newProse("\n\n"))
	if err := d.readPart(main, b.handler()); err != nil {
		return Document{}, err
	}
	if b.embedError != nil {
		return Document{}, b.embedError
	}
	if !b.hasBody {
		return Document{}, newFileError(corruptedMessage, d.documentKind)
	}
	facts, err := d.readCoreProperties(core)
	if err != nil {
		return Document{}, err
	}
	if facts.Language == "" {
		facts.Language = d.styles.language
	}
	found, err := b.document(facts)
	d.addReplies(&found)
	return found, err
}

// parts returns the names of the main part and of the core properties.
func (d *docx) parts() (main, core string, err error) {
	main = "word/document.xml"
	relations, err := d.relationships("")
	for _, r := range relations {
		switch {
		case strings.HasSuffix(r.kind, mainRelation):
			main = r.target
		case strings.HasSuffix(r.kind, coreRelation):
			core = r.target
		}
	}
	return main, core, err
}

// relationships returns the relationships of a part by id, or of the whole package if part is "".
func (d *docx) relationships(part string) (map[string]relation, error) {
	found := map[string]relation{}
	folder, file := path.Split(part)
	err := d.readPart(folder+"_rels/"+file+".rels", elementHandler{start: func(e xml.StartElement) (func(), bool) {
		if e.Name.Local == "Relationship" {
			target := attributeValue(e, "Target")
			if attributeValue(e, "TargetMode") != "External" && !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			found[attributeValue(e, "Id")] = relation{attributeValue(e, "Type"), target}
		}
		return nil, true
	}})
	return found, err
}

// relationTarget returns the part to which a relationship of a kind leads, or its usual name.
func (d *docx) relationTarget(kind, usual string) string {
	for _, r := range d.relations {
		if strings.HasSuffix(r.kind, kind) {
			return r.target
		}
	}
	return usual
}

// readNotes reads the parts to which the main part refers.
func (d *docx) readNotes(main string) error {
	folder := path.Dir(main)
	var err error
	if d.styles, err = d.readStyles(d.relationTarget(stylesRelation, folder+"/styles.xml")); err != nil {
		return err
	}
	d.comments, d.footnotes, d.endnotes = map[string]*comment{}, map[string]string{}, map[string]string{}
	if err := d.readNoteWords(d.relationTarget(commentsRelation, folder+"/comments.xml"), "comment", func(e xml.StartElement, words,
		last string) {
		d.comments[attributeValue(e, "id")] = &comment{
			Note:          Note{Author: cleanProperty(attributeValue(e, "author")), At: parseTime(attributeValue(e, "date")), Words: words},
			lastParagraph: last,
		}
	}); err != nil {
		return err
	}
	if err := d.readThreads(d.relationTarget("/commentsExtended", folder+"/commentsExtended.xml")); err != nil {
		return err
	}
	for kind, into := range map[string]map[string]string{"footnote": d.footnotes, "endnote": d.endnotes} {
		part := d.relationTarget("/"+kind+"s", folder+"/"+kind+"s.xml")
		if err := d.readNoteWords(part, kind, func(e xml.StartElement, words, _ string) { into[attributeValue(e, "id")] = words }); err != nil {
			return err
		}
	}
	return nil
}

// readNoteWords reads the text of each comment or footnote of a part. Paragraphs are separated by line
// ends.
func (d *docx) readNoteWords(part, element string, found func(e xml.StartElement, words, lastParagraph string)) error {
	b := newDocxBody(d, newProse("\n"))
	inner := b.handler()
	err := d.readPart(part, elementHandler{
		start: func(e xml.StartElement) (func(), bool) {
			if e.Name.Local != element {
				return inner.start(e)
			}
			taken, said := b.byteCount, b.itemCount
			*b = *newDocxBody(d, newProse("\n"))
			b.byteCount, b.itemCount = taken, said+1
			return func() {
				if said, err := b.document(Document{}); err == nil && said.Text != "" {
					found(e, said.Text, b.paragraphID)
				}
			}, true
		},
		words: inner.words,
		limit: func() error { return b.limit() },
	})
	if err == nil {
		err = b.limit()
	}
	return err
}

// readCoreProperties reads the document's metadata (ECMA-376 part 2, 11).
func (d *docx) readCoreProperties(part string) (Document, error) {
	facts := Document{MediaType: docxType}
	if part == "" {
		part = "docProps/core.xml"
	}
	err := d.readPart(part, newPropertyHandler(func(name, words string) {
		switch name {
		case "title":
			facts.Title = cleanProperty(words)
		case "creator":
			facts.Byline = cleanProperty(words)
		case "language":
			facts.Language = parseLanguageTag(words)
		case "created":
			facts.Date = parseTime(words)
		}
	}))
	return facts, err
}

// newPropertyHandler reads elements that contain only text, by name.
func newPropertyHandler(found func(name, words string)) elementHandler {
	var words []byte
	return elementHandler{
		start: func(e xml.StartElement) (func(), bool) {
			words = words[:0]
			return func() { found(e.Name.Local, string(words)); words = words[:0] }, true
		},
		words: func(b []byte) { words = append(words, b...) },
	}
}

// attributeValue returns an attribute of an element by its local name, or "".
func attributeValue(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// linkAddress returns the address of a hyperlink from its relationship and anchor.
func (d *docx) linkAddress(id, anchor string) string {
	r, ok := d.relations[id]
	if !ok || !strings.HasSuffix(r.kind, hyperlinkRelation) {
		return ""
	}
	return withFragment(webAddress(nil, r.target), anchor)
}

// withFragment adds an anchor to an address.
func withFragment(address, anchor string) string {
	if address == "" || anchor == "" || strings.Contains(address, "#") {
		return address
	}
	return address + "#" + url.PathEscape(anchor)
}
