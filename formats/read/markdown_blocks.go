package read

import (
	"regexp"
	"strings"
)

// maxBlockBytes is the maximum length, in bytes, of a paragraph, list or code block that goldmark reads at
// once: 5,000 words.
const maxBlockBytes = 32 << 10

// markdownBlocks splits Markdown where no block continues: after an empty line and before a line without
// indentation. A longer paragraph is split at the end of a line.
func markdownBlocks(s string) ([]string, error) {
	var blocks []string
	var end func(line string) bool // the end of the open code block or the like
	from, at, blank := 0, 0, false
	for line := range strings.Lines(s) {
		whole := end == nil &&
			(blank && strings.TrimLeft(line, " \t") == line || footnotePattern.MatchString(line) || at+len(line)-from > maxBlockBytes)
		empty := strings.TrimSpace(line) == ""
		if whole && !empty && at > from {
			blocks, from = append(blocks, s[from:at]), at
		}
		at += len(line)
		if at-from > maxBlockBytes {
			return nil, &FileError{"This file has a line or a piece of code of more than 32 kB in it; paste the text instead."}
		}
		switch {
		case end == nil:
			end = blockEndFor(line)
		case end(line):
			end = nil
		}
		blank = empty && end == nil
	}
	if from < len(s) {
		blocks = append(blocks, s[from:])
	}
	return blocks, nil
}

// The start and end of code blocks, and of the kinds of HTML that may contain empty lines (CommonMark
// 0.31.2, 4.5 and 4.6).
var (
	fencePattern = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)")
	rawHTMLStart = regexp.MustCompile(`(?i)^ {0,3}<(!--|\?|!\[CDATA\[|![a-z]|(?:script|pre|style|textarea)(?:[\s>]|$))`)
	rawHTMLEnd   = regexp.MustCompile(`(?i)</(script|pre|style|textarea)>`)
)

// blockEndFor returns a test for the end of the block that begins in a line and may contain empty lines. It
// returns nil if there is none, or if the block ends in the same line.
func blockEndFor(line string) (ends func(string) bool) {
	if f := fencePattern.FindStringSubmatch(line); f != nil {
		if f[1][0] == '`' && strings.Contains(f[2], "`") {
			return nil
		}
		return func(line string) bool {
			g := fencePattern.FindStringSubmatch(line)
			return g != nil && strings.HasPrefix(g[1], f[1]) && strings.TrimSpace(g[2]) == ""
		}
	}
	raw := rawHTMLStart.FindStringSubmatch(line)
	if raw == nil {
		return nil
	}
	mark := map[string]string{"!--": "-->", "?": "?>", "![CDATA[": "]]>"}[strings.ToUpper(raw[1])]
	switch {
	case mark != "":
		ends = func(line string) bool { return strings.Contains(line, mark) }
	case raw[1][0] == '!':
		ends = func(line string) bool { return strings.Contains(line, ">") }
	default:
		ends = rawHTMLEnd.MatchString
	}
	if ends(line[strings.Index(line, raw[1])+len(raw[1])-1:]) {
		return nil
	}
	return ends
}
