//go:build race

package read

// raced says that the race detector is in the program. It keeps notes on all memory, in several times as much, which no bound has room for.
const raced = true
