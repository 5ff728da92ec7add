package sitetest

import (
	"net/http"
	"net/url"
	"testing"

	"linecheck/handlers"
	"linecheck/store/storetest"
)

// NewEmptySite is a site on a newsroom in which nobody has an account yet, and the page on which the first is made.
func NewEmptySite(t testing.TB) (Caller, string) {
	t.Helper()
	s := storetest.Open(t, storetest.SQLite(t))
	token, err := s.CreateSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return Caller{
		T:      t,
		Site:   handlers.New(s, handlers.Config{Zone: Zone}),
		Cookie: &http.Cookie{Name: "nothing", Value: "x"},
	}, "/setup/" + token
}

// InvalidSetupForm is a form that makes no first administrator.
func InvalidSetupForm() url.Values {
	return newForm("name", "", "email", "x", "password", "short")(nil)
}
