package handlers_test

import (
	"syscall"
	"time"
)

// fileSystem returns the type number of a folder's file system.
func fileSystem(folder string) (int64, error) {
	var found syscall.Statfs_t
	err := syscall.Statfs(folder, &found)
	return int64(found.Type), err
}

// processorTime returns the CPU time of this process.
func processorTime() (time.Duration, error) {
	var used syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), err
}
