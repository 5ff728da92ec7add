package main

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	built := func(module string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: module}, Settings: settings}
	}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123abcd"}
	at := debug.BuildSetting{Key: "vcs.time", Value: "2026-11-30T22:00:00Z"}
	changed := debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	for name, c := range map[string]struct {
		version, commit string
		info            *debug.BuildInfo
		want            string
	}{
		"by go run":                  {"", "", built("(devel)"), "linecheck unreleased\ncommit unknown\n"},
		"without notes of the build": {"", "", nil, "linecheck unreleased\ncommit unknown\n"},
		"by go build":                {"", "", built("v0.1.0", revision, at), "linecheck v0.1.0\ncommit 0123abcd of 2026-11-30T22:00:00Z\n"},
		"of a changed checkout": {"", "", built("(devel)", revision, at, changed),
			"linecheck unreleased\ncommit 0123abcd of 2026-11-30T22:00:00Z, with changes\n"},
		"as a release": {"v1.2.3", "4567cdef", built("(devel)", revision, at, changed), "linecheck v1.2.3\ncommit 4567cdef\n"},
	} {
		t.Run(name, func(t *testing.T) {
			version, commit = c.version, c.commit
			defer func() { version, commit = "", "" }()
			var out strings.Builder
			if err := writeVersion(&out, c.info); err != nil {
				t.Fatal(err)
			}
			if want := c.want + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n"; out.String() != want {
				t.Errorf("got\n%swant\n%s", &out, want)
			}
		})
	}
}

// The command works without a data folder, and creates none.
func TestVersionOpensNoDatabase(t *testing.T) {
	s := newShell(t)
	if got := s.ok("", "version"); !strings.HasPrefix(got, "linecheck ") || strings.Count(got, "\n") != 2 {
		t.Errorf("got %q, want three lines that begin with linecheck", got)
	}
	if _, err := os.Stat(s.data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the data folder: %v, want none", err)
	}
}
