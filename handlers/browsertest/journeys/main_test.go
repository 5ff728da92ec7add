// Package journeys follows a user's whole work in a real browser.
package journeys

import (
	"testing"

	"linecheck/handlers/browsertest"
)

func TestMain(m *testing.M) { browsertest.RunMain(m) }
