// Package handlers_test requests pages and files over HTTP. Tests that need a browser are in browsertest.
package handlers_test

import (
	"os"
	"testing"

	"linecheck/formats/read"
	"linecheck/internal/testutil"
)

// This binary may also be the child process that parses a PDF.
func TestMain(m *testing.M) {
	read.RunAsChild()
	code := m.Run()
	testutil.RemoveLinecheck() // built for the benchmarks
	os.Exit(code)
}
