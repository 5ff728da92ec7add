package main

import "syscall"

func unmountDisk(folder string) error { return syscall.Unmount(folder, 0) }

// freeBlocks returns the number of available blocks and of all blocks of a file system.
func freeBlocks(folder string) (free, all uint64, err error) {
	var left syscall.Statfs_t
	err = syscall.Statfs(folder, &left)
	return left.Bavail, left.Blocks, err
}
