package models

import (
	"strings"
	"testing"
)

func TestCheckWebAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"https://a.example/x":     "https://a.example/x",
		" http://a.example ":      "http://a.example",
		"a.example/x":             "https://a.example/x",
		"www.a.example":           "https://www.a.example",
		"//a.example/x":           "https://a.example/x",
		"localhost:8080/articles": "https://localhost:8080/articles",
		"münchen.example":         "https://münchen.example",
		"":                        "",
	} {
		var wrong ValidationErrors
		if got := CheckWebAddress("url", typed, &wrong); got != want || len(wrong) > 0 {
			t.Errorf("%q: %q, want %q; %v", typed, got, want, wrong)
		}
	}
	for typed, says := range map[string]string{
		"javascript:alert(1)":             "begins with http",
		"ftp://a.example/":                "begins with http",
		"mailto:a@b.example":              "begins with http",
		"bridge":                          "begins with http",
		"https://":                        "begins with http",
		"https://me:pw@a.example/":        "before its @",
		"https://me@a.example/":           "before its @",
		"https://a.example/a b":           "without blanks",
		"https://a.example/\u202Etxt":     "without blanks",
		"https://a.example/a\u200Bb":      "without blanks",
		"https://a.example/a\x01":         "without blanks",
		"https://a.example/\u2066a\u2069": "without blanks",
	} {
		var wrong ValidationErrors
		if CheckWebAddress("url", typed, &wrong); len(wrong) != 1 || !strings.Contains(wrong.Detail("url"), says) {
			t.Errorf("%q: %v, want %q", typed, wrong, says)
		}
	}
}
