//go:build unix

package testutil

import (
	"syscall"
	"time"
)

// ProcessorTime is what this process has used so far, of all processors. Limits of effort are held against it, and not against the clock:
// that goes on while other programs run.
func ProcessorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
