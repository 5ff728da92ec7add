package handlers

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// deskList shows the user's desks, and a form for a new desk to users who may manage one.
func (h *Handlers) deskList(c *gin.Context) error {
	return h.renderDesks(c, http.StatusOK, views.Desks{})
}

func (h *Handlers) renderDesks(c *gin.Context, status int, shown views.Desks) error {
	who := reader(c)
	var err error
	if shown.Desks, err = h.store.Desks(c.Request.Context(), who); err != nil {
		return err
	}
	if len(who.DesksFor(models.ActOversee)) > 0 {
		if shown.Agreements, err = h.store.Agreements(c.Request.Context(), who); err != nil {
			return err
		}
	}
	if shown.Small, err = h.store.SmallDesks(c.Request.Context(), who); err != nil {
		return err
	}
	shown.Mails = h.mailer != nil
	shown.MayCreate = len(who.DesksFor(models.ActManage)) > 0
	page := h.newPage(c, "Desks", "account")
	page.Styles = []string{listStylesheet}
	return h.render(c, status, views.DesksPage(page, shown))
}

// createDesk creates a desk. Its creator becomes an administrator of it.
func (h *Handlers) createDesk(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	if err == nil {
		_, err = h.store.CreateDesk(c.Request.Context(), reader(c), fields.Get("name"))
	}
	if wrong := validationErrors(err); wrong != nil {
		return h.renderDesks(c, http.StatusUnprocessableEntity, views.Desks{Name: fields.Get("name"), Errors: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/desks")
}

// parsePolicyForm reads a desk's policy.
func parsePolicyForm(f form) models.DeskPolicy {
	return models.DeskPolicy{
		Secondaries:       f.Get("secondaries"),
		Fetches:           f.Get("fetches") != "",
		SmallDesk:         f.Get("small-desk") != "",
		SharedSites:       f.multiline("shared-sites"),
		ProofRules:        f["proof-rule"],
		MailText:          f.Get("mail-text") != "",
		PublicNames:       f.Get("public-names") != "",
		PublicCorrections: f.Get("public-corrections") != "",
		Furniture:         f.multiline("furniture"),
		Version:           f.version(),
	}
}

// setPolicy changes a desk's policy. After a concurrent change, the form shows both versions.
func (h *Handlers) setPolicy(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	if err == nil {
		err = h.store.SetPolicy(c.Request.Context(), reader(c), id, parsePolicyForm(fields))
	}
	typed := parsePolicyForm(fields)
	refused := views.Desks{
		Policy: views.PolicyForm{
			DeskID:            id,
			Secondaries:       typed.Secondaries,
			Fetches:           typed.Fetches,
			SmallDesk:         typed.SmallDesk,
			SharedSites:       typed.SharedSites,
			ProofRules:        typed.ProofRules,
			MailText:          typed.MailText,
			PublicNames:       typed.PublicNames,
			PublicCorrections: typed.PublicCorrections,
			Furniture:         typed.Furniture,
			Errors:            validationErrors(err),
		},
	}
	switch {
	case refused.Policy.Errors != nil:
		return h.renderDesks(c, http.StatusUnprocessableEntity, refused)
	case errors.Is(err, models.ErrStale):
		refused.Policy.Stale = true
		return h.renderDesks(c, http.StatusConflict, refused)
	case err != nil:
		return err
	}
	return seeOther(c, "/desks")
}
