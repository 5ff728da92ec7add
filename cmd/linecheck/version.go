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
// Without it, they are what the go command wrote into the program.
var version, commit string

// versionCmd says which program this is. It opens no database.
type versionCmd struct{}

// Run writes three lines: the version, the commit, and the version of Go with the system and processor that it is for.
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

// builtFrom is the commit that the go command built, with its time; "" where it did not look.
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
