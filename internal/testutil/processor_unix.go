//go:build unix

package testutil

import (
	"syscall"
	"time"
)

// ProcessorTime returns the CPU time of this process so far, on all processors. Tests that limit effort use
// it instead of the clock, because other programs affect the clock.
func ProcessorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
