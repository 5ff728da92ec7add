package main

import (
	"strings"
	"testing"
)

// Rotation prints only the new key's id. The list has both keys, the new one first, and no private part.
func TestKeysCommand(t *testing.T) {
	s := newShell(t)
	first := s.ok("", "keys", "rotate")
	second := s.ok("", "keys", "rotate")
	list := strings.Split(s.ok("", "keys", "list"), "\n")
	if len(first) != 43 || len(second) != 43 || first == second {
		t.Errorf("rotating printed %q and %q, want two thumbprints", first, second)
	}
	if len(list) != 2 || !strings.HasPrefix(list[0], second) || !strings.HasSuffix(list[0], "signs") ||
		!strings.HasPrefix(list[1], first) || !strings.Contains(list[1], "retired 2") {
		t.Errorf("the list is %q", list)
	}
}
