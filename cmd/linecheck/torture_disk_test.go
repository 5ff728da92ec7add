package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

// injection is a running strace that makes system calls of a process fail.
type injection struct {
	t   *testing.T
	cmd *exec.Cmd
	out string
}

func findTracer() (string, error) { return exec.LookPath("strace") }

// inject makes system calls of running processes fail until it is stopped, for some files or for all.
func inject(t *testing.T, calls, errno string, paths []string, processes ...int) *injection {
	t.Helper()
	tracer, err := findTracer()
	if err != nil {
		testutil.Missing(t, "strace is not installed (Debian: apt-get install strace)")
	}
	i := &injection{t: t, out: filepath.Join(t.TempDir(), "calls")}
	args := []string{"-y", "-o", i.out, "-e", "trace=" + calls, "-e", "inject=" + calls + ":error=" + errno}
	for _, path := range paths {
		args = append(args, "-P", path)
	}
	if len(processes) == 1 {
		args = append(args, "-f") // all threads
	}
	for _, pid := range processes {
		args = append(args, "-p", fmt.Sprint(pid))
	}
	i.cmd = exec.Command(tracer, args...)
	said, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	i.cmd.Stderr = said
	if err := i.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.cmd.Process.Kill() })
	for end := time.Now().Add(testutil.Patience); time.Now().Before(end); sleepFor(t.Context(), 10*time.Millisecond) {
		b, _ := os.ReadFile(said.Name())
		if bytes.Count(b, []byte(" attached")) >= len(processes) {
			return i
		}
		if bytes.Contains(b, []byte("Operation not permitted")) {
			break
		}
	}
	b, _ := os.ReadFile(said.Name())
	if bytes.Contains(b, []byte("Operation not permitted")) {
		testutil.Missing(t, "this machine does not let a process be traced")
	}
	t.Fatalf("strace: %s", b)
	return nil
}

// stop lets the calls succeed again and returns how many failed.
func (i *injection) stop() int {
	i.t.Helper()
	_ = i.cmd.Process.Signal(os.Interrupt)
	_ = i.cmd.Wait()
	b, err := os.ReadFile(i.out)
	if err != nil {
		i.t.Fatal(err)
	}
	return bytes.Count(b, []byte("(INJECTED)"))
}

// mountTemp mounts a file system on a folder of its own.
func mountTemp(t *testing.T, device string, options ...string) string {
	t.Helper()
	return mount(t, t.TempDir(), device, options...)
}

func mount(t *testing.T, folder, device string, options ...string) string {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", append(options, device, folder)...).CombinedOutput(); err != nil {
		testutil.Missing(t, fmt.Sprintf("mounting: %v: %s", err, out))
	}
	t.Cleanup(func() { unmount(t, folder) })
	return folder
}

func unmount(t *testing.T, folder string) {
	t.Helper()
	if err := unmountDisk(folder); err != nil && !errors.Is(err, syscall.EINVAL) {
		open, _ := exec.Command("sh", "-c", "ls -l /proc/[0-9]*/fd 2>/dev/null | grep "+folder).Output()
		t.Errorf("unmounting: %v; open: %s", err, open)
	}
}

// fillDisk fills a folder's file system. The returned function frees the space again.
func fillDisk(t *testing.T, folder string) (end func() string) {
	t.Helper()
	path := filepath.Join(folder, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 16; size > 0 && err == nil; {
		if _, err = f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
			err = nil
		}
	}
	_ = f.Close()
	if err != nil {
		t.Fatal(err)
	}
	return func() string {
		free, all, err := freeBlocks(folder)
		if err != nil || free > 1 {
			t.Errorf("%d blocks were free (%v): that proves nothing", free, err)
		}
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
		return fmt.Sprintf("%d of %d blocks were free", free, all)
	}
}

// newFailingDisk returns an ext4 file system in a file, which becomes read-only when it finds an error.
func newFailingDisk(t *testing.T) (image, folder, device string) {
	t.Helper()
	image = filepath.Join(t.TempDir(), "disk")
	for _, command := range []string{"truncate -s 96M " + image, "mkfs.ext4 -q -F " + image} {
		if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
			testutil.Missing(t, fmt.Sprintf("%s: %v: %s", command, err, out))
		}
	}
	folder = mountTemp(t, image, "-o", "loop,errors=remount-ro")
	out, err := exec.Command("findmnt", "-n", "-o", "SOURCE", folder).Output()
	if err != nil {
		testutil.Missing(t, "findmnt: "+err.Error())
	}
	return image, folder, filepath.Base(strings.TrimSpace(string(out)))
}

// turnReadOnly triggers an error of the file system, as the kernel does when it finds one.
func turnReadOnly(t *testing.T, folder, device string) (end func() string) {
	t.Helper()
	trigger := "/sys/fs/ext4/" + device + "/trigger_fs_error"
	if err := os.WriteFile(trigger, []byte("torture"), 0o200); err != nil {
		testutil.Missing(t, "this kernel has no "+trigger)
	}
	return func() string {
		if err := os.WriteFile(filepath.Join(folder, "new"), nil, 0o600); !errors.Is(err, syscall.EROFS) {
			t.Errorf("the file system accepted a file, or returned %v: the fault was not triggered", err)
		}
		return "the file system turned read-only"
	}
}

// repair checks and remounts the file system, as at the next boot.
func repair(t *testing.T, image, folder string) {
	t.Helper()
	unmount(t, folder)
	if out, err := exec.Command("e2fsck", "-p", "-f", image).CombinedOutput(); err != nil {
		var code *exec.ExitError
		if !errors.As(err, &code) || code.ExitCode() > 2 { // 1: errors were corrected
			t.Fatalf("e2fsck: %v: %s", err, out)
		}
	}
	if out, err := exec.Command("mount", "-o", "loop", image, folder).CombinedOutput(); err != nil {
		t.Fatalf("mounting again: %v: %s", err, out)
	}
}
