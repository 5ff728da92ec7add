//go:build !linux

package read

// limitSelf does nothing on systems without a suitable limit. There the reader's own memory and its time
// are limited.
func limitSelf() error { return nil }

// allocateOffHeap allocates memory.
func allocateOffHeap(size int) []byte { return make([]byte, size) }
