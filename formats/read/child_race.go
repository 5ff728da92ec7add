//go:build race

package read

// raceEnabled reports whether the race detector is compiled in. It shadows all memory several times over,
// so memory limits cannot apply.
const raceEnabled = true

// timeoutFactor multiplies all timeouts, because the race detector is slow.
const timeoutFactor = 4
