package text

import "testing"

func TestIsolate(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"nothing", "", ""},
		{"plain words", "The bridge", "The bridge"},
		{"words from right to left alone", "پل بسته شد", "پل بسته شد"},
		{"an override", "\u202edezis", "\u2068\u202edezis\u2069"},
		{"a mark", "a\u200fb", "\u2068a\u200fb\u2069"},
		{"an isolate that is closed", "a\u2067b\u2069c", "\u2068a\u2067b\u2069c\u2069"},
		{"an isolate that is left open", "a\u2067b", "\u2068a\u2067b\u2069\u2069"},
		{"closing what is around it", "a\u2069 signed off", "\u2068a signed off\u2069"},
		{"closing twice", "a\u2066b\u2069\u2069c", "\u2068a\u2066b\u2069c\u2069"},
		{"an embedding that is left open", "a\u202bb", "\u2068a\u202bb\u2069"},
	} {
		if got := Isolate(c.line); got != c.want {
			t.Errorf("%s: got %+q, want %+q", c.name, got, c.want)
		}
	}
}
