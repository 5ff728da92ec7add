package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

// torture is a newsroom whose program is killed, and whose disk fails, while users write.
// docs/operations/durability.md states the promises.
type torture struct {
	t              *testing.T
	data           string          // the data folder
	database       *postgresServer // nil for SQLite
	binary         string
	wrapperCommand []string // a command that runs the program, or none
	log            string   // the program's log file
	users          []*tortureUser

	cmd   *exec.Cmd
	ended chan struct{} // closed when the program has ended
	base  string
}

// skipUnlessTorture skips a test unless make torture or LINECHECK_TORTURE=1 requests it.
func skipUnlessTorture(t *testing.T) {
	t.Helper()
	if os.Getenv("LINECHECK_TORTURE") == "" {
		t.Skip("not asked for: make torture, or LINECHECK_TORTURE=1")
	}
}

// tortureNumber returns a number from the environment, or the default.
func tortureNumber(t *testing.T, name string, usual int) int {
	t.Helper()
	said := os.Getenv(name)
	if said == "" {
		return usual
	}
	n, err := strconv.Atoi(said)
	if err != nil {
		t.Fatal(name, err)
	}
	return n
}

// eachEngine runs a test on a newsroom with each database.
func eachEngine(t *testing.T, test func(*testing.T, *torture)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newTorture(t, filepath.Join(t.TempDir(), "data"), nil)) })
	t.Run("postgres", func(t *testing.T) {
		database := startPostgres(t)
		test(t, newTorture(t, filepath.Join(t.TempDir(), "data"), &database))
	})
}

// newTorture creates a newsroom with a number of users, each with an article of their own. The program is
// not running yet.
func newTorture(t *testing.T, data string, database *postgresServer) *torture {
	t.Helper()
	n := &torture{t: t, data: data, database: database, binary: testutil.Linecheck(t), log: filepath.Join(t.TempDir(), "log")}
	t.Cleanup(n.kill)
	n.ok("a password of some length\n", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
	for i := range 8 {
		n.users = append(n.users, newTortureUser(n, i))
	}
	n.start()
	for _, h := range n.users {
		h.setUp()
	}
	n.kill()
	return n
}

// ok runs a command next to the program, in a process of its own.
func (n *torture) ok(stdin string, args ...string) string {
	n.t.Helper()
	cmd := exec.Command(n.binary, n.withDatabase(append(args, "--data", n.data)...)...)
	cmd.Stdin = strings.NewReader(stdin)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		n.t.Fatalf("%v: %v: %s", args, err, said.String())
	}
	return strings.TrimSpace(string(out))
}

// withDatabase adds the flag for the database.
func (n *torture) withDatabase(args ...string) []string {
	if n.database == nil {
		return args
	}
	return append(args, "--db", n.database.address)
}

// start runs the program and waits until it prints its address.
func (n *torture) start() {
	n.t.Helper()
	if err := n.tryStart(n.t.Context()); err != nil {
		n.t.Fatalf("it did not start: %v\n%s", err, n.logText())
	}
}

// tryStart runs the program. It returns an error if the program ends before it prints its address.
func (n *torture) tryStart(ctx context.Context) error {
	line := append(
		slices.Clone(n.wrapperCommand),
		append([]string{n.binary}, n.withDatabase("serve", "--addr", "127.0.0.1:0", "--data", n.data)...)...)
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = out.Close() }) // a tracer that outlives the program would keep it open
	log, err := os.OpenFile(n.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = log.Close()
	where, err := bufio.NewReader(out).ReadString('\n')
	n.cmd, n.ended = cmd, make(chan struct{})
	ended := n.ended
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	if err != nil {
		n.kill()
		return err
	}
	n.base = strings.TrimSpace(strings.TrimPrefix(where, "Linecheck is at "))
	return nil
}

// kill ends the program like a power cut, by its process id, and waits until it is gone.
func (n *torture) kill() {
	if n.cmd == nil {
		return
	}
	_ = n.cmd.Process.Kill()
	<-n.ended
	n.cmd = nil
}

// logText returns the program's log.
func (n *torture) logText() string {
	b, _ := os.ReadFile(n.log)
	return string(b)
}

// work lets every user write until the context ends or the program is gone.
func (n *torture) work(ctx context.Context) *sync.WaitGroup {
	var group sync.WaitGroup
	for _, h := range n.users {
		group.Go(func() { h.work(ctx) })
	}
	return &group
}

// open opens the database read-only next to the program.
func (n *torture) open() *sql.DB {
	n.t.Helper()
	driver, address := "sqlite", "file:"+filepath.Join(n.data, "linecheck.db")+"?_pragma=busy_timeout(5000)&_pragma=query_only(1)"
	if n.database != nil {
		driver, address = "pgx", n.database.address
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		n.t.Fatal(err)
	}
	return db
}

// tortureClient is shared by the users. It follows no redirects, so that responses are the server's own.
var tortureClient = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 100},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// httpAnswer is a complete response.
type httpAnswer struct {
	status   int
	location string // target of a redirect
	body     string
}

// ask sends a request. An error means that there was no response.
func (n *torture) ask(request *http.Request) (httpAnswer, error) {
	answer, err := tortureClient.Do(request)
	if err != nil {
		return httpAnswer{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return httpAnswer{answer.StatusCode, answer.Header.Get("Location"), string(body)}, err
}

// String formats a response on one line.
func (a httpAnswer) String() string { return fmt.Sprintf("%d %s %.600s", a.status, a.location, a.body) }
