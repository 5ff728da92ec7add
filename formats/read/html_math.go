package read

// mathElement is an open element of a formula in MathML.
type mathElement struct {
	name     string
	children int
	script   script
	hidden   bool
}

// maxMathDepth limits how deep formulas are nested.
const maxMathDepth = 200

// mathNames are the elements of formulas whose parts must not run together.
var mathNames = map[string]bool{"math": true, "mrow": true, "mn": true, "mi": true, "mo": true, "mtext": true, "mstyle": true,
	"mpadded": true, "mfenced": true,
	"mfrac": true, "msup": true, "msub": true, "msubsup": true, "munder": true, "mover": true, "munderover": true, "msqrt": true,
	"mroot":     true,
	"semantics": true, "annotation": true, "annotation-xml": true}

// startMath begins an element of a formula. It writes the fraction stroke between the parts of a fraction.
func (p *page) startMath(name string) {
	n := len(p.math)
	if !mathNames[name] || n == 0 && name != "math" || n == maxMathDepth {
		return
	}
	e := mathElement{name: name}
	if n > 0 {
		around := &p.math[n-1]
		around.children++
		e.script, e.hidden = around.script, around.hidden || name == "annotation" || name == "annotation-xml"
		switch second := around.children == 2; {
		case around.name == "mfrac" && second && !p.top().hidden && !e.hidden:
			p.write("/")
		case around.name == "msup" && second, around.name == "msubsup" && around.children == 3:
			e.script = superscript
		case (around.name == "msub" || around.name == "msubsup") && second:
			e.script = subscript
		}
	}
	p.math = append(p.math, e)
}

// endMath ends the innermost open element with a name, and all elements within it.
func (p *page) endMath(name string) {
	for i := len(p.math) - 1; i >= 0; i-- {
		if p.math[i].name == name {
			p.math = p.math[:i]
			return
		}
	}
}
