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

// Len fails the test at once where a list has another length, and shows the list: what follows may index it.
func Len[T any](t testing.TB, what string, got []T, want int) {
	t.Helper()
	if len(got) != want {
		t.Fatalf("%s: got %d of them, want %d: %+v", what, len(got), want, got)
	}
}

// Present fails the test at once where something is not there: what follows may use it. There is what the caller found out.
func Present(t testing.TB, what string, there bool) {
	t.Helper()
	if !there {
		t.Fatalf("%s: got nothing", what)
	}
}

// Different fails the test where two values are equal.
func Different[T comparable](t testing.TB, what string, got, other T) {
	t.Helper()
	if got == other {
		t.Errorf("%s: got %+v, want anything else", what, got)
	}
}

// HasPrefix fails the test where a text begins otherwise.
func HasPrefix(t testing.TB, what, got, want string) {
	t.Helper()
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s: got %q, want it to begin with %q", what, got, want)
	}
}

// True fails the test where a condition, by which it is named, does not hold. Where there are two values to compare, use Equal.
func True(t testing.TB, condition string, holds bool) {
	t.Helper()
	if !holds {
		t.Errorf("%s: got false, want true", condition)
	}
}

// False fails the test where a condition, by which it is named, holds.
func False(t testing.TB, condition string, holds bool) {
	t.Helper()
	if holds {
		t.Errorf("%s: got true, want false", condition)
	}
}

// StopIfFailed ends a test that has failed: what follows needs what was compared before it.
func StopIfFailed(t testing.TB) {
	t.Helper()
	if t.Failed() {
		t.FailNow()
	}
}
