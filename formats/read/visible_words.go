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

// VisibleWords is what can be read in a page or a text of some media type, to look for a quote in: of an HTML page what a browser
// would show, in its order. It is
// "" of anything else. It is no article: paragraphs and captions are not told apart.
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

// invisibleTags are the elements whose text a browser does not show.
var invisibleTags = map[atom.Atom]bool{
	atom.Script:   true,
	atom.Style:    true,
	atom.Head:     true,
	atom.Template: true,
	atom.Noscript: true,
	atom.Iframe:   true,
}

// inlineTags are the elements that do not part words.
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

// visibleHTMLWords reads the text of a page, token by token: in time and room of its length, however it is nested.
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
				hidden = 0 // whatever was left open before
			}
			if !inlineTags[tag] {
				words.WriteByte(' ')
			}
		}
	}
}
