package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/mail"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showUsers shows the members of the desks that the user manages, and the open links.
func (h *Handlers) showUsers(c *gin.Context) error {
	return h.renderUsers(c, http.StatusOK, views.People{})
}

// renderUsers renders the page with the result or the errors of the last change.
func (h *Handlers) renderUsers(c *gin.Context, status int, shown views.People) error {
	ctx, who := c.Request.Context(), reader(c)
	var err error
	if shown.People, err = h.store.People(ctx, who); err != nil {
		return err
	}
	if shown.Links, err = h.store.Invitations(ctx, who); err != nil {
		return err
	}
	shown.Desks, shown.Mails = who.DesksFor(models.ActManage), h.mailer != nil
	return h.render(c, status, views.PeoplePage(h.newPage(c, "People", "account"), shown))
}

// invite creates a one-time link and shows it once. Only its hash is stored. Who has an account joins with it too, by their own consent.
func (h *Handlers) invite(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	typed := models.Invitation{
		Name:  fields.Get("name"),
		Email: fields.Get("email"),
		Role:  models.Role(fields.Get("role")),
	}
	if desk, err := parseID(fields.Get("desk")); err == nil {
		typed.DeskID = &desk
	}
	var token string
	if err == nil {
		token, err = h.store.Invite(c.Request.Context(), reader(c), typed)
	}
	switch wrong := validationErrors(err); {
	case wrong != nil:
		return h.renderUsers(c, http.StatusUnprocessableEntity, views.People{Invited: typed, Errors: wrong})
	case err != nil:
		return err
	}
	shown := views.People{Link: h.absoluteURL(c, "/join/"+token), LinkFor: typed.Name}
	var name string
	for _, d := range reader(c).Desks {
		if d.DeskID == *typed.DeskID {
			name = d.Desk
		}
	}
	shown.MailOutcome = h.mailLink(c, mail.Address{Name: typed.Name, Address: typed.Email}, views.LinkMail{Desk: name, Link: shown.Link})
	return h.renderUsers(c, http.StatusCreated, shown)
}

// revokeInvitation revokes an open link.
func (h *Handlers) revokeInvitation(c *gin.Context) error {
	return h.onUser(c, "invitation", h.store.RevokeInvitation)
}

// setRole changes a user's role at a desk; the empty role removes them from it.
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
	desk, err := parseID(fields.Get("desk"))
	if err != nil {
		return err
	}
	return h.onUser(c, "person", func(ctx context.Context, who models.Reader, id int64) error {
		return h.store.SetRole(ctx, who, id, desk, role)
	})
}

// disableUser disables an account and ends its sessions at once.
func (h *Handlers) disableUser(c *gin.Context) error {
	return h.onUser(c, "person", h.store.DisableUser)
}

// enableUser enables a disabled account.
func (h *Handlers) enableUser(c *gin.Context) error { return h.onUser(c, "person", h.store.EnableUser) }

// confirmAccount confirms an account that was opened with another administrator's link.
func (h *Handlers) confirmAccount(c *gin.Context) error {
	return h.onUser(c, "person", h.store.ConfirmAccount)
}

// createResetLink creates a link for choosing a new password and shows it once.
func (h *Handlers) createResetLink(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	token, err := h.store.CreateResetLink(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	shown := views.People{Link: h.absoluteURL(c, "/join/"+token), LinkResets: id}
	people, err := h.store.People(c.Request.Context(), reader(c))
	if err != nil {
		return err
	}
	for _, person := range people {
		if person.ID == id {
			shown.MailOutcome = h.mailLink(c, mail.Address{Name: person.Name, Address: person.Email}, views.LinkMail{Link: shown.Link})
		}
	}
	return h.renderUsers(c, http.StatusCreated, shown)
}

// onUser runs a change of the user or invitation that the URL names, and redirects to the page. Errors are
// shown there.
func (h *Handlers) onUser(c *gin.Context, what string, change func(context.Context, models.Reader, int64) error) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	err = change(c.Request.Context(), reader(c), id)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderUsers(c, http.StatusUnprocessableEntity, views.People{Refused: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, fmt.Sprintf("/people#%s-%d", what, id))
}
