package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// version and commit are set by the linker in a release:
//
//	go build -ldflags "-X main.version=v1.2.3 -X main.commit=0123abcd" ./cmd/linecheck
//
// Otherwise they come from the build information of the go command.
var version, commit string

// versionCmd prints the version of the program. It opens no database.
type versionCmd struct{}

// Run writes three lines: the version, the commit, and the version of Go with the operating system and
// architecture.
func (c *versionCmd) Run(io *stdio) error {
	info, _ := debug.ReadBuildInfo()
	return writeVersion(io.Out, info)
}

func writeVersion(out io.Writer, info *debug.BuildInfo) error {
	release, built := version, commit
	if info != nil && release == "" && info.Main.Version != "(devel)" {
		release = info.Main.Version
	}
	if info != nil && built == "" {
		built = builtFrom(info)
	}
	_, err := fmt.Fprintf(out, "linecheck %s\ncommit %s\n%s %s/%s\n", cmp.Or(release, "unreleased"), cmp.Or(built, "unknown"),
		runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// builtFrom returns the commit and its time from the build information, or "".
func builtFrom(info *debug.BuildInfo) string {
	said := map[string]string{}
	for _, setting := range info.Settings {
		said[setting.Key] = setting.Value
	}
	built := said["vcs.revision"]
	if said["vcs.time"] != "" {
		built += " of " + said["vcs.time"]
	}
	if said["vcs.modified"] == "true" {
		built += ", with changes"
	}
	return built
}
