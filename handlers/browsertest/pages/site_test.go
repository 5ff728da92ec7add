package pages

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"linecheck/handlers/sitetest"
)

// siteFor serves the site with a user's session.
func siteFor(t *testing.T, v sitetest.Caller) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.AddCookie(v.Cookie)
		v.Site.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}
