//go:build race

package store_test

// raced says that the race detector is in the tests.
const raced = true
