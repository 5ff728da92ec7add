package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// setSecondReader sets whether a desk requires a second reader, and whether its reviewers check blind.
func (h *Handlers) setSecondReader(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(fields.Get("version"))
	if err != nil {
		version = 0 // a missing version becomes 0, which is always stale
	}
	typed := views.SecondReader{Desk: id, Second: fields.Get("second-reader") != "", Blind: fields.Get("blind") != ""}
	err = h.store.SetSecondReader(c.Request.Context(), reader(c), id, typed.Second, typed.Blind, version)
	if errors.Is(err, models.ErrStale) {
		return h.renderDesks(c, http.StatusConflict, views.Desks{Second: typed})
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/desks#second-"+strconv.FormatInt(id, 10))
}
