package read

import (
	"strings"
	"testing"
)

func TestVisibleWords(t *testing.T) {
	for _, c := range []struct{ media, page, want string }{
		{"text/html", "<!DOCTYPE html><head><title>No</title><style>p{}</style></head><body><p>4,112 <b>a</b> d<i>ay</i> &amp; more</p><script>var no</script><p>Two</p>", "4,112 a day & more Two"},
		{"text/html", "<script>a</scr<p>ipt><p>shown?", ""},
		{"text/html", "<html><head><meta charset=windows-1252></head><body>caf\xe9", "café"},
		{"text/plain", "As it is.", "As it is."},
		{"image/png", "\x89PNG", ""},
	} {
		if got := strings.Join(strings.Fields(VisibleWords(c.media, "a", []byte(c.page))), " "); got != c.want {
			t.Errorf("%q says %q, want %q", c.page, got, c.want)
		}
	}
}

func FuzzVisibleWords(f *testing.F) {
	f.Add("text/html", []byte("<p>a<script>b</script>c"))
	f.Add("text/plain", []byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, media string, content []byte) {
		if words := VisibleWords(media, "x", content); len(words) > 8*len(content)+64 {
			t.Errorf("%d bytes of words from %d", len(words), len(content))
		}
	})
}
