package sitetest

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linecheck/handlers"
	"linecheck/store"
)

// NewSite returns the whole site of a store.
func NewSite(s *store.Store) http.Handler {
	return handlers.New(s, handlers.Config{Zone: Zone})
}

// Serve serves a site during the test.
func Serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections() // streams do not end by themselves
		server.Close()
	})
	return server.URL
}

// ParseCSV parses a CSV file and returns its rows by column names.
func ParseCSV(t testing.TB, content []byte, columns []string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatalf("read the CSV: %v\n%s", err, content)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != strings.Join(columns, ",") {
		t.Fatalf("the CSV begins with %q, not with the columns %q", rows[:min(1, len(rows))], columns)
	}
	var named []map[string]string
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range columns {
			cells[name] = row[i]
		}
		named = append(named, cells)
	}
	return named
}
