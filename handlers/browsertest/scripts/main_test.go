// Package scripts tests the JavaScript in a real browser.
package scripts

import (
	"testing"

	"linecheck/handlers/browsertest"
)

func TestMain(m *testing.M) { browsertest.RunMain(m) }
