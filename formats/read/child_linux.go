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
