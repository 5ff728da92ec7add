package models

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAddressIsOneSpelling(t *testing.T) {
	const own = "bücher.example/news/bridge?id=7"
	for _, spelt := range []string{
		"https://bücher.example/news/bridge?id=7", "http://www.bücher.example/news/bridge/?id=7", "HTTPS://XN--BCHER-KVA.EXAMPLE:8443/news/bridge?id=7#top",
		"https://bücher.example/news/bridge?utm_source=x&id=7&fbclid=1", "https://m.bücher.example./news//bridge?id=7", "https://me:pw@bücher.example/news/x/../bridge?id=7",
		"https://bücher.example/n%65ws/bridge/amp?id=7", "https://web.archive.org/web/2026/https://www.bücher.example/news/bridge?id=7",
		"https://archive.example/x/http:/bücher.example/news/bridge?id=7", "https://BÜCHER.example/news/bridge?Fbclid=2&id=7",
	} {
		if got := Address(spelt); got != own {
			t.Errorf("%s is %q", spelt, got)
		}
	}
	for _, other := range []string{"https://bücher.example/news/bridge?id=8", "https://bücher.example/news/Bridge?id=7", "https://bucher.example/news/bridge?id=7", "https://bücher.example/?id=7"} {
		if Address(other) == own {
			t.Errorf("%s is another address", other)
		}
	}
	for _, none := range []string{"", "bridge", "ftp://x.example/", "mailto:a@b.example", "https://", "https:///x"} {
		if got := Address(none); got != "" {
			t.Errorf("%q is no web address, but %q", none, got)
		}
	}
}

// RFC 3492, section 7.1.
func TestPunycode(t *testing.T) {
	for coded, want := range map[string]string{"egbpdaj6bu4bxfgehfvwxn": "ليهمابتكلموشعربي؟", "ihqwcrb4cv8a8dqg056pqjye": "他们为什么不说中文", "mnchen-3ya": "münchen"} {
		if got, ok := punycode(coded); !ok || got != want {
			t.Errorf("%s: %q, %v", coded, got, ok)
		}
	}
	rapid.Check(t, func(t *rapid.T) { punycode(rapid.StringMatching(`[a-z0-9-]{0,40}`).Draw(t, "label")) })
}

func TestAddressOfAnAddressStaysThat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Address(
			"https://" + rapid.StringMatching(`[a-zA-Z]{1,5}\.example(:[0-9]{2,4})?(/[a-z./]{0,9})?(\?[a-z=&_]{0,9})?`).Draw(t, "address"),
		)
		if a == "" || Address("http://"+a) != a {
			t.Fatalf("%q becomes %q", a, Address("http://"+a))
		}
	})
}
