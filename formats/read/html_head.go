package read

import (
	"strings"
	"time"

	"golang.org/x/net/html/atom"
)

// pageHead is the metadata of a page.
type pageHead struct {
	title, heading   string // from <title>, and from elsewhere
	author, language string
	date             time.Time
	contentLanguage  string
}

// readElement reads metadata from an element. The first of duplicates counts.
func (h *pageHead) readElement(tag atom.Atom, a attributes) {
	switch tag {
	case atom.Html, atom.Body:
		setIfEmpty(&h.language, parseLanguageTag(a["lang"]))
		setIfEmpty(&h.language, parseLanguageTag(a["xml:lang"]))
	case atom.Meta:
		h.meta(strings.ToLower(a["name"]+a["property"]+a["itemprop"]), a["content"])
		if strings.EqualFold(a["http-equiv"], "content-language") {
			setIfEmpty(&h.contentLanguage, parseLanguageTag(a["content"]))
		}
	case atom.Time:
		if a["itemprop"] == "datePublished" {
			h.setDate(a["datetime"])
		}
	}
}

// meta reads metadata in the terms of the HTML standard, Dublin Core, Open Graph, schema.org and Parse.ly.
func (h *pageHead) meta(name, content string) {
	switch name {
	case "author", "dc.creator", "dcterms.creator", "article:author", "parsely-author", "sailthru.author":
		if webAddress(nil, content) == "" { // in Open Graph it is the address of a profile
			setIfEmpty(&h.author, cleanProperty(content))
		}
	case "article:published_time",
		"datepublished",
		"date",
		"dc.date",
		"dcterms.date",
		"dcterms.created",
		"dc.date.issued",
		"dcterms.issued",
		"parsely-pub-date",
		"pubdate",
		"publish-date":
		h.setDate(content)
	case "og:title", "twitter:title", "dc.title", "dcterms.title":
		setIfEmpty(&h.heading, cleanProperty(content))
	case "dc.language", "dcterms.language":
		setIfEmpty(&h.contentLanguage, parseLanguageTag(content))
	}
}

func (h *pageHead) setDate(s string) {
	if h.date.IsZero() {
		h.date = parseTime(s)
	}
}

func setIfEmpty(s *string, said string) {
	if *s == "" {
		*s = said
	}
}

func (h *pageHead) document() Document {
	d := Document{MediaType: htmlType, Title: cleanProperty(h.title), Byline: h.author, Language: h.language, Date: h.date}
	setIfEmpty(&d.Title, h.heading)
	setIfEmpty(&d.Language, h.contentLanguage)
	return d
}
