//go:build !linux

package main

import "errors"

// Disk faults are only tested on Linux.

func unmountDisk(string) error { return errors.ErrUnsupported }

func freeBlocks(string) (free, all uint64, err error) { return 0, 0, errors.ErrUnsupported }
