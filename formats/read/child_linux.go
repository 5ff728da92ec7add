package read

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// typicalDataBytes is how much memory is in use when a reader is ready that was translated before.
const typicalDataBytes = 280 << 20

// limitSelf bounds what this process may use beyond what it has used so far, whatever it does. RLIMIT_DATA counts, since Linux 4.7,
// all private
// memory that can be written; RLIMIT_AS would count the addresses too that Go's runtime reserves and never uses. The processor's
// time ends a child
// whose parent died.
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

// dataInUse is what RLIMIT_DATA counts, in bytes. Where the system does not say, it is what is usual.
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

// allocateOffHeap gives memory that Go's runtime does not manage. On its heap a piece this large would have the collector wait
// until as much
// again is garbage, and what the runtime maps for that, in arenas of 64 MB, would come too close to what the process may have.
func allocateOffHeap(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return nil
	}
	return b
}
