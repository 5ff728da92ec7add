// Package testutil is what tests of every folder share: comparisons that explain themselves, and how a test asks for what it needs,
// such as a program, a database, a port or time. It is imported by tests alone.
package testutil

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Equal fails the test where two values differ, with the difference. What names the value: "status", "titles of the list".
func Equal[T any](t testing.TB, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Errorf("%s: got %+v, want %+v; difference (-want +got):\n%s", what, got, want, diff)
	}
}

// Contains fails the test for each part that a text lacks.
func Contains(t testing.TB, what, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("%s: got %q, want it to contain %q", what, got, part)
		}
	}
}

// Lacks fails the test for each part that a text contains.
func Lacks(t testing.TB, what, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(got, part) {
			t.Errorf("%s: got %q, want it not to contain %q", what, got, part)
		}
	}
}

// ErrorIs fails the test where an error is not the wanted one, nor wraps it. A nil want asks for no error.
func ErrorIs(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

// Must fails the test at once where there is an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Value gives a call's result, and fails the test at once where there is an error: testutil.Value(f())(t).
func Value[V any](v V, err error) func(testing.TB) V {
	return func(t testing.TB) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
