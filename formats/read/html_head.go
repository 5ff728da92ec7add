package read

import (
	"strings"
	"time"

	"golang.org/x/net/html/atom"
)

// pageHead is what a page says of itself.
type pageHead struct {
	title, heading   string // of <title>, and as it is shown elsewhere
	author, language string
	date             time.Time
	contentLanguage  string
}

// see takes what an element says. Of several that say the same, the first counts.
func (h *pageHead) see(tag atom.Atom, a attributes) {
	switch tag {
	case atom.Html, atom.Body:
		first(&h.language, language(a["lang"]))
		first(&h.language, language(a["xml:lang"]))
	case atom.Meta:
		h.meta(strings.ToLower(a["name"]+a["property"]+a["itemprop"]), a["content"])
		if strings.EqualFold(a["http-equiv"], "content-language") {
			first(&h.contentLanguage, language(a["content"]))
		}
	case atom.Time:
		if a["itemprop"] == "datePublished" {
			h.dated(a["datetime"])
		}
	}
}

// meta takes what pages say of themselves in the terms of the HTML standard, Dublin Core, Open Graph, schema.org and Parse.ly.
func (h *pageHead) meta(name, content string) {
	switch name {
	case "author", "dc.creator", "dcterms.creator", "article:author", "parsely-author", "sailthru.author":
		if webAddress(nil, content) == "" { // Open Graph has the address of a profile there
			first(&h.author, fact(content))
		}
	case "article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "dcterms.created", "dc.date.issued", "dcterms.issued", "parsely-pub-date", "pubdate", "publish-date":
		h.dated(content)
	case "og:title", "twitter:title", "dc.title", "dcterms.title":
		first(&h.heading, fact(content))
	case "dc.language", "dcterms.language":
		first(&h.contentLanguage, language(content))
	}
}

func (h *pageHead) dated(s string) {
	if h.date.IsZero() {
		h.date = moment(s)
	}
}

func first(s *string, said string) {
	if *s == "" {
		*s = said
	}
}

func (h *pageHead) document() Document {
	d := Document{MediaType: htmlType, Title: fact(h.title), Byline: h.author, Language: h.language, Date: h.date}
	first(&d.Title, h.heading)
	first(&d.Language, h.contentLanguage)
	return d
}
