package sitetest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Visitor is a user whose browser runs no JavaScript. They see one page at a time, fill in its forms and
// follow its links.
type Visitor struct {
	T       testing.TB
	Name    string
	Page    *goquery.Document // the current page
	Posts   int               // how many forms they have sent
	address *url.URL          // of that page
	do      func(*http.Request) (*http.Response, error)
}

// NewVisitor returns a visitor with their own cookies who has opened no page yet.
func NewVisitor(t testing.TB, site http.Handler, name string) *Visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.Jar = jar
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Visitor{T: t, Name: name, address: address, do: client.Do}
}

// Address returns the current page's URL without the site's base.
func (v *Visitor) Address() string { return v.address.RequestURI() }

// Go opens a URL and follows redirects.
func (v *Visitor) Go(address string) {
	v.T.Helper()
	const most = 5 // redirects
	for range most {
		next, err := v.address.Parse(address)
		if err != nil {
			v.T.Fatal(err)
		}
		v.address = next
		request, err := http.NewRequest(http.MethodGet, next.String(), nil)
		if err != nil {
			v.T.Fatal(err)
		}
		response, err := v.do(request)
		if err != nil {
			v.T.Fatal(err)
		}
		if address = v.show(response, http.StatusOK); address == "" {
			return
		}
	}
	v.T.Fatalf("%s is led on from %s for ever", v.Name, v.Address())
}

// show makes a response the current page, or returns the URL that it redirects to.
func (v *Visitor) show(response *http.Response, want int) string {
	v.T.Helper()
	defer response.Body.Close()
	if response.StatusCode == http.StatusSeeOther {
		return response.Header.Get("Location")
	}
	page, err := goquery.NewDocumentFromReader(response.Body)
	if err != nil {
		v.T.Fatal(err)
	}
	if response.StatusCode != want {
		v.T.Fatalf("%s at %s: status %d, want %d: %s", v.Name, v.Address(), response.StatusCode, want, VisibleText(page.Find("main")))
	}
	v.Page = page
	return ""
}

// HasText reports whether the page contains these words.
func (v *Visitor) HasText(words string) bool {
	return strings.Contains(VisibleText(v.Page.Find("body")), words)
}

// FollowLink follows the only link with these words.
func (v *Visitor) FollowLink(words string) {
	v.T.Helper()
	links := v.Page.Find("a").FilterFunction(func(_ int, a *goquery.Selection) bool { return VisibleText(a) == words })
	if links.Length() == 0 {
		v.T.Fatalf("%s finds no link %q at %s", v.Name, words, v.Address())
	}
	v.Go(links.First().AttrOr("href", ""))
}

// Buttons returns the buttons within a part of the page whose labels begin with these words; "" is the main
// part.
func (v *Visitor) Buttons(within, words string) *goquery.Selection {
	if within == "" {
		within = "main"
	}
	return v.Page.Find(within).Find("button").FilterFunction(func(_ int, b *goquery.Selection) bool {
		return strings.HasPrefix(VisibleText(b), words) && b.AttrOr("type", "submit") == "submit" && b.AttrOr("aria-disabled", "") != "true"
	})
}

// PressButton fills in the form of the only button with these words, sends it and follows the redirect. It
// fails for a field that the form does not have, and for a value that the field does not offer.
func (v *Visitor) PressButton(within, words string, filled map[string]string) {
	v.T.Helper()
	buttons := v.Buttons(within, words)
	if buttons.Length() != 1 {
		v.T.Fatalf("%s finds %d buttons %q at %s: %s", v.Name, buttons.Length(), words, v.Address(), VisibleText(v.Page.Find("main")))
	}
	v.send(buttons, filled)
}

// Tick ticks the selected checkboxes for the next submission.
func (v *Visitor) Tick(boxes string) { v.Page.Find(boxes).SetAttr("checked", "") }

// send posts the form of a button as a browser does.
func (v *Visitor) send(button *goquery.Selection, filled map[string]string) {
	v.T.Helper()
	form := v.buttonForm(button)
	fields := v.formFields(form, filled)
	if name := button.AttrOr("name", ""); name != "" {
		fields = append(fields, [2]string{name, button.AttrOr("value", "")})
	}
	target, err := v.address.Parse(button.AttrOr("formaction", form.AttrOr("action", "")))
	if err != nil {
		v.T.Fatal(err)
	}
	request := v.request(target.String(), form.AttrOr("enctype", ""), fields)
	request.Header.Set("Origin", target.Scheme+"://"+target.Host)
	response, err := v.do(request)
	if err != nil {
		v.T.Fatal(err)
	}
	v.Posts++
	if next := v.show(response, http.StatusOK); next != "" {
		v.Go(next)
	} else {
		v.address = target
	}
}

