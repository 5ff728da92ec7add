package sitetest

import (
	"net/http"
	"net/url"
	"testing"

	"linecheck/handlers"
	"linecheck/store/storetest"
)

// NewEmptySite returns a site without accounts, and the path of the page that creates the first one.
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

// InvalidSetupForm is an invalid form for the first administrator.
func InvalidSetupForm() url.Values {
	return newForm("name", "", "email", "x", "password", "short")(nil)
}
