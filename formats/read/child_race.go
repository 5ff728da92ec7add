//go:build race

package read

// raceEnabled says that the race detector is in the program. It keeps notes on all memory, in several times as much, which no bound
// has room for.
const raceEnabled = true

// timeoutFactor is how many times as long as else everything may take: the detector looks at each step.
const timeoutFactor = 4
