package read

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of a page from which an article is extracted, so that this takes at most a second or two. The
// longest articles on the web have a tenth of this. The weight is the number of letters times their depth,
// because the extractor examines the text of each nested element separately: without this limit a page of
// 3.5 MB, 500 elements deep, took 50 seconds.
const (
	maxArticleBytes    = 5_000_000
	maxArticleElements = 30_000
	maxArticleWeight   = 50_000_000
)

// story is the article of a page, without menus, advertisements and other page furniture.
type story struct {
	html     []byte // a fragment in UTF-8; often without the title
	title    string // this and the following come from the page's metadata; "" or zero if missing
	byline   string
	language string
	date     time.Time
}

// Page reads the article of a web page. It omits the parts around the article, and lists them as omissions. It uses Mozilla's
// Readability, as reader views of browsers do, and compares the result with the whole page. The result is a guess that a person must
// check. The error is one clear sentence, or ctx's error.
func Page(ctx context.Context, b []byte, o Options) (Document, error) {
	whole, err := HTML(ctx, b, o)
	if err != nil {
		return Document{}, err
	}
	found, err := extractStory(b, o)
	if err != nil {
		return Document{}, err
	}
	article, err := readHTML(ctx, found.html, pageOptions{Options: Options{Address: o.Address, ContentType: utf8Page}})
	if err != nil {
		return Document{}, err
	}
	d := whole.restrictTo(article, found)
	d.Title, d.Byline = cmp.Or(found.title, whole.Title), cmp.Or(found.byline, whole.Byline)
	d.Language = cmp.Or(whole.Language, parseLanguageTag(found.language))
	if d.Date.IsZero() {
		d.Date = found.date
	}
	return d, nil
}

// extractStory finds the article of a page.
func extractStory(b []byte, o Options) (story, error) {
	if len(b) > maxArticleBytes {
		return story{}, &FileError{"The page is larger than 5 MB; paste the article's text instead."}
	}
	decoded, _, err := decodePage(b, o.ContentType, o.Encoding)
	if err != nil {
		return story{}, err
	}
	document, err := html.Parse(decoded)
	if err != nil {
		return story{}, &FileError{"The page could not be taken apart; paste the article's text instead."}
	}
	if elements, weight := measureDocument(document, 0); elements > maxArticleElements || weight > maxArticleWeight {
		return story{}, &FileError{"The page has too many parts to look for an article in; paste the article's text instead."}
	}
	address := pageAddress(o.Address)
	if address == nil {
		address = &url.URL{Scheme: "https", Host: "page.invalid"}
	}
	headline := singleHeadline(document)
	parser := readability.NewParser()
	found, err := parser.ParseAndMutate(document, address)
	if err != nil {
		return story{}, &FileError{"The page could not be taken apart; paste the article's text instead."}
	}
	if found.Node == nil || strings.TrimSpace(textContent(found.Node)) == "" {
		return story{}, errNoArticle
	}
	var fragment bytes.Buffer
	if err := found.RenderHTML(&fragment); err != nil {
		return story{}, err
	}
	published, err := found.PublishedTime()
	if err != nil {
		published = time.Time{} // dates have many formats; an article without one is fine
	}
	title := singleLine(found.Title())
	if headline != "" && strings.Contains(title, headline) {
		title = headline // without the name of the site
	}
	return story{html: fragment.Bytes(), title: title, byline: singleLine(found.Byline()), language: singleLine(found.Language()),
		date: published}, nil
}

var errNoArticle = &FileError{"No article was found on this page; paste its text instead."}

// pageFile reads a page that is a file: its article if it is a page of a web site, and all of it if it is a document that
// was written as HTML, or if no article is found in it.
func pageFile(ctx context.Context, b []byte, o FileOptions) (Document, error) {
	whole, err := HTML(ctx, b, Options{Encoding: o.Encoding})
	if err != nil || o.Whole || len(whole.Text) < minPageText || !hasFurniture(b) {
		return whole, err
	}
	d, err := Page(ctx, b, Options{Encoding: o.Encoding})
	if ctx.Err() != nil {
		return Document{}, ctx.Err()
	}
	var said *FileError
	if errors.As(err, &said) || err == nil && len(d.Text) < minArticleShare*len(whole.Text)/100 && len(d.Text) < minArticleBytes {
		return whole, nil
	}
	return d, err
}

// An article that is smaller than both of these is probably a wrong guess.
const (
	minPageText     = 250 // bytes; a shorter page is read whole
	minArticleShare = 40  // percent of the page
	minArticleBytes = 400 // of text
)

// furnitureTags are elements that pages of web sites have around an article, and written documents do not.
var furnitureTags = tagSet(atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Form)

// hasFurniture reports whether a page has parts around its article, or declares that it is an article of a site.
func hasFurniture(b []byte) bool {
	tokens := html.NewTokenizer(bytes.NewReader(b))
	tokens.SetMaxBuf(maxTokenBytes)
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			name, more := tokens.TagName()
			tag := atom.Lookup(name)
			if furnitureTags[tag] {
				return true
			}
			a := readAttributes(tokens, more)
			if tag == atom.Meta && (strings.HasPrefix(a["property"], "og:") || strings.HasPrefix(a["property"], "article:")) {
				return true
			}
			classes := strings.ToLower(a["class"] + " " + a["id"])
			for _, word := range []string{"navbar", "sidebar", "footer", "menu", "breadcrumb", "cookie", "related", "newsletter"} {
				if strings.Contains(classes, word) {
					return true
				}
			}
		}
	}
}

// singleHeadline returns the text of the page's only h1, or "" if it has none or several.
func singleHeadline(document *html.Node) (headline string) {
	for node := range document.Descendants() {
		if node.DataAtom != atom.H1 {
			continue
		}
		if headline != "" {
			return ""
		}
		headline = singleLine(textContent(node))
	}
	return headline
}

// measureDocument counts elements and computes the weight. The parser allows at most 512 nested elements.
func measureDocument(node *html.Node, depth int) (elements, weight int) {
	switch node.Type {
	case html.ElementNode:
		elements = 1
	case html.TextNode:
		weight = depth * len(node.Data)
	}
	for child := range node.ChildNodes() {
		e, w := measureDocument(child, depth+1)
		elements, weight = elements+e, weight+w
	}
	return elements, weight
}

func textContent(node *html.Node) string {
	var b strings.Builder
	for below := range node.Descendants() {
		if below.Type == html.TextNode {
			b.WriteString(below.Data)
		}
	}
	return b.String()
}

// singleLine returns metadata on one line.
func singleLine(s string) string { return strings.Join(strings.Fields(s), " ") }
