//go:build !race

package read

// raceEnabled reports whether the race detector is compiled in.
const raceEnabled = false

// timeoutFactor multiplies all timeouts.
const timeoutFactor = 1
