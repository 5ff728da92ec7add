package read

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// typicalDataBytes is the memory in use when a compiled reader is ready.
const typicalDataBytes = 280 << 20

// limitSelf limits the memory that this process may use beyond what it uses now. Since Linux 4.7
// RLIMIT_DATA counts all private writable memory; RLIMIT_AS would also count the addresses that Go's
// runtime reserves and never uses. A CPU time limit ends a child whose parent died.
func limitSelf() error {
	if raceEnabled {
		return nil
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	seconds := uint64(used.Utime.Sec + used.Stime.Sec + 60)
	for resource, most := range map[int]uint64{syscall.RLIMIT_DATA: dataInUse() + maxChildGrowth, syscall.RLIMIT_CPU: seconds, syscall.RLIMIT_CORE: 0} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	return nil
}

// dataInUse returns the bytes that RLIMIT_DATA counts, or a typical value if the system does not report
// them.
func dataInUse() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return typicalDataBytes
	}
	for line := range strings.Lines(string(status)) {
		if size, found := strings.CutPrefix(line, "VmData:"); found {
			kilobytes, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(size), " kB"), 10, 64)
			if err == nil {
				return kilobytes << 10
			}
		}
	}
	return typicalDataBytes
}

// allocateOffHeap allocates memory outside Go's heap. On the heap, the garbage collector would let as much garbage as this allocation
// accumulate. The runtime would also map arenas of 64 MB for it, and nearly reach the memory limit.
func allocateOffHeap(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return nil
	}
	return b
}
