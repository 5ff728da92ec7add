package models

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Address is a web address in the one spelling in which two of them are compared: without scheme, www., port, user name,
// fragment, trailing slash and the parameters that only say where a reader came from; the host in lower case and in its own
// letters, the other parameters in order. What an archive keeps of an address is that address. "" for what is no web address.
func Address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	if inner := archived(u); inner != "" {
		return Address(inner)
	}
	clean := path.Clean("/" + u.Path)
	clean = strings.TrimSuffix(strings.TrimSuffix(clean, "/amp"), "/")
	address := hostOf(u) + clean
	if query := meaningful(u.Query()); query != "" {
		address += "?" + query
	}
	return address
}

// archived is the address that stands whole in the path of another, as archives of the web put it, or "".
func archived(u *url.URL) string {
	for _, scheme := range []string{"https:/", "http:/"} {
		if _, inner, found := strings.Cut(u.Path, "/"+scheme); found {
			inner = scheme + "/" + strings.TrimLeft(inner, "/") // some archives keep one slash only
			if u.RawQuery != "" {
				inner += "?" + u.RawQuery
			}
			return inner
		}
	}
	return ""
}

// hostOf is an address's host as it is compared.
func hostOf(u *url.URL) string {
	labels := strings.Split(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), ".")
	for i, label := range labels {
		if coded, found := strings.CutPrefix(label, "xn--"); found {
			if plain, ok := punycode(coded); ok {
				labels[i] = strings.ToLower(plain)
			}
		}
	}
	for len(labels) > 2 && slices.Contains(sameSite, labels[0]) {
		labels = labels[1:]
	}
	return strings.Join(labels, ".")
}

// sameSite are the names under which a site shows its pages in another dress.
var sameSite = []string{"www", "m", "mobile", "amp"}

// tracking are parameters that say where a reader came from or in which dress a page is shown, never which page it is.
var tracking = []string{"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "mc_cid", "mc_eid",
	"ref", "ref_src", "referrer", "cmp", "cmpid", "ocid", "smid", "spm", "si", "share", "amp", "outputtype"}

// meaningful are the parameters that say which page is meant, in order.
func meaningful(values url.Values) string {
	for name := range values {
		folded := strings.ToLower(name)
		if strings.HasPrefix(folded, "utm_") || strings.HasPrefix(folded, "at_") || slices.Contains(tracking, folded) {
			values.Del(name)
		}
	}
	return values.Encode()
}

// The numbers of RFC 3492, section 5.
const (
	punyBase = 36
	punyTMin = 1
	punyTMax = 26
	punySkew = 38
	punyDamp = 700
	punyBias = 72
	punyFrom = 128
)

// punycode reads a label of a host as RFC 3492 writes it, without its xn--; false when it is none.
func punycode(s string) (string, bool) {
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i >= 0 {
		out, s = []rune(s[:i]), s[i+1:]
	}
	n, bias, at := punyFrom, punyBias, 0
	for s != "" {
		before, weight := at, 1
		for k := punyBase; ; k += punyBase {
			if s == "" {
				return "", false
			}
			digit := strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789", s[0])
			s = s[1:]
			if digit < 0 || digit > (utf8.MaxRune-at)/weight {
				return "", false
			}
			at += digit * weight
			t := min(max(k-bias, punyTMin), punyTMax)
			if digit < t {
				break
			}
			weight *= punyBase - t
			if weight > utf8.MaxRune {
				return "", false
			}
		}
		bias = punyAdapt(at-before, len(out)+1, before == 0)
		n, at = n+at/(len(out)+1), at%(len(out)+1)
		if !utf8.ValidRune(rune(n)) {
			return "", false
		}
		out = slices.Insert(out, at, rune(n))
		at++
	}
	return string(out), true
}

// punyAdapt is section 6.1's bias for the next number.
func punyAdapt(delta, points int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (punyBase-punyTMin)*punyTMax/2 {
		delta /= punyBase - punyTMin
		k += punyBase
	}
	return k + (punyBase-punyTMin+1)*delta/(delta+punySkew)
}
