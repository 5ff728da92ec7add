package handlers_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// newsroomHandler is a store's whole site.
func newsroomHandler(s *store.Store) http.Handler {
	return handlers.New(s, handlers.Config{Zone: zone})
}

// serveHandler serves a site for the time of the test.
func serveHandler(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections() // a live page's stream has no end of its own
		server.Close()
	})
	return server.URL
}

// signIn brings a person of the sample newsroom in by the form.
func signIn(p *page, who models.Reader) {
	p.t.Helper()
	p.Go("/login")
	p.Fill("input[name=email]", who.Email)
	p.Fill("input[name=password]", storetest.Password)
	if status := p.Leads(func() { p.Click("main button") }); status != http.StatusOK {
		p.t.Fatalf("signing in as %s answered %d", who.Email, status)
	}
}

// table is a CSV file: its rows by the names of their columns.
func table(t testing.TB, content []byte, columns []string) []map[string]string {
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
