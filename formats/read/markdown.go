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
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxMarkdownBytes is the maximum length of a Markdown text, in bytes: some 300,000 words.
const maxMarkdownBytes = 2 << 20

// markdown is CommonMark with GitHub's extensions. A deletion needs two tildes, as GitHub documents. One tilde is text.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Linkify, extension.Table, extension.TaskList),
	goldmark.WithRendererOptions(html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(extension.NewStrikethroughHTMLRenderer(),
		500))),
	goldmark.WithParserOptions(
		parser.WithAttribute(),
		parser.WithInlineParsers(
			util.Prioritized(footnoteMarks{}, 101), // before links
			util.Prioritized(plainSigns{}, 90),     // before emphasis and HTML
			util.Prioritized(scriptMarks{}, 95),
			util.Prioritized(deletions{}, 500),
		),
		parser.WithASTTransformers(util.Prioritized(listNumbers{}, 500)),
	),
)

// readMarkdown reads Markdown as the HTML page that it represents: prose without markup. The alternative
// text of a picture becomes a caption, a footnote a note.
func readMarkdown(ctx context.Context, plain Document) (Document, error) {
	if len(plain.Text) > maxMarkdownBytes {
		return Document{}, &TooLargeError{maxMarkdownBytes}
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

// markdownText converts a text to HTML block by block, because goldmark takes quadratic time for
// adversarial input and cannot be stopped.
type markdownText struct {
	ctx       context.Context
	shared    parser.Context // link reference definitions, wherever they are
	page      bytes.Buffer
	footnotes map[string]string // the text of footnotes, by mark
}

// referencePattern matches link reference definitions, and footnotePattern footnote definitions.
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

// add converts a block to HTML.
func (m *markdownText) add(block string) error {
	return markdown.Convert([]byte(block), &m.page, parser.WithContext(m.shared))
}

// footnote stores the text of a footnote.
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

// footnoteMarks parses footnote marks.
type footnoteMarks struct{}

// Trigger returns the first character of a mark.
func (footnoteMarks) Trigger() []byte { return []byte{'['} }

var footnoteMark = regexp.MustCompile(`^\[\^([^\[\]\s"&<>]{1,100})\]`)

// Parse converts a mark to an HTML element without a visible effect.
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

// frontMatter separates the lines "name: value" at the top of a text, between lines of three dashes, from
// the text. Without both lines of dashes everything is text.
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
