// Package scripts holds what our own JavaScript promises, in a real browser.
package scripts

import (
	"testing"

	"linecheck/handlers/browsertest"
)

func TestMain(m *testing.M) { browsertest.RunMain(m) }
