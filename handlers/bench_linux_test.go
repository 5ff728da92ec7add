package handlers_test

import (
	"syscall"
	"time"
)

// fileSystem is the number of the file system that a folder is on.
func fileSystem(folder string) (int64, error) {
	var found syscall.Statfs_t
	err := syscall.Statfs(folder, &found)
	return int64(found.Type), err
}

// processorTime is how long the processors have worked for this process.
func processorTime() (time.Duration, error) {
	var used syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), err
}
