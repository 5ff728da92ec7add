package handlers

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/views"
)

// createCalendar makes the secret address of the user's calendar and shows it once.
func (h *Handlers) createCalendar(c *gin.Context) error {
	token, err := h.store.CreateCalendar(c.Request.Context(), reader(c))
	if err != nil {
		return err
	}
	address := h.absoluteURL(c, "/calendars/"+token+"/due.ics")
	return h.renderAccount(c, http.StatusCreated, views.Account{Calendar: views.Calendar{Address: address}})
}

// revokeCalendar ends the address of the user's calendar.
func (h *Handlers) revokeCalendar(c *gin.Context) error {
	if err := h.store.RevokeCalendar(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	return seeOther(c, "/account#calendar")
}

// showCalendar sends the due times of the user to whom a secret address belongs. The address replaces a session, because calendar
// programs have none.
func (h *Handlers) showCalendar(c *gin.Context) error {
	user, err := h.store.ReaderByCalendar(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	entries, err := h.store.Calendar(c.Request.Context(), user)
	if err != nil {
		return err
	}
	info := write.CalendarInfo{BaseURL: h.absoluteURL(c, ""), Messages: printer(c)}
	if u, err := url.Parse(info.BaseURL); err == nil {
		info.Host = u.Hostname()
	}
	var body bytes.Buffer
	if err := write.Calendar(&body, info, entries); err != nil {
		return fmt.Errorf("writing a calendar: %w", err)
	}
	header := c.Writer.Header()
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(body.Bytes()))
	header.Set("ETag", tag)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("Vary", "Accept-Language")
	header.Set("Content-Type", "text/calendar; charset=utf-8")
	header.Set("Content-Disposition", `inline; filename="due.ics"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body.Bytes()))
	return nil
}
