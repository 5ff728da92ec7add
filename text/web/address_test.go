package web

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNormalizeAddress(t *testing.T) {
	const own = "bücher.example/news/bridge?id=7"
	for _, spelt := range []string{
		"https://bücher.example/news/bridge?id=7", "http://www.bücher.example/news/bridge/?id=7", "HTTPS://XN--BCHER-KVA.EXAMPLE:8443/news/bridge?id=7#top",
		"https://bücher.example/news/bridge?utm_source=x&id=7&fbclid=1", "https://m.bücher.example./news//bridge?id=7", "https://me:pw@bücher.example/news/x/../bridge?id=7",
		"https://bücher.example/n%65ws/bridge/amp?id=7", "https://web.archive.org/web/2026/https://www.bücher.example/news/bridge?id=7",
		"https://archive.example/x/http:/bücher.example/news/bridge?id=7", "https://BÜCHER.example/news/bridge?Fbclid=2&id=7",
	} {
		if got := NormalizeAddress(spelt); got != own {
			t.Errorf("%s is %q", spelt, got)
		}
	}
	for _, other := range []string{"https://bücher.example/news/bridge?id=8", "https://bücher.example/news/Bridge?id=7", "https://bucher.example/news/bridge?id=7", "https://bücher.example/?id=7"} {
		if NormalizeAddress(other) == own {
			t.Errorf("%s is another address", other)
		}
	}
	for _, none := range []string{"", "bridge", "ftp://x.example/", "mailto:a@b.example", "https://", "https:///x"} {
		if got := NormalizeAddress(none); got != "" {
			t.Errorf("%q is no web address, but %q", none, got)
		}
	}
}

func TestNormalizeAddressDecodesPunycode(t *testing.T) {
	for coded, want := range map[string]string{
		"xn--mnchen-3ya.example":               "münchen.example",
		"xn--ihqwcrb4cv8a8dqg056pqjye.example": "他们为什么不说中文.example",
		"xn--egbpdaj6bu4bxfgehfvwxn.example":   "xn--egbpdaj6bu4bxfgehfvwxn.example", // it ends with a question mark
		"xn--a.example":                        "xn--a.example",
	} {
		if got := NormalizeAddress("https://" + coded + "/"); got != want {
			t.Errorf("%s: %q, want %q", coded, got, want)
		}
	}
}

func TestNormalizeAddressIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := NormalizeAddress(
			"https://" + rapid.StringMatching(`[a-zA-Z]{1,5}\.example(:[0-9]{2,4})?(/[a-z./]{0,9})?(\?[a-z=&_]{0,9})?`).Draw(t, "address"),
		)
		if a == "" || NormalizeAddress("http://"+a) != a {
			t.Fatalf("%q is normalised again to %q", a, NormalizeAddress("http://"+a))
		}
	})
}

func TestTitleAddress(t *testing.T) {
	for title, want := range map[string]string{
		"https://a.example/x":   "https://a.example/x",
		"www.a.example":         "https://www.a.example",
		"nytimes.com/2026/dams": "https://nytimes.com/2026/dams",
		"Budget 2025":           "",
		"St. Mary":              "",
		"U.S.A.":                "",
		"report.pdf":            "",
		"notes.md":              "",
		"a/b":                   "",
		"See https://a.example": "",
	} {
		if got := TitleAddress(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
