package main

import "syscall"

func unmountDisk(folder string) error { return syscall.Unmount(folder, 0) }

// freeBlocks is how many blocks of a file system are free for us, and how many it has.
func freeBlocks(folder string) (free, all uint64, err error) {
	var left syscall.Statfs_t
	err = syscall.Statfs(folder, &left)
	return left.Bavail, left.Blocks, err
}
