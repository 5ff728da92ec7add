package views

import (
	"strings"
	"unicode/utf8"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/sentence"
)

// block is what an article shows as one paragraph: sentences of one region with no line break between them.
type block struct {
	region    sentence.Region
	sentences []spacedSentence
}

// spacedSentence is a sentence with the white space that stands before it in its paragraph.
type spacedSentence struct {
	models.PageSentence
	before string
}

// splitBlocks puts sentences of a revision's text into paragraphs, from the white space between them. Without the text, as
// on a sentence's page, one place between two sentences is a blank, and more are a new paragraph.
func splitBlocks(whole string, sentences []models.PageSentence) []block {
	if len(sentences) == 0 {
		return nil
	}
	var blocks []block
	at := sentences[0].Start
	rest := whole[text.NewIndex(whole).Byte(at):]
	for _, s := range sentences {
		if s.Ordinal == 0 { // the title stands beside the text
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
			blocks = append(blocks, block{region: s.Region})
			gap = ""
		}
		last := &blocks[len(blocks)-1]
		last.sentences = append(last.sentences, spacedSentence{s, gap})
	}
	return blocks
}

// guessedGaps is what stands between two sentences, by the number of places, where the text is not at hand.
var guessedGaps = []string{"", " ", "\n"}

// firstRunes is the first n code points of s, or all of it.
func firstRunes(s string, n int) string {
	end := 0
	for ; n > 0 && end < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

func hasLineBreak(gap string) bool { return strings.ContainsAny(gap, "\n\r\v\f\u0085\u2028\u2029") }

// headlineIndex is where the article's own headline stands among its blocks, or -1.
func headlineIndex(blocks []block) int {
	for i, b := range blocks {
		if b.region == sentence.Headline {
			return i
		}
	}
	return -1
}

// regionClass is a region as a class: "quote box" has a blank.
func regionClass(r sentence.Region) string { return strings.ReplaceAll(string(r), " ", "-") }
