package views

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Web addresses in a note are links, and the text stays exactly as typed.
func TestNotesLinkWebAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"see https://city.example/a?b=1&c=2#d.":        "https://city.example/a?b=1&c=2#d",
		"(https://city.example/x_(y))":                 "https://city.example/x_(y)",
		"HTTP://City.example, and https://b.example":   "HTTP://City.example https://b.example",
		"<https://city.example/a>":                     "https://city.example/a",
		"“https://city.example/ü”":                     "https://city.example/ü",
		"https://city.example/\u202egpj.exe":           "https://city.example/",
		"javascript:alert(1) data:text/html,x ftp://x": "",
		"xhttps://city.example":                        "",
		"https://":                                     "",
		"https://user:secret@city.example/":            "",
		`https://city.example/" onclick="alert(1)`:     "https://city.example/",
		"https://city.example/'><b>":                   "https://city.example/",
		"\u200b@Nadia https://city.example\r\nline":    "https://city.example",
		"no address": "",
	} {
		var page strings.Builder
		if err := noteText(text).Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(strings.NewReader(page.String()))
		if err != nil {
			t.Fatal(err)
		}
		var links []string
		var shown strings.Builder
		for n := range root.Descendants() {
			if n.Type == html.TextNode {
				shown.WriteString(n.Data)
			}
			for _, a := range n.Attr {
				if n.Data == "a" && a.Key == "href" {
					links = append(links, a.Val)
				}
				if a.Key == "rel" && !strings.Contains(a.Val, "noopener") || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%q has %s=%q", text, a.Key, a.Val)
				}
			}
		}
		if got := strings.Join(links, " "); got != want {
			t.Errorf("%q links to %q, want %q", text, got, want)
		}
		if shown.String() != text {
			t.Errorf("%q is shown as %q", text, shown.String())
		}
	}
}
