// Package pages visits every page in a real browser, on every screen.
package pages

import (
	"testing"

	"linecheck/handlers/browsertest"
)

func TestMain(m *testing.M) { browsertest.RunMain(m) }
