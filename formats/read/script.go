package read

import "strings"

// script is the position of text relative to its line.
type script int

const (
	onLine script = iota
	superscript
	subscript
)

// The raised and the lowered forms of figures and signs in Unicode. Each replaces one character by one, so
// that offsets stay valid.
var (
	raisedForms = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹",
		"+", "⁺", "-", "⁻", "−", "⁻", "–", "⁻", "=", "⁼")
	loweredForms = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉",
		"+", "₊", "-", "₋", "−", "₋", "–", "₋", "=", "₌")
)

// scriptWriter writes raised and lowered text, so that its figures never join those before it: 10⁶ is not 106.
// A mark in brackets, such as [4], stays as it is, and so do letters, as in 5th.
type scriptWriter struct {
	script   script
	brackets int // open brackets in the raised or lowered text
}

// set changes the position of the text that follows.
func (w *scriptWriter) set(to script) {
	if w.script != to {
		*w = scriptWriter{script: to}
	}
}

// convert returns the text in its position.
func (w *scriptWriter) convert(words string) string {
	if w.script == onLine || w.brackets == 0 && !strings.ContainsAny(words, "[]0123456789+-−–=") {
		return words
	}
	forms := raisedForms
	if w.script == subscript {
		forms = loweredForms
	}
	var b strings.Builder
	for len(words) > 0 {
		end := strings.IndexAny(words, "[]")
		piece, mark := words, byte(0)
		if end >= 0 {
			piece, mark = words[:end], words[end]
		}
		if w.brackets == 0 && strings.ContainsAny(piece, "0123456789") {
			piece = forms.Replace(piece)
		} else if w.brackets == 0 && strings.Trim(piece, "+-−–") == "" {
			piece = forms.Replace(piece) // a sign of its own, as in Ca2+
		}
		b.WriteString(piece)
		if end < 0 {
			break
		}
		b.WriteByte(mark)
		if mark == '[' {
			w.brackets++
		} else {
			w.brackets = max(0, w.brackets-1)
		}
		words = words[end+1:]
	}
	return b.String()
}
