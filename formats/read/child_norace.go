//go:build !race

package read

// raceEnabled says that the race detector is in the program.
const raceEnabled = false

// timeoutFactor is how many times as long as else everything may take.
const timeoutFactor = 1
