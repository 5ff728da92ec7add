package read

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

const rtfType = "application/rtf"

// Limits of RTF. Word nests some twenty groups.
const (
	maxRTFDepth = 500
	maxRTFFonts = 5_000
)

// rtf is the state of reading a file in Rich Text Format 1.9.1.
type rtf struct {
	*prose
	source    string
	at        int
	encoding  string         // of bytes, by default
	fonts     map[int]string // the encodings of fonts
	groups    []rtfGroup
	bytes     []byte // bytes of text that are not decoded yet
	surrogate rune
	skipBytes int // characters that replace the last Unicode one, for programs without Unicode
	facts     Document
	notes     []rtfNote // open footnotes and comments
	author    string    // of the next comment
	cells     bool      // in a row of a table
	link      *Link
}

// rtfGroup is the state that ends with a group.
type rtfGroup struct {
	target                  rtfTarget
	hidden, struck, deleted bool
	position                script
	font                    int
	unicodeSkip             int
	begun                   bool // something came in the group
	words                   *strings.Builder
	leave                   func()
}

// rtfTarget says where the text of a group goes.
type rtfTarget int

const (
	rtfText rtfTarget = iota
	rtfSkipped
	rtfFontTable
	rtfProperty // its words are collected
)

// rtfNote is an open footnote or comment, with the text around it.
type rtfNote struct {
	note *Note
	text *prose
	kind string
}

// readRTF reads a file in Rich Text Format: its text, footnotes, comments and links.
func readRTF(ctx context.Context, b []byte) (Document, error) {
	r := &rtf{prose: newProse("\n\n"), source: string(b), encoding: "windows-1252", fonts: map[int]string{},
		groups: []rtfGroup{{unicodeSkip: 1, font: -1}}}
	for n := 0; r.at < len(r.source); n++ {
		if n%1024 == 0 {
			if ctx.Err() != nil {
				return Document{}, ctx.Err()
			}
			if err := r.limit(); err != nil {
				return Document{}, err
			}
		}
		if !r.next() {
			return Document{}, newFileError(tooComplexMessage, "RTF document")
		}
		if len(r.groups) == 1 && n > 0 && strings.HasSuffix(r.source[:r.at], "}") {
			break // the end of the document
		}
	}
	complete := len(r.groups) == 1
	for len(r.groups) > 1 {
		r.endGroup()
	}
	if !complete {
		return Document{}, newFileError(corruptedMessage, "RTF document")
	}
	r.flush()
	r.end(bodyRegion)
	r.facts.MediaType = rtfType
	return r.document(r.facts)
}

func (r *rtf) top() *rtfGroup { return &r.groups[len(r.groups)-1] }

// next reads a group's start or end, a control word, or text.
func (r *rtf) next() bool {
	switch c := r.source[r.at]; c {
	case '{':
		r.flush()
		if len(r.groups) == maxRTFDepth {
			return false
		}
		r.top().begun = true
		g := *r.top()
		g.begun, g.leave = false, nil
		r.groups = append(r.groups, g)
		r.at++
	case '}':
		r.endGroup()
		r.at++
	case '\\':
		r.control()
	case '\r', '\n':
		r.at++
	default:
		end := strings.IndexAny(r.source[r.at:], "{}\\\r\n")
		if end < 0 {
			end = len(r.source) - r.at
		}
		r.text(r.source[r.at : r.at+end])
		r.at += end
	}
	return true
}

func (r *rtf) endGroup() {
	r.flush()
	if len(r.groups) == 1 {
		return
	}
	leave := r.top().leave
	r.groups = r.groups[:len(r.groups)-1]
	if leave != nil {
		leave()
	}
}

// control reads a control word or sign.
func (r *rtf) control() {
	rest := r.source[r.at+1:]
	if rest == "" {
		r.at++
		return
	}
	end := 0
	for end < len(rest) && isASCIILetter(rune(rest[end])) {
		end++
	}
	if end == 0 {
		r.at += 2
		r.sign(rest)
		return
	}
	word := rest[:end]
	digits := end
	if digits < len(rest) && rest[digits] == '-' {
		digits++
	}
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' && digits-end < 12 {
		digits++
	}
	number, err := strconv.Atoi(rest[end:digits])
	given := err == nil
	if !given && digits > end {
		digits = end
	}
	if digits < len(rest) && rest[digits] == ' ' {
		digits++
	}
	r.at += 1 + digits
	r.word(word, number, given)
	r.top().begun = true
}

