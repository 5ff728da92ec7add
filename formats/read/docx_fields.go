package read

import "strings"

// field is an open field: its instruction, then its result.
type field struct {
	instruction []byte
	inResult    bool
	link        *Link
}

// maxNestedFields limits how many fields can be nested, because unterminated ones stay open.
const maxNestedFields = 200

// maxInstructionBytes limits the length of a field's instruction, in bytes: an address and some switches.
const maxInstructionBytes = 10_000

// fieldMark handles the start of a field, the end of its instruction, or its end.
func (b *docxBody) fieldMark(kind string) {
	last := len(b.fields) - 1
	switch {
	case kind == "begin" && last+1 < maxNestedFields:
		b.fields = append(b.fields, field{})
	case kind == "separate" && last >= 0 && !b.fields[last].inResult:
		f := &b.fields[last]
		f.inResult, f.link = true, b.openLink(hyperlinkAddress(string(f.instruction)))
	case kind == "end" && last >= 0:
		b.closeLink(b.fields[last].link)
		b.fields = b.fields[:last]
	}
}

// hyperlinkAddress returns the address of a HYPERLINK field (ECMA-376 part 1, 17.16.5.25), or "" for any
// other field.
func hyperlinkAddress(code string) string {
	words := splitInstruction(code)
	if len(words) < 2 || !strings.EqualFold(words[0], "HYPERLINK") {
		return ""
	}
	address, anchor := "", ""
	for i := 1; i < len(words); i++ {
		switch {
		case words[i] == `\l` && i+1 < len(words):
			i++
			anchor = words[i]
		case words[i] == `\o` || words[i] == `\t`:
			i++
		case !strings.HasPrefix(words[i], `\`) && address == "":
			address = words[i]
		}
	}
	return withFragment(webAddress(nil, address), anchor)
}

// splitInstruction splits an instruction at spaces outside quotation marks. A backslash escapes the next
// character inside them.
func splitInstruction(code string) (words []string) {
	var word []byte
	quoted, begun := false, false
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch {
		case c == '"':
			quoted, begun = !quoted, true
		case quoted && c == '\\' && i+1 < len(code):
			i++
			word = append(word, code[i])
		case !quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			if begun {
				words = append(words, string(word))
			}
			word, begun = word[:0], false
		default:
			word, begun = append(word, c), true
		}
	}
	if begun {
		words = append(words, string(word))
	}
	return words
}
