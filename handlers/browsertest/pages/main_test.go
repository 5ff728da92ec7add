// Package pages looks at every page there is, in a real browser, on every screen.
package pages

import (
	"testing"

	"linecheck/handlers/browsertest"
)

func TestMain(m *testing.M) { browsertest.RunMain(m) }
