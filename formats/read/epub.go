package read

import (
	"encoding/xml"
	"net/url"
	"path"
	"strings"
)

const epubType = "application/epub+zip"

// maxChapters limits the parts of a book.
const maxChapters = 2_000

// readEPUB reads a book (EPUB 2 and 3): its chapters in the order of its spine.
func readEPUB(a *archive) (Document, error) {
	a.documentKind = "e-book"
	if a.has("META-INF/encryption.xml") && a.has("META-INF/rights.xml") {
		return Document{}, newFileError(encryptedMessage, a.documentKind)
	}
	root := ""
	if err := a.readPart("META-INF/container.xml", elementHandler{start: func(e xml.StartElement) (func(), bool) {
		if e.Name.Local == "rootfile" && root == "" {
			root = attributeValue(e, "full-path")
		}
		return nil, true
	}}); err != nil {
		return Document{}, err
	}
	facts, chapters, err := a.readPackage(root)
	if err != nil {
		return Document{}, err
	}
	p := newProse("\n\n")
	for _, chapter := range chapters {
		b, err := a.bytes(chapter)
		if err != nil {
			return Document{}, err
		}
		d, err := readHTML(a.ctx, b, pageOptions{})
		if err != nil {
			return Document{}, err
		}
		p.include(d)
		if err := p.limit(); err != nil {
			return Document{}, err
		}
		setIfEmpty(&facts.Language, d.Language)
	}
	facts.MediaType = epubType
	return p.document(facts)
}

// readPackage reads a book's metadata and the names of its chapters.
func (a *archive) readPackage(root string) (facts Document, chapters []string, err error) {
	type item struct{ address, kind string }
	items, spine := map[string]item{}, []string{}
	var words []byte
	property := func(set func(string)) (func(), bool) {
		words = words[:0]
		return func() { set(string(words)) }, true
	}
	err = a.readPart(root, elementHandler{
		start: func(e xml.StartElement) (func(), bool) {
			switch e.Name.Local {
			case "item":
				if len(items) < maxArchiveFiles {
					items[attributeValue(e, "id")] = item{attributeValue(e, "href"), attributeValue(e, "media-type")}
				}
			case "itemref":
				if attributeValue(e, "linear") != "no" {
					spine = append(spine, attributeValue(e, "idref"))
				}
			case "title":
				return property(func(s string) { setIfEmpty(&facts.Title, cleanProperty(s)) })
			case "creator":
				return property(func(s string) { setIfEmpty(&facts.Byline, cleanProperty(s)) })
			case "language":
				return property(func(s string) { setIfEmpty(&facts.Language, parseLanguageTag(s)) })
			case "date":
				return property(func(s string) {
					if facts.Date.IsZero() {
						facts.Date = parseTime(s)
					}
				})
			}
			return nil, true
		},
		words: func(b []byte) {
			if len(words) < maxPropertyBytes {
				words = append(words, b...)
			}
		},
	})
	if len(spine) > maxChapters {
		return facts, nil, newFileError(tooComplexMessage, a.documentKind)
	}
	for _, id := range spine {
		it := items[id]
		if name, unescaped := url.PathUnescape(it.address); unescaped == nil && (strings.Contains(it.kind,
			"html") || it.kind == "") && name != "" {
			chapters = append(chapters, path.Join(path.Dir(root), name))
		}
	}
	return facts, chapters, err
}
