package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// gate shows what stands between an article and its sign-off.
func (h *Handlers) gate(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.renderGate(c, id, http.StatusOK, views.GateView{})
}

// signOff signs an article off, as it was read.
func (h *Handlers) signOff(c *gin.Context) error {
	return h.onGate(c, "sign", func(id int64, f form) (int64, error) {
		changes, _ := strconv.Atoi(f.Get("changes")) // what is no number is no count that was read
		return id, h.store.SignOff(c.Request.Context(), reader(c), id, models.Signing{SHA256: f.Get("sha256"), Changes: changes})
	})
}

// withdrawSignOff takes a sign-off back.
func (h *Handlers) withdrawSignOff(c *gin.Context) error {
	return h.onGate(c, "withdraw-"+c.Param("id"), func(id int64, f form) (int64, error) {
		return h.store.WithdrawSignOff(c.Request.Context(), reader(c), id, f.Get("void-reason"))
	})
}

// overrideGate overrides one of the gate's reasons.
func (h *Handlers) overrideGate(c *gin.Context) error {
	return h.onGate(c, "", func(id int64, f form) (int64, error) {
		count, _ := strconv.Atoi(f.Get("count"))
		_, err := h.store.OverrideGate(c.Request.Context(), reader(c), id, models.Overriding{Code: f.Get("code"), Count: count, Reason: f.Get("reason")})
		return id, err
	})
}

// withdrawOverride takes an override back.
func (h *Handlers) withdrawOverride(c *gin.Context) error {
	return h.onGate(c, "", func(id int64, _ form) (int64, error) {
		return h.store.WithdrawOverride(c.Request.Context(), reader(c), id)
	})
}

// onGate runs a decision on a gate and leads back to its page. What is refused is shown there, with the gate as it is now and all
// that was typed.
func (h *Handlers) onGate(c *gin.Context, formID string, decide func(id int64, f form) (article int64, err error)) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	article := id
	if err == nil {
		article, err = decide(id, typed)
	} else if strings.HasPrefix(formID, "withdraw") {
		return err
	}
	if err == nil {
		return seeOther(c, articlePath(article)+"/gate")
	}
	if invalid(err) == nil || article == 0 {
		return err
	}
	if code, unknown := models.ParseGateCode(typed.Get("code")); formID == "" && unknown == nil {
		formID = views.ReasonID(code)
	}
	view := views.GateView{Wrong: invalid(err), Form: formID, Typed: typed.Get}
	status := http.StatusUnprocessableEntity
	view.Refuse = "Nothing was changed"
	switch {
	case errors.Is(err, models.ErrStale):
		status = http.StatusConflict
	case errors.Is(err, models.ErrForbidden):
		status = http.StatusForbidden
	}
	return h.renderGate(c, article, status, view)
}

func (h *Handlers) renderGate(c *gin.Context, id int64, status int, view views.GateView) error {
	who := reader(c)
	found, err := h.store.GatePage(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	view.GatePage, view.Zone, view.Sign = found, h.zone, who.Can(models.ActSign, found.DeskID)
	shell := h.shell(c, "The gate of "+found.Title, "articles")
	shell.Styles = []string{listStyle}
	return h.render(c, status, views.GatePage(shell, view))
}
