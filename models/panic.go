package models

import (
	"fmt"
	"runtime/debug"
)

// NewPanicError is a panic as an error, with the stack on which it happened: for the log, and for nobody's eyes else. It is called by the
// deferred function that recovered.
func NewPanicError(cause any) error { return fmt.Errorf("panic: %v\n%s", cause, debug.Stack()) }
