//go:build !race

package read

// raced says that the race detector is in the program.
const raced = false
