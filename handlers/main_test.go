// Package handlers_test asks for pages and files over HTTP. What needs a browser is in browsertest.
package handlers_test

import (
	"os"
	"testing"

	"linecheck/formats/read"
	"linecheck/internal/testutil"
)

// This binary may also be the child that reads a PDF.
func TestMain(m *testing.M) {
	read.RunAsChild()
	code := m.Run()
	testutil.RemoveLinecheck() // the benchmarks'
	os.Exit(code)
}
