package sitetest

import (
	"encoding/json"
	"testing"
)

// JSON encodes a value.
func JSON(t testing.TB, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
