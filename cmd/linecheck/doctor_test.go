package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The doctor finds every fault in the test's set-up, and reports nothing unsafe if there is none.
func TestDoctor(t *testing.T) {
	t.Parallel()
	backups, anchor := t.TempDir(), filepath.Join(t.TempDir(), "anchor")
	good := []string{
		"--base-url",
		"https://desk.example.org",
		"--proxies",
		"127.0.0.1/32",
		"--backup-every",
		"24h",
		"--backup-dir",
		backups,
		"--anchor",
		anchor,
	}
	s := newShellWithAdmin(t)
	s.ok("", "backup", filepath.Join(backups, time.Now().UTC().Format("linecheck-20060102T150405.000Z.tar.gz")))
	s.ok("", "export", "sentences", "--anchor", anchor)
	if err := os.Chmod(backups, 0o700); err != nil {
		t.Fatal(err)
	}
	wrong := func(args ...string) (list []string) {
		_, out, _ := s.run("", append([]string{"doctor"}, args...)...)
		for _, line := range strings.Split(out, "\n") {
			if says, unsafe := strings.CutPrefix(line, "unsafe"); unsafe && !strings.Contains(line, "it runs as root") {
				list = append(list, strings.TrimSpace(says))
			}
		}
		return list
	}
	if found := wrong(good...); len(found) > 0 {
		t.Errorf("of a good newsroom: %q", found)
	}
	open := filepath.Join(s.data, "anchor")
	if err := os.WriteFile(open, []byte("2020-01-01T00:00:00Z 0 x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	aged := t.TempDir()
	if err := errors.Join(os.Chmod(aged, 0o700), os.WriteFile(filepath.Join(aged, "linecheck-20260101T000000.000Z.tar.gz"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"no https":                  {[]string{"--addr", "0.0.0.0:8080", "--base-url", "http://desk.example.org"}, []string{"passwords can be read on the way"}},
		"trusts every proxy":        {[]string{"--proxies", "0.0.0.0/0"}, []string{"name the proxy alone"}},
		"webhooks to itself":        {[]string{"--webhook-networks", "10.0.0.0/8,127.0.0.0/8"}, []string{"this machine's own services"}},
		"webhooks to credentials":   {[]string{"--webhook-networks", "169.254.0.0/16,fd00:1::/64"}, []string{"with the credentials that cloud"}},
		"no backup":                 {[]string{"--backup-dir", filepath.Join(t.TempDir(), "none")}, []string{"there is no backup"}},
		"an old backup":             {[]string{"--backup-dir", aged}, []string{"the newest backup in"}},
		"an old anchor inside":      {[]string{"--anchor", open}, []string{"in the data folder, with what it is to guard", "the last line of the anchor file is"}},
		"no anchor file":            {[]string{"--anchor", anchor + "x"}, []string{"no such file"}},
		"an unencrypted connection": {[]string{"--db", "postgres://a@db.example.org:1/x"}, []string{"sslmode=verify-full", "the database: "}},
	} {
		found := wrong(append(append([]string{}, good...), c.args...)...)
		if len(found) != len(c.want) {
			t.Errorf("%s: %q", name, found)
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(found[i], want) {
				t.Errorf("%s: %q, want %q", name, found[i], want)
			}
		}
	}
	if err := os.Chmod(s.data, 0o755); err != nil {
		t.Fatal(err)
	}
	if found := wrong(good...); len(found) != 1 || !strings.Contains(found[0], "others on this machine may open") {
		t.Errorf("an open folder: %q", found)
	}
	if code, _, said := s.run("", append([]string{"doctor"}, good...)...); code != 1 || !strings.Contains(said, "are unsafe") {
		t.Errorf("exit %d: %s", code, said)
	}
}
