package views

import (
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/sentence"
)

// block is one displayed paragraph: sentences of one region without a line break between them.
type block struct {
	region     sentence.Region
	sentences  []spacedSentence
	separators []string // the separators before it, such as "* * *"
	trailing   []string // those at the end of the text, after the last block
}

// spacedSentence is a sentence with the white space before it in its paragraph.
type spacedSentence struct {
	models.PageSentence
	before string
}

// words returns the text of the block.
func (b block) words() string {
	var words strings.Builder
	for _, s := range b.sentences {
		words.WriteString(s.before)
		words.WriteString(s.Text)
	}
	return strings.TrimSpace(words.String())
}

// splitBlocks groups the sentences of a revision into paragraphs, by the white space between them. Without
// the text, as on a sentence's page, a gap of one code point is a blank, and a longer one is a new paragraph.
func splitBlocks(whole string, sentences []models.PageSentence) []block {
	if len(sentences) == 0 {
		return nil
	}
	var blocks []block
	at, rest := 0, whole
	if whole == "" {
		at = sentences[0].Start
	}
	for _, s := range sentences {
		if s.Ordinal == 0 { // the title is not part of the text
			blocks = append(blocks, block{region: s.Region, sentences: []spacedSentence{{s, ""}}})
			continue
		}
		gap := firstRunes(rest, s.Start-at)
		if whole == "" {
			gap = guessedGaps[min(s.Start-at, len(guessedGaps)-1)]
		}
		rest = rest[min(len(rest), len(gap)+len(s.Text)):]
		at = s.End
		if last := len(blocks) - 1; last < 0 || blocks[last].region != s.Region || hasLineBreak(gap) {
			blocks = append(blocks, block{region: s.Region, separators: separatorsIn(gap)})
			gap = ""
		}
		last := &blocks[len(blocks)-1]
		last.sentences = append(last.sentences, spacedSentence{s, gap})
	}
	blocks[len(blocks)-1].trailing = separatorsIn(rest)
	return blocks
}

// separatorsIn returns the lines of signs in a text between two sentences. Other text belongs to sentences that are
// not shown, as on a sentence's page.
func separatorsIn(between string) (lines []string) {
	if !sentence.IsBetween(between) {
		return nil
	}
	index := text.NewIndex(between)
	for _, span := range sentence.Separators(between) {
		line, _ := index.Slice(span)
		lines = append(lines, line)
	}
	return lines
}

// separatorLines renders separators as they are in the text.
func separatorLines(lines []string) templ.Component {
	return drawComponent(func(p *htmlWriter) { p.writeSeparators(lines) })
}

func (p *htmlWriter) writeSeparators(lines []string) {
	for _, line := range lines {
		p.write(`<p class="separator">`)
		p.writeEscaped(line)
		p.write("</p>")
	}
}

// guessedGaps are the assumed gaps between two sentences by length, when the text is not available.
var guessedGaps = []string{"", " ", "\n"}

// firstRunes returns the first n code points of s, or all of it.
func firstRunes(s string, n int) string {
	end := 0
	for ; n > 0 && end < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

func hasLineBreak(gap string) bool { return strings.ContainsAny(gap, "\n\r\v\f\u0085\u2028\u2029") }

// headlineIndex returns the index of the first headline among the blocks, or -1.
func headlineIndex(blocks []block) int {
	for i, b := range blocks {
		if b.region == sentence.Headline {
			return i
		}
	}
	return -1
}

// regionClass returns the CSS class of a region: "quote box" contains a blank.
func regionClass(r sentence.Region) string { return strings.ReplaceAll(string(r), " ", "-") }
