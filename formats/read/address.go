package read

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressLineEnds takes out what the URL standard has taken out of addresses.
var addressLineEnds = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// webAddress is the absolute address that a link leads to, read against the address of the page that it stands on (nil where that is
// not known). It is "" where the link leads to nothing on the web.
func webAddress(base *url.URL, link string) string {
	link = strings.TrimFunc(link, func(r rune) bool { return r <= ' ' })
	link = addressLineEnds.Replace(link)
	u, err := url.Parse(link)
	if err != nil || !utf8.ValidString(link) {
		return ""
	}
	if !u.IsAbs() {
		if base == nil {
			return ""
		}
		u, link = base.ResolveReference(u), ""
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	if link == "" || strings.ContainsFunc(link, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return u.String()
	}
	return link
}

// pageAddress is the address against which the links of a page are read; nil where there is none.
func pageAddress(address string) *url.URL {
	u, err := url.Parse(webAddress(nil, address))
	if err != nil || !u.IsAbs() {
		return nil
	}
	return u
}
