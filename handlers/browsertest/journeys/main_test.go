// Package journeys goes the whole way of a person through the pages, in a real browser.
package journeys

import (
	"testing"

	"linecheck/handlers/browsertest"
)

func TestMain(m *testing.M) { browsertest.RunMain(m) }
