//go:build !linux

package read

// limitSelf does nothing where the system has no bound that fits: there the reader's own memory is bounded, and its time.
func limitSelf() error { return nil }

// allocateOffHeap gives memory.
func allocateOffHeap(size int) []byte { return make([]byte, size) }
