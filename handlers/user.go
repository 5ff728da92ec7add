package handlers

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// people shows who belongs to the desks that the reader manages, and the links that can still be used.
func (h *Handlers) people(c *gin.Context) error {
	return h.renderPeople(c, http.StatusOK, views.People{})
}

// renderPeople draws the page around what has just been done or refused.
func (h *Handlers) renderPeople(c *gin.Context, status int, shown views.People) error {
	ctx, who := c.Request.Context(), reader(c)
	var err error
	if shown.People, err = h.store.People(ctx, who); err != nil {
		return err
	}
	if shown.Links, err = h.store.Invitations(ctx, who); err != nil {
		return err
	}
	shown.Desks = who.DesksFor(models.ActManage)
	return h.render(c, status, views.PeoplePage(h.shell(c, "People", "people"), shown))
}

// invite makes a one-time link and shows it this once; nothing but its hash is kept. Who has an account joins at once.
func (h *Handlers) invite(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	typed := models.Invitation{
		Name:      fields.Get("name"),
		Email:     fields.Get("email"),
		Role:      models.Role(fields.Get("role")),
		KnownOnly: h.onlySignOn(),
	}
	if desk, err := idOf(fields.Get("desk")); err == nil {
		typed.DeskID = &desk
	}
	var token string
	if err == nil {
		token, err = h.store.Invite(c.Request.Context(), reader(c), typed)
	}
	switch wrong := invalid(err); {
	case wrong != nil:
		return h.renderPeople(c, http.StatusUnprocessableEntity, views.People{Invited: typed, Wrong: wrong})
	case err != nil:
		return err
	case token == "":
		return h.renderPeople(c, http.StatusOK, views.People{Done: typed.Email + " has an account already and belongs to the desk now."})
	}
	return h.renderPeople(c, http.StatusCreated, views.People{Link: h.address(c, "/join/"+token), LinkFor: typed.Name})
}

// revokeInvitation takes an open link back.
func (h *Handlers) revokeInvitation(c *gin.Context) error {
	return h.onPerson(c, "invitation", h.store.RevokeInvitation)
}

// setRole changes a person's role at a desk; the empty role takes them off it.
func (h *Handlers) setRole(c *gin.Context) error {
	fields, err := readForm(c)
	if err != nil {
		return err
	}
	role := models.Role(fields.Get("role"))
	if role != "" {
		if role, err = models.ParseRole(fields.Get("role")); err != nil {
			return err
		}
	}
	desk, err := idOf(fields.Get("desk"))
	if err != nil {
		return err
	}
	return h.onPerson(c, "person", func(ctx context.Context, who models.Reader, id int64) error {
		return h.store.SetRole(ctx, who, id, desk, role)
	})
}

// disable ends a person's sessions at once and lets them in no more.
func (h *Handlers) disable(c *gin.Context) error { return h.onPerson(c, "person", h.store.Disable) }

// enable lets a disabled person in again.
func (h *Handlers) enable(c *gin.Context) error { return h.onPerson(c, "person", h.store.Enable) }

// confirmAccount says that a person has the account which was opened by another administrator's link.
func (h *Handlers) confirmAccount(c *gin.Context) error {
	return h.onPerson(c, "person", h.store.ConfirmAccount)
}

// resetLink makes a link at which a person chooses a new password, and shows it this once.
func (h *Handlers) resetLink(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	token, err := h.store.ResetLink(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return h.renderPeople(c, http.StatusCreated, views.People{Link: h.address(c, "/join/"+token), LinkResets: id})
}

// onPerson runs a change of the person or invitation that the address names and goes back to the page; a rule that it breaks is said there.
func (h *Handlers) onPerson(c *gin.Context, what string, change func(context.Context, models.Reader, int64) error) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	err = change(c.Request.Context(), reader(c), id)
	if wrong := invalid(err); wrong != nil {
		return h.renderPeople(c, http.StatusUnprocessableEntity, views.People{Refused: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, fmt.Sprintf("/people#%s-%d", what, id))
}
