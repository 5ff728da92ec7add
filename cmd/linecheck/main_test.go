package main

import (
	"os"
	"path/filepath"
	"testing"

	"linecheck/formats/read"
)

// TestMain lets this test binary be the child that reads a PDF, as main does.
func TestMain(m *testing.M) {
	read.BeChild()
	code := m.Run()
	if tortureBinary.path != "" {
		_ = os.RemoveAll(filepath.Dir(tortureBinary.path))
	}
	os.Exit(code)
}
