// Package web compares web addresses, sites and publishers. It decides whether two addresses lead to the
// same page, which site a page is on, which address an archive or a translation shows, and whether two
// names are the same publisher's. It makes no requests.
package web

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"
)

// NormalizeAddress returns a web address in a normal form for comparison. It removes scheme, www., port,
// user name, fragment, trailing slash and tracking parameters, decodes the host to lower case Unicode, and
// sorts the other parameters. For a page in an archive, a translator or a cache it returns the address of
// the original. It returns "" if s is not a web address.
func NormalizeAddress(s string) string {
	u := unwrapAddress(s, maxNested)
	if u == nil {
		return ""
	}
	clean := path.Clean("/" + u.Path)
	clean = strings.TrimSuffix(strings.TrimSuffix(clean, "/amp"), "/")
	if rest, found := strings.CutPrefix(clean, "/amp/"); found {
		clean = "/" + rest
	}
	address := normalizedHost(u) + clean
	if query := significantQuery(u.Query()); query != "" {
		address += "?" + query
	}
	return address
}

// maxNested is the maximum number of nested addresses. A copy in an archive of a translation of a page is
// three.
const maxNested = 5

// unwrapAddress returns the address that another leads to or shows a copy of, or nil if it is not a web
// address.
func unwrapAddress(s string, nested int) *url.URL {
	u, err := url.Parse(WithScheme(strings.TrimSpace(s)))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil
	}
	if inner := wrappedAddress(u); inner != "" && nested > 0 {
		if kept := unwrapAddress(inner, nested-1); kept != nil {
			return kept
		}
	}
	return u
}

// TitleAddress returns the address if a source's title is one, and "" otherwise.
func TitleAddress(title string) string {
	title = strings.TrimSpace(title)
	address := WithScheme(title)
	host, rest, _ := strings.Cut(NormalizeAddress(address), "/")
	switch {
	case host == "" || strings.ContainsFunc(title, unicode.IsSpace):
		return ""
	case address == title || strings.HasPrefix(strings.ToLower(title), "www.") || rest != "" && hasPublicSuffix(host):
		return address
	}
	return ""
}

// hasPublicSuffix reports whether a host ends like hosts on the internet.
func hasPublicSuffix(host string) bool {
	ascii, err := idna.Punycode.ToASCII(host)
	_, icann := publicsuffix.PublicSuffix(ascii)
	return err == nil && icann
}

// schemelessAddress is an address without a scheme, such as example.org/a or localhost:8080.
var schemelessAddress = regexp.MustCompile(
	`^([\pL\pN\pM_-]+(\.[\pL\pN\pM_-]+)+\.?(:[0-9]+)?|localhost(:[0-9]+)?|[\pL\pN_-]+:[0-9]+)([/?#]|$)`,
)

// WithScheme puts https:// before an address that has no scheme.
func WithScheme(s string) string {
	if rest, found := strings.CutPrefix(s, "//"); found && schemelessAddress.MatchString(rest) {
		return "https://" + rest
	}
	if schemelessAddress.MatchString(s) {
		return "https://" + s
	}
	return s
}

// wrappedAddress returns the address that another shows a copy of, or "".
func wrappedAddress(u *url.URL) string {
	if inner := archivedAddress(u); inner != "" {
		return inner
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	name, translated := strings.CutSuffix(host, ".translate.goog")
	amp, cached := strings.CutSuffix(host, ".cdn.ampproject.org")
	switch {
	case translated:
		return translatedPage(decodeTranslateHost(name), u)
	case cached && amp != "":
		return strings.TrimPrefix(strings.TrimPrefix(ampPathPrefix.ReplaceAllString(u.Path, ""), "s/"), "/")
	case host == "web.archive.org":
		return archiveTimestamp.ReplaceAllString(strings.TrimPrefix(u.Path, "/web/"), "")
	case strings.HasPrefix(host, "webcache.") || strings.HasPrefix(host, "cc.bingj."):
		return cacheQueryPrefix.ReplaceAllString(u.Query().Get("q"), "")
	case strings.HasPrefix(host, "google.") && strings.HasPrefix(u.Path, "/amp/"):
		return strings.TrimPrefix(strings.TrimPrefix(u.Path, "/amp/"), "s/")
	case slices.Contains(wrapperHosts, host),
		strings.HasPrefix(host, "translate.google."),
		strings.HasPrefix(host, "google.") && u.Path == "/url":
		for _, name := range []string{"u", "url", "q", "a"} {
			if inner := u.Query().Get(name); schemelessAddress.MatchString(inner) || strings.Contains(inner, "://") {
				return inner
			}
		}
	}
	return ""
}

// wrapperHosts are hosts that show or open the page given in a parameter.
var wrapperHosts = []string{
	"archive.ph", "archive.is", "archive.today", "archive.org", "l.facebook.com", "lm.facebook.com", "l.instagram.com", "out.reddit.com",
	"translatetheweb.com", "microsofttranslator.com", "translate.yandex.com", "translate.yandex.ru", "deepl.com",
}

var (
	ampPathPrefix    = regexp.MustCompile(`^/[a-z]+/`)                      // /c/ a document, /i/ a picture, /v/ in the viewer
	archiveTimestamp = regexp.MustCompile(`^[0-9*]+([a-z]{2}_)?/`)          // 20260101000000id_/
	cacheQueryPrefix = regexp.MustCompile(`^cache:([A-Za-z0-9_-]{8,14}:)?`) // cache:abcdefghijk:example.org/a
)

// decodeTranslateHost decodes a host of translate.goog, where a dot is a dash and a dash two.
func decodeTranslateHost(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(name, "--", "\x00"), "-", "."), "\x00", "-")
}

