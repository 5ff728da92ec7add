package models

import "testing"

func TestDuplicateName(t *testing.T) {
	for encoded, want := range map[string]string{
		`{"a":1,"b":2}`:                      "",
		`{"a":1,"a":2}`:                      "a",
		`{"a":1,"A":2}`:                      "A",
		`{"a":{"b":1},"b":2}`:                "",
		`{"a":{"b":1,"c":[],"b":2}}`:         "b",
		`{"a":[{"x":1},{"x":2}],"x":3}`:      "",
		`{"a":[{"x":1,"x":2}]}`:              "x",
		`{"a":"a","b":"a","c":["a","a"]}`:    "",
		`{"a":1,"\u0061":2}`:                 "a",
		`[["a","a"],{"b":{},"c":{},"b":{}}]`: "b",
		`{"a":`:                              "",
		``:                                   "",
		`"a"`:                                "",
	} {
		if got := DuplicateName([]byte(encoded)); got != want {
			t.Errorf("%s: %q, want %q", encoded, got, want)
		}
	}
}
