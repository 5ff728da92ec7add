package write

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// openedCopy is a parsed Word file.
type openedCopy struct {
	oldParagraphs, newParagraphs []string            // the article's paragraphs before and after its tracked changes
	styles                       []string            // styles of the article's paragraphs
	rtlParagraphs                int                 // number of the article's right-to-left paragraphs
	commentWords                 map[string]string   // the words of each comment's range before changes; paragraphs separated by LF
	authors                      map[string]string   // of the comments, with their dates
	comments                     map[string][]string // their paragraphs
	changes                      []string            // authors of the tracked changes, with dates
	appendix                     []string            // the paragraphs after the article
}

// node is an element with its content.
type node struct {
	XMLName    xml.Name
	Attributes []xml.Attr `xml:",any,attr"`
	Children   []node     `xml:",any"`
	Text       string     `xml:",chardata"`
}

func (n node) attribute(name string) string {
	for _, a := range n.Attributes {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// testFailer is the common interface of a test and a property.
type testFailer interface {
	Helper()
	Fatalf(string, ...any)
}

// openCopy parses a Word file. Every part must be well formed, and the content types come first.
func openCopy(t testFailer, file []byte) *openedCopy {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	parts := map[string]node{}
	for i, f := range archive.File {
		if (i == 0) != (f.Name == "[Content_Types].xml") {
			t.Fatalf("part %d is %s", i, f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%v", err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%v", err)
		}
		var root node
		if err := xml.Unmarshal(content, &root); err != nil {
			t.Fatalf("%s: %v\n%s", f.Name, err, content)
		}
		parts[f.Name] = root
	}
	return readCopy(t, parts)
}

func readCopy(t testFailer, parts map[string]node) *openedCopy {
	t.Helper()
	o := &openedCopy{commentWords: map[string]string{}, authors: map[string]string{}, comments: map[string][]string{}}
	for _, c := range parts["word/comments.xml"].Children {
		id := c.attribute("id")
		if _, twice := o.comments[id]; twice {
			t.Fatalf("two comments are %s", id)
		}
		o.authors[id] = c.attribute("author") + " " + c.attribute("date")
		for _, p := range c.Children {
			var words strings.Builder
			o.walk(p, &words, nil, nil)
			o.comments[id] = append(o.comments[id], words.String())
		}
	}
	o.readBody(parts["word/document.xml"].Children[0])
	return o
}

func (o *openedCopy) readBody(body node) {
	inside, open := false, map[string]bool{}
	for _, n := range body.Children {
		switch n.XMLName.Local {
		case "bookmarkStart":
			inside = n.attribute("name") == "article"
		case "bookmarkEnd":
			inside = false
		case "p":
			var was, is strings.Builder
			o.walk(n, &was, &is, open)
			if !inside {
				o.appendix = append(o.appendix, is.String())
				continue
			}
			o.oldParagraphs, o.newParagraphs = append(o.oldParagraphs, was.String()), append(o.newParagraphs, is.String())
			o.readProperties(n.Children[0])
			for id := range open {
				o.commentWords[id] += "\n"
			}
		}
	}
}

// readProperties reads the properties of a paragraph of the article.
func (o *openedCopy) readProperties(properties node) {
	for _, n := range properties.Children {
		switch n.XMLName.Local {
		case "pStyle":
			o.styles = append(o.styles, n.attribute("val"))
		case "bidi":
			o.rtlParagraphs++
		}
	}
}

// walk collects the text of an element before and after its changes, and that of open comment ranges.
func (o *openedCopy) walk(n node, was, is *strings.Builder, open map[string]bool) {
	add := func(words string) {
		for _, b := range []*strings.Builder{was, is} {
			if b != nil {
				b.WriteString(words)
			}
		}
		if was != nil {
			for id := range open {
				o.commentWords[id] += words
			}
		}
	}
	switch n.XMLName.Local {
	case "commentRangeStart":
		open[n.attribute("id")], o.commentWords[n.attribute("id")] = true, ""
	case "commentRangeEnd":
		delete(open, n.attribute("id"))
	case "ins", "del":
		if len(n.Children) > 0 {
			o.changes = append(o.changes, n.XMLName.Local+" "+n.attribute("author")+" "+n.attribute("date"))
		}
		if n.XMLName.Local == "ins" {
			was = nil
		} else {
			is = nil
		}
	case "t", "delText":
		add(n.Text)
	case "br":
		add("\n")
	case "tab":
		add("\t")
	}
	for _, child := range n.Children {
		o.walk(child, was, is, open)
	}
}
