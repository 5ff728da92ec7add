package text

import (
	"fmt"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestHiddenName(t *testing.T) {
	for r, want := range map[rune]string{
		0x202E: "RLO", 0x2067: "RLI", 0x200B: "ZWSP", 0x00AD: "SHY", 0xFEFF: "BOM", 0x00A0: "NBSP", 0x202F: "NNBSP",
		0x01: "U+0001", 0x1C: "U+001C", 0x7F: "DEL", 0x9F: "U+009F", 0xE0041: "TAG", 0xE0001: "TAG", 0xFE0F: "VARIATION SELECTOR",
		0x2028: "LINE SEPARATOR", 0x3000: "IDEOGRAPHIC SPACE", 0x200D: "ZWJ", 0x206A: "U+206A", 0xFFF9: "U+FFF9",
	} {
		if got, ok := HiddenName(r); !ok || got != want {
			t.Errorf("Hidden(%U) = %q, %v, want %q", r, got, ok, want)
		}
	}
	for _, r := range " \t\n\raZ~é中ع\u0301😀.\uFFFD\u0600" {
		if got, ok := HiddenName(r); ok {
			t.Errorf("Hidden(%U) = %q, but it is plain to see", r, got)
		}
	}
}

// Every unusual white space, format character and control has a name.
func TestEverySpaceAndControlHasAHiddenName(t *testing.T) {
	for r := rune(0x7F); r <= unicode.MaxRune; r++ {
		unseen := unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) ||
			unicode.Is(unicode.Join_Control, r) || unicode.Is(unicode.Variation_Selector, r)
		if _, ok := HiddenName(r); unseen && !ok {
			t.Errorf("%U goes without a name", r)
		}
	}
}

func TestHiddenCharacters(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Nothing to see, naïve: 中文.\r\n", ""},
		{"reordered", "abc\u202Etxt\u202C", "[{{3 4} RLO} {{7 8} PDF}]"},
		{"no-break space and ZWSP behind wide characters", "😀\u00a0é\u200b", "[{{1 2} NBSP} {{3 4} ZWSP}]"},
		{"mark within", "a\uFEFFb", "[{{1 2} BOM}]"},
		{"emoji family and tone", "👩\u200D👩\u200D👧 👍🏽 🏳️\u200D🌈 🕵🏽\u200D♂️ ❤️", ""},
		{"keycap", "1️⃣", ""},
		{"flag spelt with tags", "🏴\U000E0067\U000E0062\U000E007F", ""},
		{"tags without a flag", "x\U000E0067\U000E007F", "[{{1 2} TAG} {{2 3} TAG}]"},
		{"Persian", "آن\u200Cها می\u200Cروند", ""},
		{"Hindi", "क्\u200Dष क्\u200Cष", ""},
		{"joiner between Latin letters", "ab\u200Dc\u200Cd", "[{{2 3} ZWJ} {{4 5} ZWNJ}]"},
		{"doubled non-joiner", "می\u200C\u200Cروند", "[{{2 3} ZWNJ} {{3 4} ZWNJ}]"},
		{"joiner at the end", "👩\u200D", "[{{1 2} ZWJ}]"},
		{"style mark on a letter", "a\uFE0F", "[{{1 2} VARIATION SELECTOR}]"},
		{"ideograph's form", "葛\U000E0100", ""},
		{"bad byte before", "\xff\u200b", "[{{1 2} ZWSP}]"},
	} {
		got := ""
		if marks := HiddenCharacters(c.in); marks != nil {
			got = fmt.Sprint(marks)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Every reported span contains the named character.
func TestHiddenCharactersSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawText().Draw(t, "s") + "\u200b" + drawText().Draw(t, "rest")
		x, marks := NewIndex(s), HiddenCharacters(s)
		if len(marks) == 0 {
			t.Fatalf("nothing hidden in %q", s)
		}
		for _, m := range marks {
			c, ok := x.Slice(m.Span)
			if name, hid := HiddenName([]rune(c)[0]); !ok || !hid || name != m.Name {
				t.Fatalf("%v of %q is %q", m, s, c)
			}
		}
	})
}
