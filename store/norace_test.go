//go:build !race

package store_test

// raceDetector says that the race detector is in the tests.
const raceDetector = false
