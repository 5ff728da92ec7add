//go:build !linux

package handlers_test

import (
	"errors"
	"time"
)

// The benchmarks need Linux.

func fileSystem(string) (int64, error) { return 0, errors.ErrUnsupported }

func processorTime() (time.Duration, error) { return 0, errors.ErrUnsupported }
