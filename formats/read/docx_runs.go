package read

import (
	"encoding/xml"
	"path"
	"strings"
)

// runProperty reads a property of a run.
func (b *docxBody) runProperty(e xml.StartElement) {
	var f face
	if e.Name.Local == "rStyle" {
		f = b.file.styles.characterFace(attributeValue(e, "val"))
	} else {
		f.set(e)
	}
	b.applyStyle(f.over(face{&b.runHidden, &b.runStruck, &b.runScript}))
}

// applyStyle sets how the run is shown.
func (b *docxBody) applyStyle(f face) {
	var none face
	no, onTheLine := false, onLine
	none.hidden, none.struck, none.position = &no, &no, &onTheLine
	f = f.over(none)
	b.runHidden, b.runStruck, b.runScript = *f.hidden, *f.struck, *f.position
}

// embed reads a part that is embedded as a whole (altChunk): a page, a text or another Word document. One that
// cannot be read is an error, because its words are part of the document.
func (b *docxBody) embed(id string) (enter bool) {
	if b.hiddenDepth > 0 || b.embedError != nil {
		return false
	}
	r, ok := b.file.relations[id]
	if !ok {
		return false
	}
	d, err := b.file.readEmbedded(r.target)
	if err != nil {
		b.embedError = err
		return false
	}
	b.end(b.region())
	b.include(d)
	return false
}

const embeddedMessage = "This Word document has an embedded file (%s) that cannot be read; open it in Word, save it again and choose " +
	"that file."

// readEmbedded reads an embedded file. One in an embedded file is not read.
func (d *docx) readEmbedded(part string) (Document, error) {
	name := path.Base(part)
	failed := newFileError(embeddedMessage, cleanProperty(name))
	b, err := d.bytes(part)
	if err != nil {
		return Document{}, err
	}
	if len(b) == 0 || d.embedded {
		return Document{}, failed
	}
	var found Document
	switch ext := strings.ToLower(path.Ext(name)); {
	case strings.HasPrefix(string(b[:min(len(b), len(zipMagic))]), zipMagic):
		inner, err := openArchive(d.ctx, b)
		if err != nil {
			return Document{}, failed
		}
		inner.embedded, inner.unpackedBytes = true, d.unpackedBytes
		found, err = readDocx(inner)
		d.unpackedBytes = inner.unpackedBytes
		if err != nil {
			return Document{}, failed
		}
	case ext == ".txt":
		if found, err = Text(name, b); err == nil {
			found.Text = strings.Join(strings.FieldsFunc(found.Text, func(r rune) bool { return r == '\n' || r == '\r' }), "\n\n")
		}
	case ext == ".html", ext == ".htm", ext == ".xhtml", looksLikeHTML(b):
		found, err = HTML(d.ctx, b, Options{})
	default:
		found, err = readFile(d.ctx, name, b, FileOptions{})
	}
	if d.ctx.Err() != nil {
		return Document{}, d.ctx.Err()
	}
	if err != nil {
		return Document{}, failed
	}
	return found, nil
}
