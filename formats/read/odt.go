package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// odt is the state of reading an OpenDocument text.
type odt struct {
	*archive
	styles   map[string]odtStyle // by name; common styles and automatic ones
	language string              // default language of the text
}

// odtStyle is what determines the region of the paragraphs of a style.
type odtStyle struct {
	name, parent string // the name as users see it
	outlined     bool
}

// readODT reads an OpenDocument text (ISO/IEC 26300): its text with all tracked changes accepted, the
// regions of its paragraphs, its links, and its comments and footnotes as notes.
func readODT(a *archive) (Document, error) {
	a.documentKind = "OpenDocument text"
	o := odt{archive: a, styles: map[string]odtStyle{}}
	if err := o.checkNotEncrypted(); err != nil {
		return Document{}, err
	}
	if err := o.readPart("styles.xml", o.styleReader()); err != nil {
		return Document{}, err
	}
	b := &odtBody{prose: newProse("\n\n"), file: &o, styleHandler: o.styleReader(), annotations: map[string]*Note{}}
	if err := o.readPart("content.xml", elementHandler{b.start, b.words, b.limit}); err != nil {
		return Document{}, err
	}
	if !b.hasBody {
		return Document{}, newFileError(corruptedMessage, a.documentKind)
	}
	facts, err := o.meta()
	if err != nil {
		return Document{}, err
	}
	setIfEmpty(&facts.Language, o.language)
	return b.document(facts)
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
	family := ""
	return elementHandler{start: func(e xml.StartElement) (func(), bool) {
		switch e.Name.Local {
		case "style":
			if family = attributeValue(e, "family"); family != "paragraph" {
				return nil, false
			}
			st := odtStyle{name: attributeValue(e, "display-name"), parent: attributeValue(e, "parent-style-name")}
			setIfEmpty(&st.name, strings.ReplaceAll(attributeValue(e, "name"), "_20_", " "))
			level, err := strconv.Atoi(attributeValue(e, "default-outline-level"))
			st.outlined = err == nil && level > 0
			o.styles[attributeValue(e, "name")] = st
			return func() { family = "" }, true
		case "default-style":
			if family = attributeValue(e, "family"); family == "paragraph" {
				family = "default"
			}
		case "text-properties":
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

// region returns the region of a style: from the style itself, or from the one it is based on; "" if
// neither says.
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

// meta reads the document's metadata.
func (o *odt) meta() (Document, error) {
	facts, changed := Document{MediaType: odtType}, ""
	err := o.readPart("meta.xml", newPropertyHandler(func(name, words string) {
		switch name {
		case "title":
			facts.Title = cleanProperty(words)
		case "initial-creator":
			facts.Byline = cleanProperty(words)
		case "creator":
			changed = cleanProperty(words) // the last editor
		case "language":
			facts.Language = parseLanguageTag(words)
		case "creation-date":
			facts.Date = parseTime(words)
		}
	}))
	setIfEmpty(&facts.Byline, changed)
	return facts, err
}
