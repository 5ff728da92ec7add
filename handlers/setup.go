package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showSetup shows the form for the first administrator, at the link that the first start printed.
func (h *Handlers) showSetup(c *gin.Context) error {
	if _, err := h.loadInvitation(c, models.PurposeSetup); err != nil {
		return err
	}
	return h.renderSetup(c, http.StatusOK, views.Setup{})
}

// setup creates the first administrator, signs them in and shows the sample article.
func (h *Handlers) setup(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	name, email, password := fields.Get("name"), fields.Get("email"), fields.Get("password")
	var user models.User
	if err == nil {
		user, err = h.store.Setup(c.Request.Context(), c.Param("token"), name, email, password)
	}
	if wrong := validationErrors(err); wrong != nil {
		if _, err := h.loadInvitation(c, models.PurposeSetup); err != nil {
			return err
		}
		return h.renderSetup(c, http.StatusUnprocessableEntity, views.Setup{Name: name, Email: email, Errors: wrong})
	}
	if err != nil {
		return err
	}
	if err := h.signIn(c, user.Email, password); err != nil {
		return err
	}
	return seeOther(c, "/articles")
}

func (h *Handlers) renderSetup(c *gin.Context, status int, shown views.Setup) error {
	return h.render(c, status, views.SetupPage(h.newPage(c, "First administrator", ""), shown))
}

// loadInvitation returns the open link of the URL, if it has one of these purposes.
func (h *Handlers) loadInvitation(c *gin.Context, purposes ...models.Purpose) (models.Invitation, error) {
	found, err := h.store.Invitation(c.Request.Context(), c.Param("token"))
	for _, purpose := range purposes {
		if found.Purpose == purpose {
			return found, err
		}
	}
	if err == nil || found.Purpose != "" {
		err = models.ErrNotFound
	}
	return models.Invitation{}, err
}
