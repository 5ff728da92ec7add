package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// maxKeptForm limits the size, in bytes, of a form that is kept during sign-in. It is more than any text that people write by hand.
const maxKeptForm = 4 << 20

// renderSignInFirst shows the sign-in page in response to a form that was sent after the session had ended. It keeps the form's content,
// to show it again after the sign-in. It returns false if the form cannot be kept.
func (h *Handlers) renderSignInFirst(c *gin.Context) bool {
	if c.Request.ContentLength <= 0 || c.Request.ContentLength > maxKeptForm || c.GetHeader("HX-Request") != "" {
		return false
	}
	kept := unsavedForm(c)
	if kept.Action == "" || len(kept.Fields) == 0 {
		return false
	}
	return h.renderLogin(c, http.StatusUnauthorized, views.Login{Next: "/", Kept: &kept}) == nil
}

// keptForm returns the form that was kept during sign-in, or nil if there is none. Its action is a path of this site.
func (f form) keptForm() *views.Unsaved {
	action := f.Get(views.KeptAction)
	if action == "" || sanitizeRedirect(action) != action {
		return nil
	}
	typed := form{}
	for name, values := range f {
		if field, kept := strings.CutPrefix(name, views.KeptPrefix); kept {
			typed[field] = values
		}
	}
	if typed.hasSecret() {
		return nil
	}
	return &views.Unsaved{Action: action, File: f.Get(views.KeptFile), Fields: unsavedFields(typed)}
}

// finishKeptForm shows the kept form after sign-in. The user must submit it again, because somebody else may have signed in.
func (h *Handlers) finishKeptForm(c *gin.Context, kept *views.Unsaved) error {
	c.Header("Cache-Control", "no-store")
	return h.render(c, http.StatusOK, views.KeptForm(h.newPage(c, "Signed in, your text is still here", ""), *kept))
}
