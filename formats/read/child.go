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

// PDFs are read in a process of its own, a copy of this program, because a hostile one can keep the reader busy for ever and fill
// the memory, and
// nothing but an end of the process stops that for certain. The child has no environment, and its reader sees no files and no network.
const (
	childVariable = "LINECHECK_CHILD"
	cacheVariable = "LINECHECK_CHILD_CACHE"
	childPDF      = "pdf"
	childReady    = "pdf-ready"

	childReadyLine = "ready\n" // a child's first words: its reader is ready, and the time to read begins

	childReadTimeout    = 15 * time.Second * timeoutFactor
	childPrepareTimeout = 5 * time.Minute // to translate the reader, once for each version of it: 3 to 12 seconds on two busy cores, and ten times that under the race detector
	maxChildGrowth      = 120 << 20       // bytes beyond what is in use when the reader is ready; a file of 20 MB makes it grow by about half of that
	childHeapLimit      = 118 << 20       // bytes from which Go cleans up at every chance; half of what a child has beside its reader
	maxChildOutput      = 64 << 20        // bytes of answer; 500 full pages have 4 MB
	maxChildErrorOutput = 4 << 10         // bytes of what it says when it falls over
)

// childTimeouts is how long a child may take to get its reader ready, which includes the translation, and then to read.
type childTimeouts struct{ ready, read time.Duration }

var defaultChildTimeouts = childTimeouts{ready: childPrepareTimeout, read: childReadTimeout}

// CacheDir is the folder in which the translated PDF reader is kept, so that only the first PDF waits for the translation. Where it
// is "", that
// is linecheck in the user's cache folder. Set it before the first document is read.
var CacheDir string

// childSlot lets one child run at a time.
var childSlot = make(chan struct{}, 1)

// RunAsChild does a child's work and ends the process where this process was started as one; else it does nothing. It has to be the
// first thing that
// main does, and TestMain in the tests that read PDFs.
func RunAsChild() {
	kind := os.Getenv(childVariable)
	if kind != childPDF && kind != childReady {
		return
	}
	// What Go maps counts, used or not: it cleans up often, and one thread leaves less behind meanwhile.
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(30)
	debug.SetMemoryLimit(childHeapLimit)
	engine, err := startPDFium(os.Getenv(cacheVariable))
	if err != nil {
		fmt.Fprintln(os.Stderr, "starting PDFium:", err)
		os.Exit(1)
	}
	// Only now: a translation takes more than a document may, and nothing of the document has been read yet.
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

// PreparePDFReader translates the PDF reader, where that was not done before. The first PDF does it otherwise, and its reader
// waits. It may be called at any
// time and as often as one likes.
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

// errNotReady is a reader that could not be translated; errChildTimeout a child that was ended because it took too long;
// errChildFailed one that ended
// without an answer.
var (
	errNotReady     = errors.New("the reader of PDFs is not ready")
	errChildTimeout = errors.New("the reader took too long")
	errChildFailed  = errors.New("the reader fell over")
)

// callChild gives a child its input and takes its answer. The error is errChildTimeout, one that wraps errChildFailed or
// errNotReady, or ctx's own.
func callChild(ctx context.Context, kind string, in []byte) ([]byte, error) {
	select {
	case childSlot <- struct{}{}:
		defer func() { <-childSlot }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return runChild(ctx, kind, cacheFolder(), defaultChildTimeouts, in)
}

// runChild starts a child and waits for its answer. The time to read begins when the child says that its reader is ready: a
// translation, which
// takes long on a busy machine, counts against a limit of its own.
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
	child := exec.CommandContext(limited, self) // which kills it when the time is over
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

// cacheFolder is where the translated reader is kept; "" where there is no such place.
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

// limitedBuffer is a buffer that takes no more than so many bytes.
type limitedBuffer struct {
	bytes.Buffer
	limit        int
	onFirstWrite func() // called before the first bytes, if any
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

// ReadFrom hides the buffer's own, which knows no bound.
func (b *limitedBuffer) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{b}, r)
}
