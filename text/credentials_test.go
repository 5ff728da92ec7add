package text_test

import (
	"testing"

	"linecheck/text"
)

func TestPasswordsAndUserNamesArePrepared(t *testing.T) {
	for typed, want := range map[string]string{
		"cafe\u0301 noir au lait": "caf\u00e9 noir au lait",
		"a\u00a0wide\u3000space":  "a wide space",
		"Case Stays":              "Case Stays",
		"tab\there":               "",
	} {
		got, err := text.PreparePassword(typed)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("the password %+q is prepared to %+q (%v), want %+q", typed, got, err, want)
		}
	}
	for typed, want := range map[string]string{
		" Rene\u0301@Example.org ": "ren\u00e9@example.org",
		"ana@example.org":          "ana@example.org",
		"ana\uff20example.org":     "ana@example.org",
		"two words":                "two words",
	} {
		if got := text.PrepareUserName(typed); got != want {
			t.Errorf("the user name %+q is prepared to %+q, want %+q", typed, got, want)
		}
	}
}