// sign handles a control that is a single character.
func (r *rtf) sign(rest string) {
	switch rest[0] {
	case '\'':
		if len(rest) < 3 {
			r.at = len(r.source)
			return
		}
		r.at += 2
		if c, err := strconv.ParseUint(rest[1:3], 16, 8); err == nil {
			r.text(string([]byte{byte(c)}))
		}
	case '*':
		if !r.top().begun {
			r.flush()
			r.optional()
		}
	case '~':
		r.unicode('\u00A0')
	case '-':
		r.unicode('\u00AD')
	case '_':
		r.unicode('\u2011')
	case '\\', '{', '}':
		r.text(rest[:1])
	case '\r', '\n':
		r.paragraphEnd()
	}
}

// knownOptional are destinations that a reader may skip and this one reads.
var knownOptional = map[string]bool{"fldinst": true, "atnauthor": true, "annotation": true, "atnid": true, "footnote": true,
	"shptxt": true, "shpinst": true, "nestrow": true, "nesttableprops": true}

// optional skips a group that begins with \*, unless it is known.
func (r *rtf) optional() {
	rest := strings.TrimPrefix(strings.TrimLeft(r.source[r.at:], "\r\n "), "\\")
	end := 0
	for end < len(rest) && end < 30 && isASCIILetter(rune(rest[end])) {
		end++
	}
	if !knownOptional[rest[:end]] {
		r.top().target = rtfSkipped
	}
}

// text adds bytes of text, which are decoded together.
func (r *rtf) text(s string) {
	r.top().begun = true
	if r.skipBytes > 0 {
		n := min(r.skipBytes, len(s))
		r.skipBytes, s = r.skipBytes-n, s[n:]
	}
	r.bytes = append(r.bytes, s...)
}

// unicode adds a character.
func (r *rtf) unicode(c rune) {
	r.flush()
	r.add(string(c))
}

// flush decodes the collected bytes in the encoding of their font.
func (r *rtf) flush() {
	if len(r.bytes) == 0 {
		return
	}
	s := string(r.bytes)
	r.bytes = r.bytes[:0]
	name := cmp.Or(r.fonts[r.top().font], r.encoding)
	if coding, _ := charset.Lookup(name); coding != nil {
		if decoded, err := coding.NewDecoder().String(s); err == nil {
			s = decoded
		}
	}
	r.add(strings.ToValidUTF8(s, "\uFFFD"))
}

// add adds text to its destination.
func (r *rtf) add(s string) {
	g := r.top()
	s = strings.ReplaceAll(s, "\x00", "")
	switch {
	case g.target == rtfProperty && g.words != nil:
		if g.words.Len() < maxInstructionBytes {
			g.words.WriteString(s)
		}
	case g.target != rtfText:
	case g.deleted:
		r.omit(OmittedDeleted, s)
	case g.hidden:
		r.omit(OmittedHidden, s)
	case g.struck:
		r.omit(OmittedStruck, s)
	default:
		r.position.set(g.position)
		r.write(s)
	}
}

func (r *rtf) paragraphEnd() {
	r.flush()
	if g := r.top(); g.target == rtfText && !g.deleted {
		r.end(bodyRegion)
	}
}

// unit adds a UTF-16 code unit, which RTF writes as a signed number.
func (r *rtf) unit(n int) {
	c := rune(uint16(n))
	r.flush()
	r.skipBytes = 0
	switch {
	case utf16.IsSurrogate(c) && c < 0xDC00:
		r.surrogate = c
	case utf16.IsSurrogate(c):
		if c = utf16.DecodeRune(r.surrogate, c); c != utf8.RuneError {
			r.add(string(c))
		}
		r.surrogate = 0
	case c >= 0xF020 && c <= 0xF0FF: // of a symbol font
		r.add("•")
	default:
		r.add(string(c))
	}
	r.skipBytes = r.top().unicodeSkip
}
