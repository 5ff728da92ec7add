//go:build !unix

package testutil

import "time"

var started = time.Now()

// ProcessorTime returns the time since the start, on systems without a better measure.
func ProcessorTime() time.Duration { return time.Since(started) }
