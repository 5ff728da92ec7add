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

// fault is something that goes wrong beneath the program while people write.
type fault struct {
	name  string
	begin func(n *torture) (end func() string) // what end returns says how it bit; a test that it did not bite has failed by then
	api   bool                                 // calls of the API fail as well, and not files alone
	ends  bool                                 // the process ends by itself
	may   bool                                 // it may
	files bool                                 // hands keep files and do nothing else
	again func(n *torture)                     // before the next start
}

// liteFaults are what can happen to the folder of SQLite's file and of evidence.
var liteFaults = []fault{
	{
		name:  "a full disk, injected into SQLite's writes",
		api:   true,
		begin: injecting("pwrite64", "ENOSPC", 3, "linecheck.db-wal", "linecheck.db"),
	},
	{name: "EIO on SQLite's writes", api: true, begin: injecting("pwrite64", "EIO", 3, "linecheck.db-wal", "linecheck.db")},
	{
		name:  "EIO on SQLite's syncs",
		api:   true,
		ends:  true,
		begin: injecting("fsync,fdatasync", "EIO", 1, "linecheck.db-wal", "linecheck.db"),
	},
	{name: "EIO on renaming evidence files", begin: injecting("rename,renameat,renameat2", "EIO", 5)},
	{name: "EIO on syncing evidence files", files: true, ends: true, begin: injecting("fsync,fdatasync", "EIO", 1)},
}

// Whatever fails beneath it, a page says that nothing was saved and has what was typed; what was acknowledged is there afterwards, once; and where a sync
// failed, the process ends.
func TestTortureFaults(t *testing.T) {
	tortured(t)
	if _, err := lookTracer(); err != nil {
		testutil.Missing(t, "strace is not installed (Debian: apt-get install strace)")
	}
	for _, f := range liteFaults {
		t.Run(f.name, func(t *testing.T) {
			newTorture(t, filepath.Join(t.TempDir(), "data"), nil).suffer(f)
		})
	}
}

// A file system that is full in fact, and one that the kernel has made read-only.
func TestTortureDisk(t *testing.T) {
	tortured(t)
	if os.Geteuid() != 0 {
		testutil.Missing(t, "only root may mount a small file system")
	}
	t.Run("a full file system", func(t *testing.T) {
		folder := mounted(t, "tmpfs", "-t", "tmpfs", "-o", "size=24m")
		newTorture(
			t,
			filepath.Join(folder, "data"),
			nil,
		).suffer(fault{api: true, begin: func(n *torture) func() string { return fill(n.t, folder) }})
	})
	t.Run("a full file system of evidence files", func(t *testing.T) {
		data := filepath.Join(t.TempDir(), "data")
		n := newTorture(t, data, nil)
		folder := mountedAt(t, filepath.Join(data, "snapshots"), "tmpfs", "-t", "tmpfs", "-o", "size=2m")
		for _, h := range n.hands { // those of the beginning lie beneath the mount: there are none
			if len(h.deeds) != 2 {
				t.Fatal("files were kept before the file system was there")
			}
		}
		n.suffer(fault{begin: func(n *torture) func() string { return fill(n.t, folder) }})
	})
	t.Run("a file system that turns read-only", func(t *testing.T) {
		image, folder, device := failing(t)
		n := newTorture(t, filepath.Join(folder, "data"), nil)
		n.suffer(fault{api: true, may: true, begin: func(n *torture) func() string { return turnReadOnly(n.t, folder, device) },
			again: func(n *torture) { repair(n.t, image, folder) }})
	})
}

// suffer has people write before, while and after something is wrong.
func (n *torture) suffer(f fault) {
	n.t.Helper()
	for _, h := range n.hands {
		h.filesAlone = f.files
	}
	n.start()
	ctx, stop := context.WithCancel(n.t.Context())
	defer stop()
	working := n.work(ctx)
	n.until("writing", func() bool { return n.acknowledged() > 100 })
	end := f.begin(n)
	forms, calls, _ := n.refused()
	n.until("answers that nothing was saved", func() bool {
		now, called, gone := n.refused()
		return gone > 0 && (f.ends || f.may) || now-forms >= 5 && (!f.api || called-calls >= 3)
	})
	if f.ends {
		n.endsItself()
	}
	bit := end()
	before := n.acknowledged()
	if !f.ends && !f.may {
		n.until("saving again without a new start", func() bool { return n.acknowledged() > before+50 })
	}
	stop()
	n.kill()
	working.Wait()
	if f.again != nil {
		f.again(n)
	}
	n.settle()
	r := n.compare()
	forms, calls, gone := n.refused()
	if forms+calls == 0 {
		n.t.Error("nobody was told that something was not saved: that proves nothing")
	}
	n.t.Logf("%s; %d forms and %d calls were answered 503, each form with what was typed; %d got no answer; %s", bit, forms, calls, gone, r)
}

// endsItself waits until the process has ended by itself, and has said why.
func (n *torture) endsItself() {
	n.t.Helper()
	testutil.Receive(n.t, "end of the process, though a sync failed", n.ended)
	if code := n.cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(n.said(), "a sync of the disk failed: the process ends") {
		n.t.Errorf("it ended with %d and said %s", code, n.said())
	}
}

// settle starts the program, has what is owed answered, and ends it.
func (n *torture) settle() {
	n.t.Helper()
	n.start()
	for _, h := range n.hands {
		h.filesAlone = false
		for h.owed != nil && h.byAPI(h.owed) {
		}
	}
	n.kill()
}

// until waits for something to come about through the hands' work.
func (n *torture) until(what string, there func() bool) {
	n.t.Helper()
	for end := time.Now().Add(testutil.Patience); time.Now().Before(end); sleepFor(n.t.Context(), 10*time.Millisecond) {
		if there() {
			return
		}
	}
	var wrong []string
	for _, h := range n.hands {
		wrong = append(wrong, h.wrong)
	}
	log := n.said()
	n.t.Fatalf("no %s within %v; %v; %s", what, testutil.Patience, wrong, log[max(0, len(log)-2000):])
}

func (n *torture) acknowledged() (sum int) {
	for _, h := range n.hands {
		h.mutex.Lock()
		sum += h.done
		h.mutex.Unlock()
	}
	return sum
}

// refused counts the forms and the calls that were told that nothing was saved, and what got no answer.
func (n *torture) refused() (forms, calls, gone int) {
	for _, h := range n.hands {
		h.mutex.Lock()
		forms, calls, gone = forms+h.unsaved[0], calls+h.unsaved[1], gone+h.unsaved[-1]
		h.mutex.Unlock()
	}
	return forms, calls, gone
}

// injecting has calls of the system fail with an error, of the files named or of all; it must have done so a number of times.
func injecting(calls, errno string, least int, files ...string) func(*torture) func() string {
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
