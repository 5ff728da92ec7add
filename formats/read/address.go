package read

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressLineEnds removes the characters that the URL standard removes from addresses.
var addressLineEnds = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// webAddress returns the absolute address of a link, relative to the address of its page (nil if unknown).
// It returns "" if the link does not lead to the web.
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

// pageAddress returns the address to which a page's links are relative, or nil.
func pageAddress(address string) *url.URL {
	u, err := url.Parse(webAddress(nil, address))
	if err != nil || !u.IsAbs() {
		return nil
	}
	return u
}
