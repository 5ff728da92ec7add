package read

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// TestMain lets this test binary act as the child that reads a PDF, or as one that exceeds its memory
// limit.
func TestMain(m *testing.M) {
	RunAsChild()
	if os.Getenv("LINECHECK_TEST_GREEDY") != "" {
		allocateTooMuch()
	}
	os.Exit(m.Run())
}

// allocateTooMuch exits with 0 if it can allocate more memory than a child may.
func allocateTooMuch() {
	if err := limitSelf(); err != nil {
		os.Exit(1)
	}
	var all [][]byte
	for len(all)<<20 <= 2*maxChildGrowth {
		block := make([]byte, 1<<20)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		all = append(all, block)
	}
	runtime.KeepAlive(all)
	os.Exit(0)
}

func TestChildMemoryIsLimited(t *testing.T) {
	if runtime.GOOS != "linux" || raceEnabled {
		t.Skip("only Linux bounds the memory of a process, and not under the race detector")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(self)
	child.Env = []string{"LINECHECK_TEST_GREEDY=1"}
	if out, err := child.CombinedOutput(); err == nil {
		t.Errorf("a child had more than %d bytes: %s", int64(maxChildGrowth), out)
	}
}
