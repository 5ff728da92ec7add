package views

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

func element(tag string, attributes templ.Attributes, content func(*htmlWriter)) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := htmlWriter{w: w}
		p.write("<" + tag)
		if err := templ.RenderAttributes(ctx, w, attributes); err != nil {
			return err
		}
		p.write(">")
		content(&p)
		p.write("</" + tag + ">")
		return p.err
	})
}

// Attributes of elements with text that users wrote. The browser detects the text's direction.
var (
	noteAttributes  = templ.Attributes{"class": "note", "dir": "auto"}
	quoteAttributes = templ.Attributes{"dir": "auto"}
)

// exactElement renders an element that contains only a text. In a template, the formatter would add a line
// break to the text.
func exactElement(tag string, attributes templ.Attributes, s string) templ.Component {
	return element(tag, attributes, func(p *htmlWriter) { p.writeWords(s, nil) })
}
