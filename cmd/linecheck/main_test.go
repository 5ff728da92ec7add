package main

import (
	"os"
	"testing"

	"linecheck/formats/read"
	"linecheck/internal/testutil"
)

// TestMain lets this test binary act as the child that reads a PDF, as main does.
func TestMain(m *testing.M) {
	read.RunAsChild()
	code := m.Run()
	testutil.RemoveLinecheck()
	os.Exit(code)
}
