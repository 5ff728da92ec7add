package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

// fault is a failure of the system while users write.
type fault struct {
	name          string
	begin         func(n *torture) (end func() string) // end describes the effect; it fails the test if there was none
	failsAPI      bool                                 // API calls fail as well, not only uploads
	mustEnd       bool                                 // the process must end by itself
	mayEnd        bool                                 // the process may end by itself
	filesOnly     bool                                 // users only upload files
	beforeRestart func(n *torture)                     // called before the next start
}

// sqliteFaults are the faults of the folder with SQLite's file and snapshots.
var sqliteFaults = []fault{
	{
		name:     "a full disk, injected into SQLite's writes",
		failsAPI: true,
		begin:    newInjectedFault("pwrite64", "ENOSPC", 3, "linecheck.db-wal", "linecheck.db"),
	},
	{name: "EIO on SQLite's writes", failsAPI: true, begin: newInjectedFault("pwrite64", "EIO", 3, "linecheck.db-wal", "linecheck.db")},
	{
		name:     "EIO on SQLite's syncs",
		failsAPI: true,
		mustEnd:  true,
		begin:    newInjectedFault("fsync,fdatasync", "EIO", 1, "linecheck.db-wal", "linecheck.db"),
	},
	{name: "EIO on renaming evidence files", begin: newInjectedFault("rename,renameat,renameat2", "EIO", 5)},
	{name: "EIO on syncing evidence files", filesOnly: true, mustEnd: true, begin: newInjectedFault("fsync,fdatasync", "EIO", 1)},
}

// After any system failure, a page says that nothing was saved and keeps the user's input, every
// acknowledged write exists once, and the process ends if a sync failed.
func TestTortureFaults(t *testing.T) {
	skipUnlessTorture(t)
	if _, err := findTracer(); err != nil {
		testutil.Missing(t, "strace is not installed (Debian: apt-get install strace)")
	}
	for _, f := range sqliteFaults {
		t.Run(f.name, func(t *testing.T) {
			newTorture(t, filepath.Join(t.TempDir(), "data"), nil).runFault(f)
		})
	}
}

// A file system that is really full, and one that the kernel has made read-only.
func TestTortureDisk(t *testing.T) {
	skipUnlessTorture(t)
	if os.Geteuid() != 0 {
		testutil.Missing(t, "only root may mount a small file system")
	}
	t.Run("a full file system", func(t *testing.T) {
		folder := mountTemp(t, "tmpfs", "-t", "tmpfs", "-o", "size=24m")
		newTorture(
			t,
			filepath.Join(folder, "data"),
			nil,
		).runFault(fault{failsAPI: true, begin: func(n *torture) func() string { return fillDisk(n.t, folder) }})
	})
	t.Run("a full file system of evidence files", func(t *testing.T) {
		data := filepath.Join(t.TempDir(), "data")
		n := newTorture(t, data, nil)
		folder := mount(t, filepath.Join(data, "snapshots"), "tmpfs", "-t", "tmpfs", "-o", "size=2m")
		for _, h := range n.users { // a file that was stored before the mount would now be hidden below it
			if len(h.attempts) != 2 {
				t.Fatal("files were stored before the file system was mounted")
			}
		}
		n.runFault(fault{begin: func(n *torture) func() string { return fillDisk(n.t, folder) }})
	})
	t.Run("a file system that turns read-only", func(t *testing.T) {
		image, folder, device := newFailingDisk(t)
		n := newTorture(t, filepath.Join(folder, "data"), nil)
		n.runFault(fault{failsAPI: true, mayEnd: true, begin: func(n *torture) func() string { return turnReadOnly(n.t, folder, device) },
			beforeRestart: func(n *torture) { repair(n.t, image, folder) }})
	})
}

