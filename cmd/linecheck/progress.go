package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"linecheck/store"
)

// Intervals between two lines of progress. On a terminal, one line is updated. In a log, every update is a new line.
const (
	terminalInterval = 200 * time.Millisecond
	lineInterval     = 10 * time.Second
)

// progressPrinter prints the progress of a long command: the step, its rows, its share, and the time that is left.
type progressPrinter struct {
	mu       sync.Mutex
	out      io.Writer
	terminal bool
	now      func() time.Time
	begun    time.Time // of the step
	first    int64     // rows that were done when the step began
	printed  time.Time
	step     string
	open     bool // the terminal's line is not ended
}

// withProgress returns a context whose long operations print their progress on standard error. The returned function stops the printing.
func withProgress(ctx context.Context, out io.Writer) (context.Context, func()) {
	p := &progressPrinter{out: out, now: time.Now}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return store.WithProgress(ctx, p.report), p.end
}

func (p *progressPrinter) report(is store.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	interval := lineInterval
	if p.terminal {
		interval = terminalInterval
	}
	if is.Step != p.step {
		p.step, p.begun, p.first = is.Step, now, is.Done
		if !p.terminal && now.Sub(p.printed) < time.Second { // many short steps
			return
		}
	} else if now.Sub(p.printed) < interval {
		return
	}
	p.printed = now
	line := p.line(is, now)
	if p.terminal {
		fmt.Fprintf(p.out, "\r\x1b[K%s", line)
		p.open = true
		return
	}
	fmt.Fprintln(p.out, line)
}

// line describes the progress in words.
func (p *progressPrinter) line(is store.Progress, now time.Time) string {
	switch {
	case is.Total <= 0 && is.Done <= 0:
		return is.Step
	case is.Total <= 0:
		return fmt.Sprintf("%s: %d rows", is.Step, is.Done)
	}
	line := fmt.Sprintf("%s: %d of %d rows, %d %%", is.Step, is.Done, is.Total, 100*is.Done/is.Total)
	if done, took := is.Done-p.first, now.Sub(p.begun); done > 0 && took >= time.Second && is.Done < is.Total {
		left := time.Duration(float64(took) * float64(is.Total-is.Done) / float64(done)).Round(time.Second)
		line += fmt.Sprintf(", about %s left", left)
	}
	return line
}

// end clears the terminal's line.
func (p *progressPrinter) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.open = false
	}
}
