//go:build !race

package store_test

// raceDetector is false, because the race detector is disabled.
const raceDetector = false
