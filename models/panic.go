package models

import (
	"fmt"
	"runtime/debug"
)

// NewPanicError converts a panic to an error with its stack, which is only for the log. Call it in the
// deferred function that recovered.
func NewPanicError(cause any) error { return fmt.Errorf("panic: %v\n%s", cause, debug.Stack()) }
