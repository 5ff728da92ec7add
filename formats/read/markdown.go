package read

import (
	"bytes"
	"context"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxMarkdownBytes is how long a text in Markdown can be, in bytes: some 300,000 words.
const maxMarkdownBytes = 2 << 20

// markdown is CommonMark with what GitHub adds to it.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()),
	goldmark.WithParserOptions(parser.WithAttribute(), parser.WithInlineParsers(util.Prioritized(footnoteMarks{}, 101)))) // before links

// readMarkdown reads Markdown as the page that it stands for: prose without marks. What stands for a picture becomes a caption, a
// footnote a note.
func readMarkdown(ctx context.Context, name string, b []byte) (Document, error) {
	if len(b) > maxMarkdownBytes {
		return Document{}, &TooLargeError{maxMarkdownBytes}
	}
	plain, err := Text(name, b)
	if err != nil {
		return Document{}, err
	}
	head, source := frontMatter(plain.Text)
	m := &markdownText{ctx: ctx, shared: parser.NewContext(), footnotes: map[string]string{}}
	d, err := m.read(source)
	if err != nil {
		return Document{}, err
	}
	d.Encoding, d.MediaType = plain.Encoding, markdownType
	d.Title, d.Byline, d.Language, d.Date = cleanProperty(
		head["title"],
	), cleanProperty(
		head["author"],
	), parseLanguageTag(
		head["lang"],
	), parseTime(
		head["date"],
	)
	setIfEmpty(&d.Language, parseLanguageTag(head["language"]))
	return d, nil
}

// markdownText is a text being made a page, block by block: goldmark takes time by the square of what it is given at once where
// somebody means it to, and cannot be stopped.
type markdownText struct {
	ctx       context.Context
	shared    parser.Context // the addresses that links name, wherever they are given
	page      bytes.Buffer
	footnotes map[string]string // their words, by their marks
}

// referencePattern gives the address of links by a name, and footnote the words of a footnote by its mark.
var (
	referencePattern = regexp.MustCompile(`(?m)^ {0,3}\[([^\[\]^][^\[\]]{0,200})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+["'(].*)?[ \t\r]*$`)
	footnotePattern  = regexp.MustCompile(`^\[\^([^\[\]\s]{1,100})\]:[ \t]*`)
)

func (m *markdownText) read(source string) (Document, error) {
	for _, found := range referencePattern.FindAllStringSubmatch(source, -1) {
		m.shared.AddReference(parser.NewReference([]byte(found[1]), []byte(found[2]), nil))
	}
	blocks, err := markdownBlocks(source)
	if err != nil {
		return Document{}, err
	}
	for _, block := range blocks {
		if m.ctx.Err() != nil {
			return Document{}, m.ctx.Err()
		}
		if mark := footnotePattern.FindStringSubmatch(block); mark != nil {
			err = m.footnote(mark[1], block[len(mark[0]):])
		} else {
			err = m.add(block)
		}
		if err != nil {
			return Document{}, err
		}
	}
	return readHTML(m.ctx, m.page.Bytes(), pageOptions{Options: Options{ContentType: utf8Page}, altCaptions: true, footnotes: m.footnotes})
}

const utf8Page = "text/html; charset=utf-8"

// add makes HTML of a block.
func (m *markdownText) add(block string) error {
	return markdown.Convert([]byte(block), &m.page, parser.WithContext(m.shared))
}

// footnote takes the words of a footnote.
func (m *markdownText) footnote(mark, block string) error {
	before := m.page.Len()
	if err := m.add(block); err != nil {
		return err
	}
	d, err := readHTML(m.ctx, m.page.Bytes()[before:], pageOptions{Options: Options{ContentType: utf8Page}})
	m.page.Truncate(before)
	if _, twice := m.footnotes[mark]; !twice && d.Text != "" {
		m.footnotes[mark] = strings.ReplaceAll(d.Text, "\n\n", "\n")
	}
	return err
}

// footnoteMarks reads the marks of footnotes in a text.
type footnoteMarks struct{}

// Trigger is the character with which a mark begins.
func (footnoteMarks) Trigger() []byte { return []byte{'['} }

var footnoteMark = regexp.MustCompile(`^\[\^([^\[\]\s"&<>]{1,100})\]`)

// Parse makes of a mark an element of HTML that shows nothing.
func (footnoteMarks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	found := footnoteMark.FindSubmatch(line)
	if found == nil {
		return nil
	}
	block.Advance(len(found[0]))
	mark := ast.NewString([]byte(`<a role="doc-noteref" title="` + string(found[1]) + `"></a>`))
	mark.SetRaw(true)
	mark.SetCode(true)
	return mark
}

// frontMatter parts the lines "name: value" at the top of a text, between lines of three dashes, from the text. Without both dashes
// it is all text.
func frontMatter(s string) (facts map[string]string, text string) {
	opening, rest, found := strings.Cut(s, "\n")
	if !found || strings.TrimRight(opening, " \t\r") != "---" {
		return nil, s
	}
	facts = map[string]string{}
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimRight(line, " \t\r")
		if line == "---" || line == "..." {
			return facts, rest
		}
		name, value, _ := strings.Cut(line, ":")
		facts[strings.ToLower(name)] = strings.Trim(strings.TrimSpace(value), `"'`)
	}
	return nil, s
}
