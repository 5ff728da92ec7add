package read

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// VisibleWords returns the readable text of a page, in order, to search for a quote in it. For HTML this is
// what a browser shows. It returns "" for other media types. Unlike an article, the result has no
// paragraphs and captions.
func VisibleWords(mediaType, name string, content []byte) string {
	switch mediaType {
	case "text/html":
		return visibleHTMLWords(content)
	case "text/plain":
		if document, err := Text(name, content); err == nil {
			return document.Text
		}
	}
	return ""
}

// invisibleTags are elements whose text a browser does not show.
var invisibleTags = map[atom.Atom]bool{
	atom.Script:   true,
	atom.Style:    true,
	atom.Head:     true,
	atom.Template: true,
	atom.Noscript: true,
	atom.Iframe:   true,
}

// inlineTags are elements that do not separate words.
var inlineTags = map[atom.Atom]bool{
	atom.A:      true,
	atom.Abbr:   true,
	atom.B:      true,
	atom.Bdi:    true,
	atom.Cite:   true,
	atom.Code:   true,
	atom.Em:     true,
	atom.I:      true,
	atom.Mark:   true,
	atom.Q:      true,
	atom.S:      true,
	atom.Small:  true,
	atom.Span:   true,
	atom.Strong: true,
	atom.Sub:    true,
	atom.Sup:    true,
	atom.Time:   true,
	atom.U:      true,
	atom.Wbr:    true,
}

// visibleHTMLWords reads the text of a page token by token, in time and memory linear in its length for any
// nesting.
func visibleHTMLWords(content []byte) string {
	decoded, err := charset.NewReader(bytes.NewReader(content), "")
	if err != nil {
		return ""
	}
	var words strings.Builder
	hidden, tokens := 0, html.NewTokenizer(decoded)
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			if !errors.Is(tokens.Err(), io.EOF) {
				return ""
			}
			return words.String()
		case html.TextToken:
			if hidden == 0 {
				words.WriteString(html.UnescapeString(string(tokens.Raw())))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			tag := atom.Lookup(name)
			switch {
			case invisibleTags[tag] && kind == html.StartTagToken:
				hidden++
			case invisibleTags[tag] && kind == html.EndTagToken:
				hidden = max(0, hidden-1)
			case tag == atom.Body:
				hidden = 0 // drop elements that are still open
			}
			if !inlineTags[tag] {
				words.WriteByte(' ')
			}
		}
	}
}
