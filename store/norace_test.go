//go:build !race

package store_test

// raceDetector tells whether the race detector is enabled.
const raceDetector = false
