package sitetest

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// Program is the linecheck program, built from this tree and started in an empty folder.
type Program struct {
	t         testing.TB
	file      string   // the executable
	dataFlags []string // the flags for the database
	Base      string   // the URL of its pages
	Setup     string   // the first administrator's one-time URL
	Stop      func()   // stops it and waits for its end; a second call does nothing
}

// StartProgram serves an empty database at db, or in an empty folder if db is "", and reads its URL from the
// output.
func StartProgram(t testing.TB, file, db string) *Program {
	t.Helper()
	p := &Program{t: t, file: file, dataFlags: []string{"--data", t.TempDir()}}
	if db != "" {
		p.dataFlags = append(p.dataFlags, "--db", db)
	}
	serve := exec.Command(file, append([]string{"serve", "--addr", "127.0.0.1:0"}, p.dataFlags...)...)
	var log bytes.Buffer
	serve.Stderr = &log
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatalf("start the program: %v", err)
	}
	p.Stop = func() {
		p.Stop = func() {}
		err := serve.Process.Signal(os.Interrupt)
		rest, _ := io.ReadAll(out)
		if ended := serve.Wait(); err != nil || ended != nil || len(rest) > 0 {
			t.Errorf("the program ended with %v (%v)\nit printed %q\nits log was\n%s", ended, err, rest, log.String())
		}
	}
	t.Cleanup(func() { p.Stop() })
	p.readOutput(out)
	return p
}

// readOutput reads the lines with the URLs of the pages and of the setup.
func (p *Program) readOutput(out io.Reader) {
	p.t.Helper()
	lines := bufio.NewScanner(out)
	for p.Setup == "" && lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if at := regexp.MustCompile(`^Linecheck is at (http://127\.0\.0\.1:\d+)$`).FindStringSubmatch(line); at != nil {
			p.Base = at[1]
		}
		if p.Base != "" && strings.HasPrefix(line, p.Base+"/setup/") {
			p.Setup = line
		}
	}
	if p.Setup == "" {
		p.t.Fatalf("the program did not say where it is: %v", lines.Err())
	}
}

// Verify runs the command verify, and returns what it writes to standard output.
func (p *Program) Verify() string {
	p.t.Helper()
	verify := exec.Command(p.file, append([]string{"verify"}, p.dataFlags...)...)
	var progress strings.Builder
	verify.Stderr = &progress
	out, err := verify.Output()
	if err != nil {
		p.t.Fatalf("verify: %v\n%s%s", err, out, progress.String())
	}
	return string(out)
}
