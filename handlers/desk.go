package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// deskList shows the reader's desks, and to who manages one the form for another.
func (h *Handlers) deskList(c *gin.Context) error {
	return h.renderDesks(c, http.StatusOK, views.Desks{})
}

func (h *Handlers) renderDesks(c *gin.Context, status int, shown views.Desks) error {
	who := reader(c)
	var err error
	if shown.Desks, err = h.store.Desks(c.Request.Context(), who); err != nil {
		return err
	}
	shown.MayCreate = len(who.DesksFor(models.ActManage)) > 0
	return h.render(c, status, views.DesksPage(h.shell(c, "Desks", "people"), shown))
}

// createDesk makes a desk; who makes it manages it.
func (h *Handlers) createDesk(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	if err == nil {
		_, err = h.store.CreateDesk(c.Request.Context(), reader(c), fields.Get("name"))
	}
	if wrong := invalid(err); wrong != nil {
		return h.renderDesks(c, http.StatusUnprocessableEntity, views.Desks{Name: fields.Get("name"), Wrong: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/desks")
}
