package main

import (
	"os"
	"testing"

	"linecheck/formats/read"
)

// TestMain lets this test binary be the child that reads a PDF, as main does.
func TestMain(m *testing.M) {
	read.BeChild()
	os.Exit(m.Run())
}
