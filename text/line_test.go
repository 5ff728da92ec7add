package text

import "testing"

func TestIsOneLineAndHasBidiControl(t *testing.T) {
	for s, want := range map[string][2]bool{
		"Zoë O’Neil (City)":    {true, false},
		"نور\u200cا":           {true, false},
		"tab\tbed":             {true, false},
		"two\nlines":           {false, false},
		"two\rlines":           {false, false},
		"two\u2028lines":       {false, false},
		"two\u0085lines":       {false, false},
		"bell\a":               {false, false},
		"turned\u202e round":   {true, true},
		"isolated\u2067\u2069": {true, true},
	} {
		if got := [2]bool{IsOneLine(s), HasBidiControl(s)}; got != want {
			t.Errorf("%q: one line and reordered are %v, want %v", s, got, want)
		}
	}
}
