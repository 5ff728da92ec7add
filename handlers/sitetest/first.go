package sitetest

import (
	"net/http"
	"net/url"
	"testing"

	"linecheck/handlers"
	"linecheck/store/storetest"
)

// FirstStart is a site on a newsroom in which nobody has an account yet, and the page on which the first is made.
func FirstStart(t testing.TB) (Caller, string) {
	t.Helper()
	s := storetest.Open(t, storetest.SQLite(t))
	token, err := s.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return Caller{
		T:      t,
		Site:   handlers.New(s, handlers.Config{Zone: Zone}),
		Cookie: &http.Cookie{Name: "nothing", Value: "x"},
	}, "/setup/" + token
}

// NoFirst is a form that makes no first administrator.
func NoFirst() url.Values { return formOf("name", "", "email", "x", "password", "short")(nil) }
