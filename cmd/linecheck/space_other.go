//go:build !linux

package main

import "errors"

// freeSpace is not supported on this system.
func freeSpace(string) (int64, error) { return 0, errors.ErrUnsupported }
