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

// Limits of a page from which an article is extracted, so that this takes at most a second or two. The
// longest articles on the web have a tenth of this. The weight is the number of letters times their depth,
// because the extractor examines the text of each nested element separately: without this limit a page of
// 3.5 MB, 500 elements deep, took 50 seconds.
const (
	maxArticleBytes    = 5_000_000
	maxArticleElements = 30_000
	maxArticleWeight   = 50_000_000
)

// ExtractedArticle is the article of a page, without menus, advertisements and other page furniture.
type ExtractedArticle struct {
	HTML      []byte // a fragment in UTF-8 with absolute links; often without the title
	Title     string // this and the following come from the page's metadata; "" or zero if missing
	Byline    string
	Language  string // as in the page, usually a BCP 47 tag
	Published time.Time
}

// ExtractArticle extracts the article from an HTML page. The result is a guess (Mozilla's Readability, as
// in browsers' reader views), so a person has to look at it. It returns a *FailedError if the page is not
// HTML, is too large or contains no text.
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
		published = time.Time{} // dates have many formats; an article without one is fine
	}
	title := singleLine(found.Title())
	if headline != "" && strings.Contains(title, headline) {
		title = headline // without the name of the site
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

// decodePage decodes a page by its header, its metadata or its bytes. If that is only a guess, valid UTF-8
// is decoded as UTF-8.
func decodePage(page Page) io.Reader {
	encoding, _, certain := charset.DetermineEncoding(page.Body, page.ContentType)
	if !certain && utf8.Valid(page.Body) {
		return bytes.NewReader(page.Body)
	}
	return encoding.NewDecoder().Reader(bytes.NewReader(page.Body))
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
