package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"linecheck/internal/testutil"
)

// postgresServer is a PostgreSQL server for one test, which may restart it.
type postgresServer struct {
	t       *testing.T
	control []string // command for pg_ctl, run as a user who may run it
	folder  string
	options string
	address string
}

// startPostgres creates and starts a PostgreSQL server that syncs its commits.
func startPostgres(t *testing.T) postgresServer {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	if len(found) == 0 {
		testutil.Missing(t, "PostgreSQL is not installed")
	}
	bin := filepath.Dir(slices.Max(found))
	folder, err := os.MkdirTemp("", "linecheck-pg.") // short, because a socket's address is limited to 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	s := postgresServer{t: t, control: []string{filepath.Join(bin, "pg_ctl")}, folder: folder,
		options: fmt.Sprintf("-c listen_addresses='' -c unix_socket_directories='%s' -c max_connections=200", folder),
		address: "postgres://linecheck@/postgres?host=" + folder}
	make := []string{
		filepath.Join(bin, "initdb"),
		"--pgdata=" + folder + "/data",
		"--username=linecheck",
		"--auth=trust",
		"--encoding=UTF8",
		"--locale=C.UTF-8",
		"--no-sync",
	}
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		as := []string{"runuser", "-u", "postgres", "--"}
		s.control, make = append(as, s.control...), append(as, make...)
		s.runCommand(exec.Command("chown", "postgres:", folder))
	}
	s.runCommand(exec.Command(make[0], make[1:]...))
	s.pgCtl("start")
	t.Cleanup(func() { s.pgCtl("stop", "--mode=immediate") })
	return s
}

// restart stops the server immediately, closing every connection, and starts it again.
func (s postgresServer) restart() { s.pgCtl("restart", "--mode=fast") }

// analyze updates the statistics of the tables, as autovacuum does after a minute.
func (s postgresServer) analyze() {
	s.t.Helper()
	conn, err := pgx.Connect(s.t.Context(), s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close(s.t.Context())
	if _, err := conn.Exec(s.t.Context(), "ANALYZE"); err != nil {
		s.t.Fatal(err)
	}
}

func (s postgresServer) pgCtl(what string, more ...string) {
	s.t.Helper()
	arguments := append(
		slices.Clone(s.control[1:]),
		what,
		"--pgdata="+s.folder+"/data",
		"--wait",
		"--log="+s.folder+"/log",
		"--options="+s.options,
	)
	s.runCommand(exec.Command(s.control[0], append(arguments, more...)...))
}

func (s postgresServer) runCommand(c *exec.Cmd) {
	s.t.Helper()
	c.Dir = "/"
	var said strings.Builder
	c.Stderr = &said // not Output: the server that pg_ctl starts would keep the pipe open
	if err := c.Run(); err != nil {
		s.t.Fatalf("%s: %v\n%s", strings.Join(c.Args, " "), err, said.String())
	}
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
