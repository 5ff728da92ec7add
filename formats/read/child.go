package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"
)

// PDFs are read in a child process, a copy of this program, because a hostile file can keep the reader busy
// for ever and fill the memory, and only the end of the process stops that reliably. The child has an empty
// environment, and its reader has no access to files or the network.
const (
	childVariable = "LINECHECK_CHILD"
	cacheVariable = "LINECHECK_CHILD_CACHE"
	childPDF      = "pdf"
	childReady    = "pdf-ready"

	childReadyLine = "ready\n" // first output of a child: its reader is ready, and the read timeout begins

	childReadTimeout = 15 * time.Second * timeoutFactor
	// for compiling the reader, once for each version: 3 to 12 seconds on two busy cores, and ten times
	// that under the race detector
	childPrepareTimeout = 5 * time.Minute
	// bytes beyond the memory in use when the reader is ready; a file of 20 MB needs about half of that
	maxChildGrowth = 120 << 20
	// memory limit of Go's garbage collector, in bytes; half of the child's memory apart from its reader
	childHeapLimit      = 118 << 20
	maxChildOutput      = 64 << 20 // bytes; 500 full pages have 4 MB
	maxChildErrorOutput = 4 << 10  // bytes of its error output when it fails
)

// childTimeouts limits the time for a child to prepare its reader, including compilation, and then to read.
type childTimeouts struct{ ready, read time.Duration }

var defaultChildTimeouts = childTimeouts{ready: childPrepareTimeout, read: childReadTimeout}

// CacheDir is the folder for the compiled PDF reader, so that only the first PDF waits for the compilation.
// If it is "", the folder linecheck in the user's cache folder is used. Set it before the first document is
// read.
var CacheDir string

// childSlot allows one child at a time.
var childSlot = make(chan struct{}, 1)

// RunAsChild runs the child and ends the process, if this process was started as the child. Otherwise it does nothing. It must be the
// first call in main, and in the TestMain of tests that read PDFs.
func RunAsChild() {
	kind := os.Getenv(childVariable)
	if kind != childPDF && kind != childReady {
		return
	}
	// Linux counts memory that Go has mapped, used or not. Frequent collections and a single thread keep it
	// low.
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(30)
	debug.SetMemoryLimit(childHeapLimit)
	engine, err := startPDFium(os.Getenv(cacheVariable))
	if err != nil {
		fmt.Fprintln(os.Stderr, "starting PDFium:", err)
		os.Exit(1)
	}
	// The limit is set only now. Compilation needs more memory than the limit, and has read nothing of the document.
	if err := limitSelf(); err != nil {
		fmt.Fprintln(os.Stderr, "limiting the process:", err)
		os.Exit(1)
	}
	if _, err := os.Stdout.WriteString(childReadyLine); err != nil {
		fmt.Fprintln(os.Stderr, "reporting that the reader is ready:", err)
		os.Exit(1)
	}
	if kind == childPDF {
		if err := servePDF(engine, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(0)
}

// PreparePDFReader compiles the PDF reader if necessary. Otherwise the first PDF has to wait for it. It may
// be called repeatedly.
func PreparePDFReader(ctx context.Context) error {
	select {
	case childSlot <- struct{}{}:
		defer func() { <-childSlot }()
	case <-ctx.Done():
		return ctx.Err()
	}
	_, err := runChild(ctx, childReady, cacheFolder(), defaultChildTimeouts, nil)
	return err
}

// errNotReady reports that the reader could not be compiled, errChildTimeout that a child was killed
// because it took too long, and errChildFailed that a child ended without a result.
var (
	errNotReady     = errors.New("the reader of PDFs is not ready")
	errChildTimeout = errors.New("the reader took too long")
	errChildFailed  = errors.New("the reader fell over")
)

// callChild runs a child with some input and returns its output. It returns errChildTimeout, an error that
// wraps errChildFailed or errNotReady, or ctx's error.
func callChild(ctx context.Context, kind string, in []byte) ([]byte, error) {
	select {
	case childSlot <- struct{}{}:
		defer func() { <-childSlot }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return runChild(ctx, kind, cacheFolder(), defaultChildTimeouts, in)
}

// runChild starts a child and waits for its output. The read timeout begins when the child reports that its
// reader is ready; compilation, which is slow on a busy machine, has a timeout of its own.
func runChild(ctx context.Context, kind, folder string, most childTimeouts, in []byte) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	limited, end := context.WithCancelCause(ctx)
	defer end(nil)
	preparing := time.AfterFunc(most.ready, func() { end(errNotReady) })
	defer preparing.Stop()
	out, words := &limitedBuffer{limit: maxChildOutput}, &limitedBuffer{limit: maxChildErrorOutput}
	out.onFirstWrite = func() {
		if preparing.Stop() {
			reading := time.AfterFunc(most.read, func() { end(errChildTimeout) })
			context.AfterFunc(limited, func() { reading.Stop() })
		}
	}
	child := exec.CommandContext(limited, self) // killed at the timeout
	child.Env = []string{childVariable + "=" + kind, cacheVariable + "=" + folder}
	child.Stdin, child.Stdout, child.Stderr = bytes.NewReader(in), out, words
	child.WaitDelay = time.Second
	err = child.Run()
	answer, ready := bytes.CutPrefix(out.Bytes(), []byte(childReadyLine))
	switch cause := context.Cause(limited); {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case cause != nil:
		return nil, cause
	case !ready && err == nil:
		return nil, fmt.Errorf("%w: it ended without a word", errNotReady)
	case !ready:
		return nil, fmt.Errorf("%w: %w: %s", errNotReady, err, &words.Buffer)
	case err != nil:
		return nil, fmt.Errorf("%w: %w: %s", errChildFailed, err, &words.Buffer)
	}
	return answer, nil
}

// cacheFolder returns the folder for the compiled reader, or "" if there is none.
func cacheFolder() string {
	if CacheDir != "" {
		return CacheDir
	}
	folder, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(folder, "linecheck")
}

// limitedBuffer is a buffer with a maximum size.
type limitedBuffer struct {
	bytes.Buffer
	limit        int
	onFirstWrite func() // called before the first bytes, if there are any
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.onFirstWrite != nil {
		b.onFirstWrite()
		b.onFirstWrite = nil
	}
	if b.Len()+len(p) > b.limit {
		return 0, io.ErrShortWrite
	}
	return b.Buffer.Write(p)
}

// ReadFrom hides bytes.Buffer.ReadFrom, which has no limit.
func (b *limitedBuffer) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{b}, r)
}
