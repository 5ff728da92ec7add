package testutil

import (
	"testing"
	"time"
)

// Patience is how long a test waits before an expected event counts as missing. A passing test never waits
// this long: it only has to exceed what a busy machine needs under the race detector.
const Patience = time.Minute

// Eventually waits until a condition holds that no event announces, such as a row written by another
// process. If there is an event, wait for that instead.
func Eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	again, end := time.NewTicker(10*time.Millisecond), time.NewTimer(Patience)
	defer again.Stop()
	defer end.Stop()
	for !holds() {
		select {
		case <-again.C:
		case <-end.C:
			t.Fatalf("after %v it still does not hold that %s", Patience, what)
		case <-t.Context().Done():
			t.Fatalf("the test ended before it held that %s", what)
		}
	}
}

// Receive waits for a value, and fails the test if none comes.
func Receive[V any](t testing.TB, what string, from <-chan V) V {
	t.Helper()
	end := time.NewTimer(Patience)
	defer end.Stop()
	select {
	case value := <-from:
		return value
	case <-end.C:
		t.Fatalf("after %v there is still no %s", Patience, what)
		panic("unreachable")
	}
}
