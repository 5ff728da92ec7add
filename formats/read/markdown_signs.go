package read

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html/atom"
)

// deletions parses ~~deleted text~~. A single tilde is text, as in "5~10 hours".
type deletions struct{}

var twoTildes = extension.NewStrikethroughParser()

// Trigger returns the character that marks deletions.
func (deletions) Trigger() []byte { return []byte{'~'} }

// Parse parses a mark of two tildes.
func (deletions) Parse(parent ast.Node, block text.Reader, shared parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("~~")) || bytes.HasPrefix(line, []byte("~~~")) {
		return nil
	}
	return twoTildes.Parse(parent, block, shared)
}

// plainSigns keeps signs that are part of a text about figures: 3*4*5 has no emphasis, and a<b and c>d no HTML.
type plainSigns struct{}

// Trigger returns the signs.
func (plainSigns) Trigger() []byte { return []byte{'*', '_', '<'} }

// Parse returns the sign as text, or nil if it is markup.
func (plainSigns) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	plain := false
	if line[0] == '<' {
		plain = !isInlineMarkup(line)
	} else {
		after := ' '
		if len(line) > 1 {
			after = rune(line[1])
		}
		letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
		plain = letter(before) && letter(after) && (unicode.IsDigit(before) || unicode.IsDigit(after))
	}
	if !plain {
		return nil
	}
	block.Advance(1)
	sign := ast.NewString(line[:1:1])
	return sign
}

var (
	inlineTag  = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)((?:[\s/][^<>]*)?)>`)
	tagValue   = regexp.MustCompile(`[^\s"'=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>]+)`)
	flagValues = []string{"hidden", "open", "reversed", "controls", "async", "defer", "loop", "muted", "autoplay", "allowfullscreen",
		"disabled", "download", "ismap", "/"}
)

// isInlineMarkup reports whether a line that begins with < begins with an HTML element, an address, a comment or the like. If the
// attributes are words without values, the line is a comparison and not an element.
func isInlineMarkup(line []byte) bool {
	if len(line) < 2 || line[1] == '!' || line[1] == '?' {
		return true
	}
	tag := inlineTag.FindSubmatch(line)
	if tag == nil {
		return true // an address, or text to the parsers too
	}
	if atom.Lookup(bytes.ToLower(tag[1])) == 0 && !mathNames[strings.ToLower(string(tag[1]))] {
		return false
	}
	for _, word := range strings.Fields(tagValue.ReplaceAllString(string(tag[2]), "")) {
		if !slices.Contains(flagValues, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

// scriptMarks parses 10^6^ and H~2~O, which pandoc writes for raised and lowered text.
type scriptMarks struct{}

var (
	raisedMark  = regexp.MustCompile(`^\^([^\s^\[\]<>*_]{1,20})\^`)
	loweredMark = regexp.MustCompile(`^~([0-9+\-−]{1,4})~(?:[^0-9~]|$)`)
)

// Trigger returns the marks.
func (scriptMarks) Trigger() []byte { return []byte{'^', '~'} }

// Parse converts the marks to an element. After a letter, digits between tildes are a subscript. After a digit, a tilde means "to".
func (scriptMarks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	found, tag := raisedMark.FindSubmatch(line), "sup"
	if line[0] == '~' {
		if found, tag = loweredMark.FindSubmatch(line), "sub"; !unicode.IsLetter(before) {
			return nil
		}
	}
	if found == nil || unicode.IsSpace(before) {
		return nil
	}
	block.Advance(len(found[1]) + 2)
	node := ast.NewString([]byte("<" + tag + ">" + string(escapeHTML(found[1])) + "</" + tag + ">"))
	node.SetRaw(true)
	node.SetCode(true)
	return node
}

func escapeHTML(b []byte) []byte { return bytes.ReplaceAll(b, []byte("&"), []byte("&amp;")) }

// listNumbers keeps the numbers of lists, which are part of the text: "1911. That was the year." is not an item.
type listNumbers struct{}

var listNumber = regexp.MustCompile(`(\d{1,9}[.)])[ \t]+$`)

// Transform puts the number of each item before its text.
func (listNumbers) Transform(document *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		list, ok := n.(*ast.List)
		if !entering || !ok || !list.IsOrdered() {
			return ast.WalkContinue, nil
		}
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			block := item.FirstChild()
			if block == nil || block.Kind() != ast.KindTextBlock && block.Kind() != ast.KindParagraph || block.Lines().Len() == 0 {
				continue
			}
			start := block.Lines().At(0).Start
			line := source[bytes.LastIndexByte(source[:start], '\n')+1 : start]
			if number := listNumber.FindSubmatch(line); number != nil {
				block.InsertBefore(block, block.FirstChild(), ast.NewString(append(bytes.Clone(number[1]), ' ')))
			}
		}
		return ast.WalkContinue, nil
	})
}
