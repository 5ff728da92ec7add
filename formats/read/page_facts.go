package read

import (
	"bytes"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// PageFacts are the details that a web page gives about itself as a source; "" for a missing one.
type PageFacts struct {
	Title     string
	Publisher string
}

// maxPageFactBytes limits how much of a page is searched for facts. They are in its head.
const maxPageFactBytes = 1_000_000

// pageFactNames are the metadata fields in which pages state a fact, the most reliable first: citation tags,
// Open Graph, Dublin Core.
var pageFactNames = map[string][]string{
	"title":     {"citation_title", "og:title", "twitter:title", "dc.title", "dcterms.title"},
	"publisher": {"citation_journal_title", "citation_publisher", "og:site_name", "dc.publisher", "dcterms.publisher", "application-name"},
}

// ReadPageFacts reads the title and the publisher of a page from its JSON-LD, its metadata and its title.
func ReadPageFacts(page []byte) PageFacts {
	reader, err := charset.NewReader(bytes.NewReader(page[:min(len(page), maxPageFactBytes)]), "text/html")
	if err != nil {
		return PageFacts{}
	}
	said := map[string]string{}
	tokens := html.NewTokenizer(reader)
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end of the page
			return pageFactsOf(said)
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			a := attributes{}
			for _, attribute := range token.Attr {
				a[attribute.Key] = attribute.Val
			}
			switch {
			case token.Data == "meta":
				name := strings.ToLower(a["name"] + a["property"])
				if said[name] == "" {
					said[name] = cleanProperty(a["content"])
				}
			case token.Data == "title" && said["<title>"] == "" && tokens.Next() == html.TextToken:
				said["<title>"] = cleanProperty(tokens.Token().Data)
			case token.Data == "script" && strings.EqualFold(a["type"], "application/ld+json") && tokens.Next() == html.TextToken:
				readLinkedData(string(tokens.Text()), said)
			}
		}
	}
}

func pageFactsOf(said map[string]string) PageFacts {
	first := func(fact string) string {
		for _, name := range pageFactNames[fact] {
			if said[name] != "" {
				return said[name]
			}
		}
		return ""
	}
	facts := PageFacts{Title: said["ld headline"], Publisher: said["ld publisher"]}
	setIfEmpty(&facts.Title, first("title"))
	setIfEmpty(&facts.Title, said["<title>"])
	setIfEmpty(&facts.Publisher, first("publisher"))
	return facts
}

// readLinkedData reads the headline and the publisher of the first article in JSON-LD (schema.org).
func readLinkedData(data string, said map[string]string) {
	var value any
	if json.Unmarshal([]byte(data), &value) != nil {
		return
	}
	objects := []any{value}
	for len(objects) > 0 {
		object := objects[0]
		objects = objects[1:]
		switch object := object.(type) {
		case []any:
			objects = append(objects, object...)
		case map[string]any:
			if headline, _ := object["headline"].(string); headline != "" && said["ld headline"] == "" {
				said["ld headline"] = cleanProperty(headline)
				publisher, _ := object["publisher"].(map[string]any)
				name, _ := publisher["name"].(string)
				said["ld publisher"] = cleanProperty(name)
			}
			if graph, found := object["@graph"]; found {
				objects = append(objects, graph)
			}
		}
	}
}
