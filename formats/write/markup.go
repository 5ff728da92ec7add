package write

import (
	"bytes"
	"encoding/xml"
	"unicode"
)

// markup writes XML. Elements are always nested correctly and text is escaped, so that the output is well
// formed for any text.
type markup struct {
	buf  bytes.Buffer
	open []string
}

// start begins an element. attributes are alternating names and values.
func (m *markup) start(name string, attributes ...string) {
	m.tag(name, attributes)
	m.buf.WriteByte('>')
	m.open = append(m.open, name)
}

// end ends the innermost element.
func (m *markup) end() {
	last := len(m.open) - 1
	m.buf.WriteString("</" + m.open[last] + ">")
	m.open = m.open[:last]
}

// empty writes an element without content.
func (m *markup) empty(name string, attributes ...string) {
	m.tag(name, attributes)
	m.buf.WriteString("/>")
}

// element writes an element with only text.
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
	_ = xml.EscapeText(&m.buf, []byte(replaceInvalid(s))) // a buffer accepts everything
}

// replaceInvalid replaces every character that XML cannot contain with a visible stand-in. For controls
// this is Unicode's picture of them, such as ␇ for a bell.
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

// firstControlPicture is the picture of the first control. The others follow in the same order.
const firstControlPicture = '\u2400'

// isAllowedInXML reports whether XML can contain a character (Extensible Markup Language 1.0, production 2).
func isAllowedInXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r != 0xFFFE && r != 0xFFFF
}
