// Package testutil contains what tests of all packages share: comparisons that explain themselves, and
// access to what a test needs, such as a program, a database, a port or time. Only tests import it.
package testutil

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Equal fails the test if two values differ, and shows the difference. what names the value: "status",
// "titles of the list".
func Equal[T any](t testing.TB, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Errorf("%s: got %+v, want %+v; difference (-want +got):\n%s", what, got, want, diff)
	}
}

// Contains fails the test for each part that is missing from a text.
func Contains(t testing.TB, what, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("%s: got %q, want it to contain %q", what, got, part)
		}
	}
}

// Lacks fails the test for each part that is in a text.
func Lacks(t testing.TB, what, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(got, part) {
			t.Errorf("%s: got %q, want it not to contain %q", what, got, part)
		}
	}
}

// ErrorIs fails the test unless an error is, or wraps, the wanted one. If want is nil, there must be no
// error.
func ErrorIs(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

// Must fails the test immediately if there is an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Value returns a call's result, and fails the test immediately if there is an error:
// testutil.Value(f())(t).
func Value[V any](v V, err error) func(testing.TB) V {
	return func(t testing.TB) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Len fails the test immediately if a list has another length, and shows the list. The code after it may
// index the list.
func Len[T any](t testing.TB, what string, got []T, want int) {
	t.Helper()
	if len(got) != want {
		t.Fatalf("%s: got %d of them, want %d: %+v", what, len(got), want, got)
	}
}

// Present fails the test immediately unless there is true. The code after it may use the value.
func Present(t testing.TB, what string, there bool) {
	t.Helper()
	if !there {
		t.Fatalf("%s: got nothing", what)
	}
}

// Different fails the test if two values are equal.
func Different[T comparable](t testing.TB, what string, got, other T) {
	t.Helper()
	if got == other {
		t.Errorf("%s: got %+v, want anything else", what, got)
	}
}

// HasPrefix fails the test unless a text begins with want.
func HasPrefix(t testing.TB, what, got, want string) {
	t.Helper()
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s: got %q, want it to begin with %q", what, got, want)
	}
}

// True fails the test unless a condition holds. condition describes it. To compare two values, use Equal.
func True(t testing.TB, condition string, holds bool) {
	t.Helper()
	if !holds {
		t.Errorf("%s: got false, want true", condition)
	}
}

// False fails the test if a condition holds. condition describes it.
func False(t testing.TB, condition string, holds bool) {
	t.Helper()
	if holds {
		t.Errorf("%s: got true, want false", condition)
	}
}

// StopIfFailed ends a test that has failed, if the code after it depends on earlier comparisons.
func StopIfFailed(t testing.TB) {
	t.Helper()
	if t.Failed() {
		t.FailNow()
	}
}
