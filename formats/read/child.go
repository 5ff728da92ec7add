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

	childWithin    = 15 * time.Second * slowness
	childPrepares  = 5 * time.Minute // to translate the reader, once for each version of it: 5 to 12 seconds on two busy cores, and ten times that under the race detector
	childMemory    = 400 << 20       // bytes: what is in use for a file of 20 MB, and about as much again
	mostFromChild  = 64 << 20        // bytes of answer; 500 full pages have 4 MB
	mostChildWords = 4 << 10         // bytes of what it says when it falls over
)

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
	debug.SetMemoryLimit((childMemory - readerMemory - mostPDFBytes) / 2)
	if err := limitSelf(); err != nil {
		fmt.Fprintln(os.Stderr, "limiting the process:", err)
		os.Exit(1)
	}
	engine, err := startPDFium(os.Getenv(cacheVariable))
	if err != nil {
		fmt.Fprintln(os.Stderr, "starting PDFium:", err)
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
	return prepared(ctx, cacheFolder())
}

// preparedIn is the folder in which this process knows the translated reader to be. Whoever holds a place in children may use it.
var preparedIn string

func prepared(ctx context.Context, folder string) error {
	if folder == "" || folder == preparedIn {
		return nil
	}
	_, err := runChild(ctx, childReady, folder, childPrepares, nil)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errNotReady, err)
	}
	preparedIn = folder
	return nil
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
	folder, within := cacheFolder(), childWithin
	if err := prepared(ctx, folder); err != nil {
		return nil, err
	}
	if folder == "" {
		within = childPrepares // it is translated afresh each time
	}
	return runChild(ctx, kind, folder, within, in)
}

func runChild(ctx context.Context, kind, folder string, within time.Duration, in []byte) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	out, words := &bounded{most: mostFromChild}, &bounded{most: mostChildWords}
	child := exec.CommandContext(limited, self) // which kills it when the time is over
	child.Env = []string{childVariable + "=" + kind, cacheVariable + "=" + folder}
	child.Stdin, child.Stdout, child.Stderr = bytes.NewReader(in), out, words
	child.WaitDelay = time.Second
	err = child.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, errChildSlow
	case err != nil:
		return nil, fmt.Errorf("%w: %w: %s", errChildFell, err, &words.Buffer)
	}
	return out.Bytes(), nil
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
	most int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.most {
		return 0, io.ErrShortWrite
	}
	return b.Buffer.Write(p)
}

// ReadFrom hides the buffer's own, which knows no bound.
func (b *bounded) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{b}, r)
}
