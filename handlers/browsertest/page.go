package browsertest

import (
	"fmt"
	"net/url"
	"testing"
)

// CheckPage checks the page's accessibility and layout.
func (p *Page) CheckPage(t testing.TB, name string) {
	t.Helper()
	p.CheckAccessibility(t, name)
	var beyond []string
	p.Eval(
		`[...document.querySelectorAll('body *')].filter(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
		.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120))`,
		&beyond,
	)
	if len(beyond) > 0 {
		t.Errorf("%s runs out of the page: %q", name, beyond)
	}
}

// PostForm posts a form from the open page, as one of its own forms would.
func (p *Page) PostForm(path string, form url.Values) int {
	p.T.Helper()
	pairs := [][2]string{}
	for name, values := range form {
		pairs = append(pairs, [2]string{name, values[0]})
	}
	return p.Navigate(func() {
		p.Eval(fmt.Sprintf(`((path, pairs) => {
			const form = document.createElement('form')
			form.method = 'post'
			form.action = path
			for (const [name, value] of pairs) {
				const field = document.createElement('textarea')
				field.name = name
				field.value = value
				form.append(field)
			}
			document.body.append(form)
			form.submit()
		})(%s, %s)`, QuoteJS(path), QuoteJS(pairs)), nil)
	})
}
