//go:build !unix

package testutil

import "time"

var started = time.Now()

// ProcessorTime is the time since the start, where the system is not asked for more.
func ProcessorTime() time.Duration { return time.Since(started) }