// buttonForm returns the form that a button submits.
func (v *Visitor) buttonForm(button *goquery.Selection) *goquery.Selection {
	v.T.Helper()
	form := button.Closest("form")
	if id, named := button.Attr("form"); named {
		form = v.Page.Find("form#" + id)
	}
	if form.Length() != 1 || !strings.EqualFold(form.AttrOr("method", ""), http.MethodPost) {
		v.T.Fatalf("the button %q at %s sends no form", VisibleText(button), v.Address())
	}
	return form
}

// formFields returns the values of a form, with some filled in.
func (v *Visitor) formFields(form *goquery.Selection, filled map[string]string) (fields [][2]string) {
	v.T.Helper()
	used := map[string]bool{}
	controls := form.Find("input, select, textarea").AddSelection(v.Page.Find(`[form="` + form.AttrOr("id", "none") + `"]`).Not("button"))
	controls.Each(func(_ int, c *goquery.Selection) {
		name := c.AttrOr("name", "")
		typed, given := filled[name]
		value, sent := controlValue(c, typed, given)
		if given && sent && value == typed {
			used[name] = true
		}
		if _, required := c.Attr("required"); required && value == "" {
			v.T.Fatalf("%s leaves %q empty, which a browser does not send", v.Name, name)
		}
		if sent && name != "" {
			fields = append(fields, [2]string{name, value})
		}
	})
	for name, value := range filled {
		if !used[name] {
			v.T.Fatalf("the form %q at %s takes no %q as %q", form.AttrOr("action", ""), v.Address(), value, name)
		}
	}
	return fields
}

// controlValue returns what a control sends, if anything: the filled-in value, else its own.
func controlValue(c *goquery.Selection, typed string, given bool) (value string, sent bool) {
	switch {
	case c.Is("select"):
		options := c.Find("option")
		chosen := options.Filter("[selected]")
		if given {
			chosen = options.FilterFunction(func(_ int, o *goquery.Selection) bool { return o.AttrOr("value", "") == typed })
		} else if chosen.Length() == 0 {
			chosen = options
		}
		value, sent = chosen.First().Attr("value")
		return value, sent
	case c.Is("[type=checkbox], [type=radio]"):
		_, checked := c.Attr("checked")
		value = c.AttrOr("value", "on")
		return value, checked || given && value == typed
	case c.Is("[type=file]"):
		return "", false
	case given && c.AttrOr("type", "") != "hidden":
		return typed, true
	case c.Is("textarea"):
		return c.Text(), true
	}
	return c.AttrOr("value", ""), true
}

// request encodes a form as browsers do, including their line breaks.
func (v *Visitor) request(address, encoding string, fields [][2]string) *http.Request {
	v.T.Helper()
	for i := range fields {
		fields[i][1] = strings.ReplaceAll(strings.ReplaceAll(fields[i][1], "\r\n", "\n"), "\n", "\r\n")
	}
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	if encoding == "multipart/form-data" {
		form := multipart.NewWriter(&body)
		for _, f := range fields {
			if err := form.WriteField(f[0], f[1]); err != nil {
				v.T.Fatal(err)
			}
		}
		if err := form.Close(); err != nil {
			v.T.Fatal(err)
		}
		kind = form.FormDataContentType()
	} else {
		values := url.Values{}
		for _, f := range fields {
			values.Add(f[0], f[1])
		}
		body.WriteString(values.Encode())
	}
	request, err := http.NewRequest(http.MethodPost, address, &body)
	if err != nil {
		v.T.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	return request
}

// OptionValue returns the value of the option with these words in a select element.
func (v *Visitor) OptionValue(list, words string) string {
	v.T.Helper()
	var labels []string
	var value string
	v.Page.Find(list + " option").EachWithBreak(func(_ int, o *goquery.Selection) bool {
		labels = append(labels, VisibleText(o))
		if VisibleText(o) == words {
			value = o.AttrOr("value", "")
		}
		return value == ""
	})
	if !slices.Contains(labels, words) {
		v.T.Fatalf("%s at %s offers %q, not %q", list, v.Address(), labels, words)
	}
	return value
}
