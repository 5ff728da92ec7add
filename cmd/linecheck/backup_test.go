package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

// withData returns the same shell with another data folder.
func (s shell) withData(folder string) shell { return shell{s.t, folder} }

// newShellWithAdmin returns a shell for a newsroom with an administrator.
func newShellWithAdmin(t *testing.T) shell {
	t.Helper()
	s := newShell(t)
	s.ok("a password of some length\n", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
	return s
}

func (s shell) mustFail(want string, args ...string) {
	s.t.Helper()
	if code, out, err := s.run("", args...); code == 0 || !strings.Contains(err, want) {
		s.t.Errorf("%v: exit %d, %q %q, want %q", args, code, out, err, want)
	}
}

// A newsroom is backed up while its server runs, restored elsewhere and moved, and is the same everywhere.
func TestBackupRestoreAndMove(t *testing.T) {
	t.Parallel()
	s := newShellWithAdmin(t)
	s.ok("The bridge closed. It was built in 1911.\n", "import", "-", "--title", "Bridge")
	running := startProgram(t, testutil.Linecheck(t), s.data)
	s.mustFail("stop that first", "move", "--to", "sqlite:"+filepath.Join(t.TempDir(), "moved.db"))
	code, _, second := s.run("", "serve", "--addr", "127.0.0.1:0")
	if code != 1 || !strings.Contains(second, "in use by another linecheck") {
		t.Errorf("a second server: exit %d, %s", code, second)
	}
	s.ok("A second one.\n", "import", "-", "--title", "Beside the server")
	backup := filepath.Join(t.TempDir(), "newsroom.tar.gz")
	made := s.ok("", "backup", backup)
	_ = running.process.Kill()
	_, _ = running.process.Wait()
	back := s.withData(filepath.Join(t.TempDir(), "new"))
	if restored := back.ok("", "restore", backup); strings.TrimPrefix(restored, "restored") != strings.TrimPrefix(made, "backed up") {
		t.Errorf("%s and %s", restored, made)
	}
	back.mustFail("is there already", "restore", backup)
	moved := filepath.Join(t.TempDir(), "moved.db")
	if report := back.ok("", "move", "--to", "sqlite:"+moved); !strings.Contains(report, "moved: every row is the same in both") {
		t.Error(report)
	}
	for _, where := range [][]string{nil, {"--db", "sqlite:" + moved}} {
		intact := back.ok("", append([]string{"verify"}, where...)...)
		if strings.TrimPrefix(intact, "intact") != strings.TrimPrefix(made, "backed up") {
			t.Errorf("%s and %s", intact, made)
		}
		if rows := back.ok("", append([]string{"export", "sentences"}, where...)...); rows != s.ok("", "export", "sentences") {
			t.Errorf("other sentences: %s", rows)
		}
	}
}

// The checkpoint file detects a database that was reset to an earlier state.
func TestCheckpointFile(t *testing.T) {
	t.Parallel()
	s := newShellWithAdmin(t)
	anchor := filepath.Join(t.TempDir(), "anchor")
	s.ok("The bridge closed.\n", "import", "-", "--title", "Bridge")
	backup := filepath.Join(t.TempDir(), "newsroom.tar.gz")
	s.ok("", "backup", backup)
	s.ok("It rained.\n", "import", "-", "--title", "Rain")
	s.ok("", "export", "sentences", "--anchor", anchor)
	s.ok("", "verify", "--anchor", anchor)
	back := s.withData(filepath.Join(t.TempDir(), "new"))
	back.ok("", "restore", backup)
	back.ok("", "verify")
	back.mustFail("the chain was cut", "verify", "--anchor", anchor)
}

// A corrupt database is not shown: a plain page explains the problem and how to recover. verify and export
// still work.
func TestDamagedServer(t *testing.T) {
	s := newShellWithAdmin(t)
	s.ok("The bridge closed.\n", "import", "-", "--title", "Bridge")
	path := filepath.Join(s.data, "linecheck.db")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Replace(b, []byte("article made"), []byte("article mAde"), -1)
	if bytes.Equal(b, damaged) {
		t.Fatal("nothing was damaged")
	}
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	s.mustFail("the records are damaged", "import", "-", "--title", "Another")
	s.mustFail("broken", "verify")
	s.ok("", "export", "sentences")
	ctx, stop := context.WithCancel(context.Background())
	heard, says := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--data", s.data}, &stdio{In: strings.NewReader(""), Out: says, Err: io.Discard})
	}()
	line, err := bufio.NewReader(heard).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(line[strings.Index(line, "http://"):])
	for _, page := range []string{"/", "/login", "/healthz", "/readyz", "/articles/1"} {
		answer, err := http.Get(base + page)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusServiceUnavailable ||
			!regexp.MustCompile(`(?s)damaged.*What is wrong: event \d+ was changed.*linecheck restore BACKUP`).Match(body) {
			t.Errorf("%s: %s %s", page, answer.Status, body)
		}
	}
	answer, err := http.Get(base + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "linecheck_damaged 1\n") {
		t.Errorf("/metrics: %s %s", answer.Status, body)
	}
	stop()
	if code := <-done; code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, damaged) {
		t.Errorf("the damaged file was changed: %v", err)
	}
}
