//go:build !race

package read

// raced says that the race detector is in the program.
const raced = false

// slowness is how many times as long as else everything may take.
const slowness = 1
