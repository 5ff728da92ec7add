package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Failures of PostgreSQL: its log cannot be written or synced. It panics and restarts by itself.
func TestTortureServer(t *testing.T) {
	skipUnlessTorture(t)
	for _, f := range []struct{ calls, errno string }{{"pwrite64", "ENOSPC"}, {"pwrite64", "EIO"}, {"fdatasync,fsync", "EIO"}} {
		t.Run(f.calls+" "+f.errno, func(t *testing.T) {
			database := startPostgres(t)
			n := newTorture(t, filepath.Join(t.TempDir(), "data"), &database)
			n.runFault(fault{failsAPI: true, begin: func(n *torture) func() string {
				i := inject(t, f.calls, f.errno, nil, database.processes()...)
				return func() string {
					bitten := i.stop()
					log, _ := os.ReadFile(database.folder + "/log")
					panics := strings.Count(string(log), "PANIC:")
					if bitten == 0 || panics == 0 {
						t.Errorf("%d calls failed and PostgreSQL panicked %d times: that proves nothing\n%s", bitten, panics, log[max(0, len(log)-2000):])
					}
					return fmt.Sprintf("%d calls of %s failed with %s, PostgreSQL panicked %d times", bitten, f.calls, f.errno, panics)
				}
			}})
		})
	}
}

// processes returns the processes that serve connections now.
func (s postgresServer) processes() (list []int) {
	s.t.Helper()
	main, err := os.ReadFile(s.folder + "/data/postmaster.pid")
	if err != nil {
		s.t.Fatal(err)
	}
	parent, _, _ := strings.Cut(string(main), "\n")
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		b, _ := os.ReadFile(stat)
		command, _ := os.ReadFile(filepath.Dir(stat) + "/cmdline")
		fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
		if len(fields) > 1 && fields[1] == parent && strings.HasPrefix(string(command), "postgres: linecheck") {
			var pid int
			_, _ = fmt.Sscan(string(b), &pid)
			list = append(list, pid)
		}
	}
	return list
}
