package fetch

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// The bounds of a page out of which an article is taken, so that the work takes a second or two at most. The longest articles on
// the web have a
// tenth of this. The weight is that of every letter times how deep it lies, for the text of each element is looked at on its own,
// and elements
// lie in each other: without it a page of 3.5 MB, 500 elements deep, took 50 seconds.
const (
	maxArticleBytes    = 5_000_000
	maxArticleElements = 30_000
	maxArticleWeight   = 50_000_000
)

// ExtractedArticle is the article that a page holds, without the page's menus, advertisements and other furniture.
type ExtractedArticle struct {
	HTML      []byte // a fragment in UTF-8, its links absolute, ready for a reader of HTML; the title often stands outside it
	Title     string // the rest is what the page says of itself; "" or zero where it says nothing
	Byline    string
	Language  string // as the page spells it, usually a BCP 47 tag
	Published time.Time
}

// ExtractArticle takes the article out of a page of HTML. What counts as the article is a guess (Mozilla's Readability, as
// browsers' reading views have
// it): a person has to look at it. The error is a *FailedError where the page is no HTML, is too large or holds no text.
func ExtractArticle(page Page) (ExtractedArticle, error) {
	if page.MediaType != "text/html" && page.MediaType != "application/xhtml+xml" {
		return ExtractedArticle{}, articleError(
			page,
			fmt.Sprintf("This address leads to a file (%s) and not to a page with an article.", sanitize(page.MediaType)),
		)
	}
	if len(page.Body) > maxArticleBytes {
		return ExtractedArticle{}, articleError(
			page,
			fmt.Sprintf("The page is larger than %d MB; paste the article's text instead.", maxArticleBytes/1_000_000),
		)
	}
	address, err := url.Parse(page.Address)
	if err != nil {
		return ExtractedArticle{}, fmt.Errorf("a page's own address: %w", err)
	}
	document, err := html.Parse(decodePage(page))
	if err != nil {
		return ExtractedArticle{}, articleError(page, "The page could not be taken apart; paste the article's text instead.")
	}
	if elements, weight := measureDocument(document, 0); elements > maxArticleElements || weight > maxArticleWeight {
		return ExtractedArticle{}, articleError(
			page,
			"The page has too many parts to look for an article in; paste the article's text instead.",
		)
	}
	headline := singleHeadline(document)
	parser := readability.NewParser()
	found, err := parser.ParseAndMutate(document, address)
	if err != nil {
		return ExtractedArticle{}, articleError(page, "The page could not be taken apart; paste the article's text instead.")
	}
	return newExtractedArticle(page, headline, found)
}

func newExtractedArticle(page Page, headline string, found readability.Article) (ExtractedArticle, error) {
	if found.Node == nil || strings.TrimSpace(textContent(found.Node)) == "" {
		return ExtractedArticle{}, articleError(page, "No article was found on this page; paste its text instead.")
	}
	var fragment bytes.Buffer
	if err := found.RenderHTML(&fragment); err != nil {
		return ExtractedArticle{}, fmt.Errorf("write the article of a page: %w", err)
	}
	published, err := found.PublishedTime()
	if err != nil {
		published = time.Time{} // pages write dates in many ways; the article stands without
	}
	title := singleLine(found.Title())
	if headline != "" && strings.Contains(title, headline) {
		title = headline // without the site's name
	}
	return ExtractedArticle{
		HTML:      fragment.Bytes(),
		Title:     title,
		Byline:    singleLine(found.Byline()),
		Language:  singleLine(found.Language()),
		Published: published,
	}, nil
}

func articleError(page Page, why string) error {
	return &FailedError{Address: page.Address, Status: page.Status, Reason: why}
}

// decodePage reads a page's bytes as the header, the page itself or the bytes say. Where only a guess is left, bytes that are UTF-8
// throughout are UTF-8.
func decodePage(page Page) io.Reader {
	encoding, _, certain := charset.DetermineEncoding(page.Body, page.ContentType)
	if !certain && utf8.Valid(page.Body) {
		return bytes.NewReader(page.Body)
	}
	return encoding.NewDecoder().Reader(bytes.NewReader(page.Body))
}

// singleHeadline is the text of a page's one h1; "" where it has none or several.
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

// measureDocument counts a document's elements and weighs its letters. The parser allows no more than 512 elements in each other.
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

// singleLine is what a page says of itself, on one line.
func singleLine(s string) string { return strings.Join(strings.Fields(s), " ") }
