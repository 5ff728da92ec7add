package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// odt is an OpenDocument text being read.
type odt struct {
	*archive
	styles   map[string]odtStyle // by name, those of the document and those made for single paragraphs
	language string              // of the text, where no more is said
}

// odtStyle is what says which region the paragraphs of a style belong to.
type odtStyle struct {
	name, parent string // as a writer sees the name
	outlined     bool
}

// readODT reads an OpenDocument text (ISO/IEC 26300): its text as it is with every tracked change made, what its paragraphs are, its links,
// and as notes its comments and footnotes.
func readODT(a *archive) (Document, error) {
	a.what = "OpenDocument text"
	o := odt{archive: a, styles: map[string]odtStyle{}}
	if err := o.unlocked(); err != nil {
		return Document{}, err
	}
	if err := o.read("styles.xml", o.stylesIn()); err != nil {
		return Document{}, err
	}
	b := &odtBody{prose: newProse("\n\n"), file: &o, styling: o.stylesIn(), annotations: map[string]*Note{}}
	if err := o.read("content.xml", reading{b.start, b.words, b.limit}); err != nil {
		return Document{}, err
	}
	if !b.opened {
		return Document{}, fileError(damaged, a.what)
	}
	facts, err := o.meta()
	if err != nil {
		return Document{}, err
	}
	first(&facts.Language, o.language)
	return b.document(facts)
}

// unlocked refuses a document whose parts are encrypted, as its list of them says.
func (o *odt) unlocked() error {
	encrypted := false
	err := o.read("META-INF/manifest.xml", reading{start: func(e xml.StartElement) (func(), bool) {
		encrypted = encrypted || e.Name.Local == "encryption-data"
		return nil, true
	}})
	if err == nil && encrypted {
		err = fileError(locked, o.what)
	}
	return err
}

// stylesIn reads the styles of paragraphs in a part.
func (o *odt) stylesIn() reading {
	family := ""
	return reading{start: func(e xml.StartElement) (func(), bool) {
		switch e.Name.Local {
		case "style":
			if family = value(e, "family"); family != "paragraph" {
				return nil, false
			}
			st := odtStyle{name: value(e, "display-name"), parent: value(e, "parent-style-name")}
			first(&st.name, strings.ReplaceAll(value(e, "name"), "_20_", " "))
			level, err := strconv.Atoi(value(e, "default-outline-level"))
			st.outlined = err == nil && level > 0
			o.styles[value(e, "name")] = st
			return func() { family = "" }, true
		case "default-style":
			if family = value(e, "family"); family == "paragraph" {
				family = "default"
			}
		case "text-properties":
			if tag := value(e, "language"); family == "default" && tag != "none" {
				if country := value(e, "country"); country != "" && country != "none" {
					tag += "-" + country
				}
				first(&o.language, language(tag))
			}
		}
		return nil, true
	}}
}

// region is that of the paragraphs of a style: what the style says, or else the one that it is based on; "" where none says.
func (o *odt) region(name string) string {
	for range longestChain {
		st, ok := o.styles[name]
		if !ok {
			st.name = strings.ReplaceAll(name, "_20_", " ")
		}
		region := namedRegion(st.name)
		switch {
		case st.outlined:
			return headline
		case name == "Table":
			return caption // that of tables, in LibreOffice
		case region != "":
			return region
		}
		name = st.parent
	}
	return ""
}

// meta reads what the document says of itself.
func (o *odt) meta() (Document, error) {
	facts, changed := Document{MediaType: odtType}, ""
	err := o.read("meta.xml", factsOf(func(name, words string) {
		switch name {
		case "title":
			facts.Title = fact(words)
		case "initial-creator":
			facts.Byline = fact(words)
		case "creator":
			changed = fact(words) // who saved it last
		case "language":
			facts.Language = language(words)
		case "creation-date":
			facts.Date = moment(words)
		}
	}))
	first(&facts.Byline, changed)
	return facts, err
}
