package read

import "syscall"

// limitSelf bounds what this process may use, whatever it does. RLIMIT_DATA counts, since Linux 4.7, all private memory that can be written;
// RLIMIT_AS would count the addresses too that Go's runtime reserves and never uses. The processor's time ends a child whose parent died.
func limitSelf() error {
	if raced {
		return nil
	}
	for resource, most := range map[int]uint64{syscall.RLIMIT_DATA: childMemory, syscall.RLIMIT_CPU: 60, syscall.RLIMIT_CORE: 0} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	return nil
}

// setAside gives memory that Go's runtime does not manage. On its heap a piece this large would have the collector wait until as much
// again is garbage, and what the runtime maps for that, in arenas of 64 MB, would come too close to what the process may have.
func setAside(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return nil
	}
	return b
}
