package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A person makes the address of their calendar on the account page. A program without a session reads it
// there until it is revoked.
func TestCalendarAddress(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		due := time.Now().Add(time.Hour)
		_, err := s.CreateArticle(t.Context(), n.Editor, models.NewArticle{
			DeskID: n.Desk.ID, Title: "Bridge; closes", Text: "It is shut.", DueAt: &due})
		if err != nil {
			t.Fatal(err)
		}
		v := sitetest.VisitAs(t, s, n.Editor)
		address, _ := v.Post("/account/calendar", nil).Document(t, http.StatusCreated).Find("#calendar-address").Attr("value")
		if !strings.HasSuffix(address, "/due.ics") {
			t.Fatalf("address %q", address)
		}
		if strings.Contains(v.Get("/account").Text, address) {
			t.Error("the address is shown twice")
		}
		site := handlers.New(s, handlers.Config{Zone: sitetest.Zone})
		get := func(tag string) *httptest.ResponseRecorder {
			request, recorder := httptest.NewRequest("GET", address, nil), httptest.NewRecorder()
			request.Header.Set("If-None-Match", tag)
			site.ServeHTTP(recorder, request)
			return recorder
		}
		answer := get("")
		header := answer.Header()
		if answer.Code != http.StatusOK || header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
			header.Get("Cache-Control") != "private, no-cache" || header.Get("Set-Cookie") != "" {
			t.Errorf("%d %v", answer.Code, header)
		}
		cal, err := ical.NewDecoder(answer.Body).Decode()
		if err != nil || len(cal.Events()) != 1 {
			t.Fatalf("%v: %v", err, cal)
		}
		if summary, err := cal.Events()[0].Props.Text("SUMMARY"); err != nil || summary != "Due: Bridge; closes" {
			t.Errorf("summary %q, %v", summary, err)
		}
		if again := get(header.Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("with the tag %d, %d bytes", again.Code, again.Body.Len())
		}
		v.Post("/account/calendar/revoke", nil).Document(t, http.StatusSeeOther)
		if gone := get(header.Get("ETag")); gone.Code != http.StatusNotFound || gone.Header().Get("ETag") != "" {
			t.Errorf("after it was revoked: %d %v", gone.Code, gone.Header())
		}
	})
}
