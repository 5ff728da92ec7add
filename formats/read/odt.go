package read

import (
	"bytes"
	"context"
	"encoding/xml"
	"strconv"
	"strings"
)

// odt is the state of reading an OpenDocument text.
type odt struct {
	*archive
	styles   map[string]odtStyle // by name; common styles and automatic ones
	faces    map[odtFaceKey]odtFace
	language string // default language of the text
}

// odtStyle contains the properties of a style that determine the region of its paragraphs.
type odtStyle struct {
	name, parent string // the name as users see it
	outlined     bool
}

// odtFaceKey names a style of paragraphs or of letters, and odtFace is how it shows letters.
type odtFaceKey struct{ family, name string }

type odtFace struct {
	face
	parent string
}

// readODT reads an OpenDocument text (ISO/IEC 26300): its text with all tracked changes accepted, the
// regions of its paragraphs, its links, and its comments and footnotes as notes.
func readODT(a *archive) (Document, error) {
	a.documentKind = "OpenDocument text"
	o := newODT(a)
	if err := o.checkNotEncrypted(); err != nil {
		return Document{}, err
	}
	if err := o.readPart("styles.xml", o.styleReader()); err != nil {
		return Document{}, err
	}
	b := newODTBody(o)
	if err := o.readPart("content.xml", elementHandler{b.start, b.words, b.limit}); err != nil {
		return Document{}, err
	}
	if !b.hasBody {
		return Document{}, newFileError(corruptedMessage, a.documentKind)
	}
	facts := odtFacts{}
	if err := o.readPart("meta.xml", newPropertyHandler(facts.set)); err != nil {
		return Document{}, err
	}
	d := facts.document(odtType)
	setIfEmpty(&d.Language, o.language)
	return b.document(d)
}

func newODT(a *archive) *odt {
	return &odt{archive: a, styles: map[string]odtStyle{}, faces: map[odtFaceKey]odtFace{}}
}

// checkNotEncrypted refuses a document whose manifest says that parts are encrypted.
func (o *odt) checkNotEncrypted() error {
	encrypted := false
	err := o.readPart("META-INF/manifest.xml", elementHandler{start: func(e xml.StartElement) (func(), bool) {
		encrypted = encrypted || e.Name.Local == "encryption-data"
		return nil, true
	}})
	if err == nil && encrypted {
		err = newFileError(encryptedMessage, o.documentKind)
	}
	return err
}

// styleReader reads the paragraph styles of a part.
func (o *odt) styleReader() elementHandler {
	family, current := "", odtFaceKey{}
	return elementHandler{start: func(e xml.StartElement) (func(), bool) {
		switch e.Name.Local {
		case "style":
			if family = attributeValue(e, "family"); family != "paragraph" && family != "text" {
				return nil, false
			}
			name, parent := attributeValue(e, "name"), attributeValue(e, "parent-style-name")
			current = odtFaceKey{family, name}
			o.faces[current] = odtFace{parent: parent}
			if family == "paragraph" {
				st := odtStyle{name: attributeValue(e, "display-name"), parent: parent}
				setIfEmpty(&st.name, strings.ReplaceAll(name, "_20_", " "))
				level, err := strconv.Atoi(attributeValue(e, "default-outline-level"))
				st.outlined = err == nil && level > 0
				o.styles[name] = st
			}
			return func() { family = "" }, true
		case "default-style":
			if family = attributeValue(e, "family"); family == "paragraph" {
				family = "default"
			}
		case "text-properties":
			if family == "paragraph" || family == "text" {
				f := o.faces[current]
				f.setODT(e)
				o.faces[current] = f
			}
			if tag := attributeValue(e, "language"); family == "default" && tag != "none" {
				if country := attributeValue(e, "country"); country != "" && country != "none" {
					tag += "-" + country
				}
				setIfEmpty(&o.language, parseLanguageTag(tag))
			}
		}
		return nil, true
	}}
}

// region returns the region of a style, from the style itself or from the style on which it is based; "" if neither has one.
func (o *odt) region(name string) string {
	for range maxStyleChain {
		st, ok := o.styles[name]
		if !ok {
			st.name = strings.ReplaceAll(name, "_20_", " ")
		}
		region := namedRegion(st.name)
		switch {
		case st.outlined:
			return headlineRegion
		case name == "Table":
			return captionRegion // LibreOffice's style of table captions
		case region != "":
			return region
		}
		name = st.parent
	}
	return ""
}

// odtFacts are a document's metadata.
type odtFacts struct {
	Document
	changed string // the last editor
}

// set takes the text of an element of the metadata.
func (f *odtFacts) set(name, words string) {
	switch name {
	case "title":
		f.Title = cleanProperty(words)
	case "initial-creator":
		f.Byline = cleanProperty(words)
	case "creator":
		f.changed = cleanProperty(words)
	case "language":
		f.Language = parseLanguageTag(words)
	case "creation-date":
		f.Date = parseTime(words)
	}
}

func (f *odtFacts) document(mediaType string) Document {
	f.MediaType = mediaType
	setIfEmpty(&f.Byline, f.changed)
	return f.Document
}

const flatODTType = "application/vnd.oasis.opendocument.text-flat-xml"

// readFlatODT reads an OpenDocument text that is a single XML file.
func readFlatODT(ctx context.Context, b []byte) (Document, error) {
	a := &archive{ctx: ctx, documentKind: "OpenDocument text"}
	o := newODT(a)
	body, facts := newODTBody(o), odtFacts{}
	property := newPropertyHandler(facts.set)
	inMeta := false
	do := elementHandler{
		start: func(e xml.StartElement) (func(), bool) {
			switch {
			case body.hasBody:
				return body.start(e)
			case e.Name.Local == "meta" && e.Name.Space == officeSpace:
				inMeta = true
				return func() { inMeta = false }, true
			case inMeta:
				return property.start(e)
			case e.Name.Local == "binary-data":
				return nil, false
			}
			return body.start(e)
		},
		words: func(words []byte) {
			if inMeta {
				property.words(words)
				return
			}
			body.words(words)
		},
		limit: func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return body.limit()
		},
	}
	if err := a.explain(readElements(bytes.NewReader(b), do)); err != nil {
		return Document{}, err
	}
	if !body.hasBody {
		return Document{}, newFileError(corruptedMessage, a.documentKind)
	}
	d := facts.document(flatODTType)
	setIfEmpty(&d.Language, o.language)
	return body.document(d)
}