func translatedPage(host string, u *url.URL) string {
	values := u.Query()
	for name := range values {
		if strings.HasPrefix(name, "_x_tr_") {
			values.Del(name)
		}
	}
	inner := url.URL{Scheme: "https", Host: host, Path: u.Path, RawQuery: values.Encode()}
	return inner.String()
}

// archivedAddress returns the complete address in the path of another, as web archives write it, or "".
func archivedAddress(u *url.URL) string {
	for _, scheme := range []string{"https:/", "http:/"} {
		if _, inner, found := strings.Cut(u.Path, "/"+scheme); found {
			inner = scheme + "/" + strings.TrimLeft(inner, "/") // some archives have only one slash
			if u.RawQuery != "" {
				inner += "?" + u.RawQuery
			}
			return inner
		}
	}
	return ""
}

// normalizedHost returns an address's host in its normal form.
func normalizedHost(u *url.URL) string {
	// Browsers resolve ｌｏｃａｌｈｏｓｔ。 to localhost (UTS 46).
	name := strings.NewReplacer("。", ".", "｡", ".").Replace(strings.ToLower(norm.NFKC.String(u.Hostname())))
	labels := strings.Split(strings.TrimSuffix(name, "."), ".")
	for i, label := range labels {
		if plain, err := idna.Punycode.ToUnicode(label); err == nil && !strings.ContainsFunc(plain, isNotHostRune) {
			labels[i] = strings.ToLower(norm.NFC.String(plain))
		}
	}
	for len(labels) > 2 && slices.Contains(hostAliases, labels[0]) {
		labels = labels[1:]
	}
	return strings.Join(labels, ".")
}

func isNotHostRune(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.M, unicode.N) && r != '-' && r != '_'
}

// HostWithPunycode returns the host of an address in Unicode and as punycode, such as “аррӏе.example
// (xn--80ak6aa92e.example)”, because letters of another script can look like those of a known site. It
// returns "" for an ASCII host.
func HostWithPunycode(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := normalizedHost(u)
	coded, err := idna.Punycode.ToASCII(host)
	if err != nil || coded == host {
		return ""
	}
	return host + " (" + coded + ")"
}

// hostAliases are host prefixes under which a site shows the same pages in another layout.
var hostAliases = []string{"www", "m", "mobile", "amp"}

// trackingParameters are parameters that do not identify the page: where a reader came from, or the layout.
var trackingParameters = []string{
	"fbclid",
	"gclid",
	"dclid",
	"gbraid",
	"wbraid",
	"msclkid",
	"twclid",
	"yclid",
	"igshid",
	"mc_cid",
	"mc_eid",
	"ref",
	"ref_src",
	"referrer",
	"cmp",
	"cmpid",
	"ocid",
	"smid",
	"spm",
	"si",
	"share",
	"amp",
	"output",
	"outputtype",
}

// significantQuery returns the parameters that identify the page, sorted.
func significantQuery(values url.Values) string {
	for name := range values {
		folded := strings.ToLower(name)
		if strings.HasPrefix(folded, "utm_") || strings.HasPrefix(folded, "at_") || slices.Contains(trackingParameters, folded) {
			values.Del(name)
		}
	}
	return values.Encode()
}
