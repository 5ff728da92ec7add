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

// PDFs are read in a process of its own, a copy of this program, because a hostile one can keep the reader busy for ever and fill the memory, and
// nothing but an end of the process stops that for certain. The child has no environment, and its reader sees no files and no network.
const (
	childVariable = "LINECHECK_CHILD"
	cacheVariable = "LINECHECK_CHILD_CACHE"
	childPDF      = "pdf"
	childReady    = "pdf-ready"

	childReadyLine = "ready\n" // a child's first words: its reader is ready, and the time to read begins

	childWithin    = 15 * time.Second * slowness
	childPrepares  = 5 * time.Minute // to translate the reader, once for each version of it: 3 to 12 seconds on two busy cores, and ten times that under the race detector
	childGrowth    = 120 << 20       // bytes beyond what is in use when the reader is ready; a file of 20 MB makes it grow by about half of that
	childHeap      = 118 << 20       // bytes from which Go cleans up at every chance; half of what a child has beside its reader
	mostFromChild  = 64 << 20        // bytes of answer; 500 full pages have 4 MB
	mostChildWords = 4 << 10         // bytes of what it says when it falls over
)

// childLimits is how long a child may take to get its reader ready, which includes the translation, and then to read.
type childLimits struct{ ready, read time.Duration }

var usualLimits = childLimits{ready: childPrepares, read: childWithin}

// Cache is the folder in which the translated PDF reader is kept, so that only the first PDF waits for the translation. Where it is "", that
// is linecheck in the user's cache folder. Set it before the first document is read.
var Cache string

// children lets one child run at a time.
var children = make(chan struct{}, 1)

// BeChild does a child's work and ends the process where this process was started as one; else it does nothing. It has to be the first thing that
// main does, and TestMain in the tests that read PDFs.
func BeChild() {
	kind := os.Getenv(childVariable)
	if kind != childPDF && kind != childReady {
		return
	}
	// What Go maps counts, used or not: it cleans up often, and one thread leaves less behind meanwhile.
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(30)
	debug.SetMemoryLimit(childHeap)
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
		if err := answerPDF(engine, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(0)
}

// Prepare translates the PDF reader, where that was not done before. The first PDF does it otherwise, and its reader waits. It may be called at any
// time and as often as one likes.
func Prepare(ctx context.Context) error {
	select {
	case children <- struct{}{}:
		defer func() { <-children }()
	case <-ctx.Done():
		return ctx.Err()
	}
	_, err := runChild(ctx, childReady, cacheFolder(), usualLimits, nil)
	return err
}

// errNotReady is a reader that could not be translated; errChildSlow a child that was ended because it took too long; errChildFell one that ended
// without an answer.
var (
	errNotReady  = errors.New("the reader of PDFs is not ready")
	errChildSlow = errors.New("the reader took too long")
	errChildFell = errors.New("the reader fell over")
)

// askChild gives a child its input and takes its answer. The error is errChildSlow, one that wraps errChildFell or
// errNotReady, or ctx's own.
func askChild(ctx context.Context, kind string, in []byte) ([]byte, error) {
	select {
	case children <- struct{}{}:
		defer func() { <-children }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return runChild(ctx, kind, cacheFolder(), usualLimits, in)
}

// runChild starts a child and waits for its answer. The time to read begins when the child says that its reader is ready: a translation, which
// takes long on a busy machine, counts against a limit of its own.
func runChild(ctx context.Context, kind, folder string, most childLimits, in []byte) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	limited, end := context.WithCancelCause(ctx)
	defer end(nil)
	preparing := time.AfterFunc(most.ready, func() { end(errNotReady) })
	defer preparing.Stop()
	out, words := &bounded{most: mostFromChild}, &bounded{most: mostChildWords}
	out.first = func() {
		if preparing.Stop() {
			reading := time.AfterFunc(most.read, func() { end(errChildSlow) })
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
		return nil, fmt.Errorf("%w: %w: %s", errChildFell, err, &words.Buffer)
	}
	return answer, nil
}

// cacheFolder is where the translated reader is kept; "" where there is no such place.
func cacheFolder() string {
	if Cache != "" {
		return Cache
	}
	folder, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(folder, "linecheck")
}

// bounded is a buffer that takes no more than so many bytes.
type bounded struct {
	bytes.Buffer
	most  int
	first func() // called before the first bytes, if any
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.first != nil {
		b.first()
		b.first = nil
	}
	if b.Len()+len(p) > b.most {
		return 0, io.ErrShortWrite
	}
	return b.Buffer.Write(p)
}

// ReadFrom hides the buffer's own, which knows no bound.
func (b *bounded) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{b}, r)
}
