package write

import (
	"bytes"
	"encoding/xml"
	"unicode"
)

// markup writes XML. Elements end in the order in which they began, so that what comes out is well formed whatever text goes in.
type markup struct {
	buf  bytes.Buffer
	open []string
}

// start begins an element; attributes are names and values in turn.
func (m *markup) start(name string, attributes ...string) {
	m.tag(name, attributes)
	m.buf.WriteByte('>')
	m.open = append(m.open, name)
}

// end ends the element that began last.
func (m *markup) end() {
	last := len(m.open) - 1
	m.buf.WriteString("</" + m.open[last] + ">")
	m.open = m.open[:last]
}

// empty is an element without content.
func (m *markup) empty(name string, attributes ...string) {
	m.tag(name, attributes)
	m.buf.WriteString("/>")
}

// element is an element that holds a text and nothing else.
func (m *markup) element(name, content string, attributes ...string) {
	m.start(name, attributes...)
	m.text(content)
	m.end()
}

func (m *markup) tag(name string, attributes []string) {
	m.buf.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.buf.WriteString(" " + attributes[i] + `="`)
		m.text(attributes[i+1])
		m.buf.WriteByte('"')
	}
}

func (m *markup) text(s string) {
	_ = xml.EscapeText(&m.buf, []byte(replaceInvalid(s))) // a buffer takes everything
}

// replaceInvalid puts a sign in place of every character that XML cannot hold: of the controls those that Unicode has for them,
// such as ␇ for a bell.
func replaceInvalid(s string) string {
	for i, r := range s {
		if !isAllowedInXML(r) {
			return s[:i] + placeholders(s[i:])
		}
	}
	return s
}

func placeholders(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case isAllowedInXML(r):
		case r < ' ':
			runes[i] = firstControlPicture + r
		default:
			runes[i] = unicode.ReplacementChar
		}
	}
	return string(runes)
}

// firstControlPicture is the sign for the first of the controls; theirs stand in the same order.
const firstControlPicture = '\u2400'

// isAllowedInXML reports whether XML can hold a character (Extensible Markup Language 1.0, production 2).
func isAllowedInXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r != 0xFFFE && r != 0xFFFF
}
