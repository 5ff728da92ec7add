package read

import (
	"regexp"
	"strings"
)

// maxBlockBytes is how long a paragraph, a list or a piece of code can be for goldmark to read it at once, in bytes: 5,000 words.
const maxBlockBytes = 32 << 10

// markdownBlocks cuts Markdown where nothing goes on: behind an empty line, before a line that is not indented. A longer paragraph
// is cut at the end
// of a line.
func markdownBlocks(s string) ([]string, error) {
	var blocks []string
	var end func(line string) bool // of the code or the like that we are in
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

// What begins and ends code and the kinds of HTML in which empty lines can stand (CommonMark 0.31.2, 4.5 and 4.6).
var (
	fencePattern = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)")
	rawHTMLStart = regexp.MustCompile(`(?i)^ {0,3}<(!--|\?|!\[CDATA\[|![a-z]|(?:script|pre|style|textarea)(?:[\s>]|$))`)
	rawHTMLEnd   = regexp.MustCompile(`(?i)</(script|pre|style|textarea)>`)
)

// blockEndFor says how what begins in a line ends, where empty lines can stand in it; nil where none does or it ends in the line.
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
