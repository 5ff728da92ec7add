package handlers

import (
	"fmt"
	"net/http"
)

// corruptionPage is the only page while the database is corrupt. It is plain text, to depend on nothing else.
const corruptionPage = `The records of this newsroom are damaged. Nothing in them is changed, and nothing is shown
that could be relied on in error.

What is wrong: %s.

What the person who runs Linecheck can do:

1. Stop this server and keep a copy of the whole data folder as it is.
2. linecheck verify                              says what else is wrong.
3. linecheck restore BACKUP --data NEW-FOLDER    makes a newsroom of the last good backup, checked as a whole;
   then start the server with --data NEW-FOLDER.
4. linecheck export ... writes out what can still be read of the damaged records, to compare.
`

// CorruptionHandler answers every request while the database is corrupt. The status is 503, so that load
// balancers send no requests here. Health checks and metrics get an answer in their own format.
func CorruptionHandler(what, metricsToken string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Type", "text/plain; charset=utf-8")
		header.Set("Content-Security-Policy", contentPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-store")
		header.Set("Referrer-Policy", "same-origin")
		if r.URL.Path == "/metrics" && allowMetrics(r, metricsToken) {
			fmt.Fprint(w, "# TYPE linecheck_damaged gauge\nlinecheck_damaged 1\n")
			return
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, corruptionPage, what)
	})
}