// runFault lets users write before, during and after a fault.
func (n *torture) runFault(f fault) {
	n.t.Helper()
	for _, h := range n.users {
		h.filesOnly = f.filesOnly
	}
	n.start()
	ctx, stop := context.WithCancel(n.t.Context())
	defer stop()
	working := n.work(ctx)
	n.waitUntil("writing", func() bool { return n.acknowledgedCount() > 100 })
	end := f.begin(n)
	forms, calls, _ := n.countRefused()
	n.waitUntil("answers that nothing was saved", func() bool {
		now, called, gone := n.countRefused()
		return gone > 0 && (f.mustEnd || f.mayEnd) || now-forms >= 5 && (!f.failsAPI || called-calls >= 3)
	})
	if f.mustEnd {
		n.waitForOwnExit()
	}
	bit := end()
	before := n.acknowledgedCount()
	if !f.mustEnd && !f.mayEnd {
		n.waitUntil("saving again without a new start", func() bool { return n.acknowledgedCount() > before+50 })
	}
	stop()
	n.kill()
	working.Wait()
	if f.beforeRestart != nil {
		f.beforeRestart(n)
	}
	n.confirmPending()
	r := n.compare()
	forms, calls, gone := n.countRefused()
	if forms+calls == 0 {
		n.t.Error("no request was answered with 503: the fault was not triggered")
	}
	n.t.Logf("%s; %d forms and %d calls were answered 503, each form with its input; %d got no answer; %s", bit, forms, calls, gone, r)
}

// waitForOwnExit waits until the process has ended by itself and logged the reason.
func (n *torture) waitForOwnExit() {
	n.t.Helper()
	testutil.Receive(n.t, "end of the process, though a sync failed", n.ended)
	if code := n.cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(n.logText(), "a sync of the disk failed: the process ends") {
		n.t.Errorf("exit code %d and log %s", code, n.logText())
	}
}

// confirmPending starts the program, repeats the pending calls until they are answered, and stops it.
func (n *torture) confirmPending() {
	n.t.Helper()
	n.start()
	for _, h := range n.users {
		h.filesOnly = false
		for h.unconfirmed != nil && h.byAPI(h.unconfirmed) {
		}
	}
	n.kill()
}

// waitUntil waits for a condition that the users' writes bring about.
func (n *torture) waitUntil(what string, there func() bool) {
	n.t.Helper()
	for end := time.Now().Add(testutil.Patience); time.Now().Before(end); sleepFor(n.t.Context(), 10*time.Millisecond) {
		if there() {
			return
		}
	}
	var wrong []string
	for _, h := range n.users {
		wrong = append(wrong, h.failure)
	}
	log := n.logText()
	n.t.Fatalf("no %s within %v; %v; %s", what, testutil.Patience, wrong, log[max(0, len(log)-2000):])
}

func (n *torture) acknowledgedCount() (sum int) {
	for _, h := range n.users {
		h.mutex.Lock()
		sum += h.acknowledgedCount
		h.mutex.Unlock()
	}
	return sum
}

// countRefused counts the forms and API calls that were answered with "not saved", and the requests without
// a response.
func (n *torture) countRefused() (forms, calls, gone int) {
	for _, h := range n.users {
		h.mutex.Lock()
		forms, calls, gone = forms+h.unavailable[0], calls+h.unavailable[1], gone+h.unavailable[-1]
		h.mutex.Unlock()
	}
	return forms, calls, gone
}

// newInjectedFault makes system calls fail with an error, for the named files or for all. It must have
// happened at least a given number of times.
func newInjectedFault(calls, errno string, least int, files ...string) func(*torture) func() string {
	return func(n *torture) func() string {
		var paths []string
		for _, file := range files {
			paths = append(paths, filepath.Join(n.data, file))
		}
		i := inject(n.t, calls, errno, paths, n.cmd.Process.Pid)
		return func() string {
			bitten := i.stop()
			if bitten < least {
				n.t.Errorf("%d calls failed as they were to: that proves nothing", bitten)
			}
			return fmt.Sprintf("%d calls of %s failed with %s", bitten, calls, errno)
		}
	}
}
