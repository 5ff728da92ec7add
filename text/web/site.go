package web

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Site returns the registrable domain of a normalised host: example.co.uk for news.example.co.uk.
func Site(host string) string {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return host
	}
	ascii, err := idna.Punycode.ToASCII(host)
	if err != nil {
		return host
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	if err != nil {
		return host // a single label, or a public suffix itself
	}
	if plain, err := idna.Punycode.ToUnicode(site); err == nil {
		return plain
	}
	return site
}

var doiPattern = regexp.MustCompile(`(?i)\b10\.[0-9]{4,9}/[^\s?#&"<>]+`)

// doiSuffixes are appended to a DOI in publishers' addresses.
var doiSuffixes = regexp.MustCompile(`(?i)(v[0-9]+)?([./](full|abstract|pdf|epdf|html|meta|text|full-?text|full\.pdf|figures))?$`)

// DOI returns the digital object identifier in an address or title, in lower case, or "".
func DOI(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		s = plain
	}
	found := strings.TrimRight(doiPattern.FindString(s), ".,;)]}")
	return strings.ToLower(doiSuffixes.ReplaceAllString(found, ""))
}
