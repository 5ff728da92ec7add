package text

import (
	"errors"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"controls and marks are kept", "a\tb\r\n\x01\u202E\uFEFF\uFFFD\U0010FFFF", ""},
		{"NUL", "one\r\ntwo\rthr\x00ee", "line 3, column 4: a NUL character"},
		{"NUL at the start", "\x00", "line 1, column 1: a NUL character"},
		{"columns in code points", "é😀\xff", "line 1, column 3: a byte that is not UTF-8 (0xff)"},
		{"NUL behind a lone CR", "a\r\x00", "line 2, column 1: a NUL character"},
		{"surrogate", "a\n\xed\xa0\x80", "line 2, column 1: a byte that is not UTF-8 (0xed)"},
	} {
		err := Validate(c.in)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		var bad *InvalidError
		if !errors.As(err, &bad) || err.Error() != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestLineColumnAtTheEnd(t *testing.T) {
	s := strings.Repeat("line\n", 3) + "né"
	if line, column := LineColumn(s, len(s)); line != 4 || column != 3 {
		t.Errorf("line %d, column %d, want 4, 3", line, column)
	}
}
