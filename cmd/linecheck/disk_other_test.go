//go:build !linux

package main

import "errors"

// Disks are broken on Linux alone.

func unmountDisk(string) error { return errors.ErrUnsupported }

func freeBlocks(string) (free, all uint64, err error) { return 0, 0, errors.ErrUnsupported }
