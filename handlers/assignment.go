package handlers

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// assignClaim gives the claim that the address names to somebody, or to nobody.
func (h *Handlers) assignClaim(c *gin.Context) error {
	return h.onClaim(c, views.AssignForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Place, error) {
		n, err := h.assignmentOf(f)
		if err != nil {
			return models.Place{}, err
		}
		return h.store.AssignClaim(ctx, who, id, n)
	})
}

// assignmentOf reads to whom something is given, and by when.
func (h *Handlers) assignmentOf(f form) (models.NewAssignment, error) {
	n := models.NewAssignment{Version: f.version()}
	var wrong models.Invalid
	var err error
	if person := f.Get("person"); person != "" {
		if n.Person, err = idOf(person); err != nil {
			wrong.Add("person", "Please choose somebody from the list.")
		}
	}
	if n.DueAt, err = readLocalTime(f.Get("due"), h.zone); err != nil {
		wrong.Add("due", "“%s” is no time: please write it like 2026-11-22T17:00.", f.Get("due"))
	}
	return n, wrong.Err()
}

// assignments shows who is asked to work on an article.
func (h *Handlers) assignments(c *gin.Context) error {
	return showByID(c, h.assignmentsPage)
}

func (h *Handlers) assignmentsPage(c *gin.Context, status int, id int64, typed views.Typed) error {
	who := reader(c)
	found, err := h.store.Assignments(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Who works on "+found.Article.Title, "articles")
	shell.Styles = []string{listStyle}
	return h.render(c, status, views.Assignments(views.AssignmentsPage{Page: shell, ArticleAssignments: found, Now: time.Now(), Typed: typed,
		May: who.Can(models.ActArrange, found.Article.DeskID)}))
}

// assignArticle asks somebody to work on an article.
func (h *Handlers) assignArticle(c *gin.Context) error {
	return h.onAssignments(c, h.store.AssignArticle)
}

// unassignArticle takes an article from somebody.
func (h *Handlers) unassignArticle(c *gin.Context) error {
	return h.onAssignments(c, h.store.UnassignArticle)
}

// onAssignments runs a change of who is asked to work on an article, and shows them.
func (h *Handlers) onAssignments(c *gin.Context, change func(context.Context, models.Reader, int64, models.NewAssignment) error) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	var n models.NewAssignment
	if err == nil {
		n, err = h.assignmentOf(typed)
	}
	if err == nil {
		err = change(c.Request.Context(), reader(c), id, n)
	}
	if err == nil {
		return seeOther(c, articlePath(id)+"/assignments")
	}
	if again, status, ok := refused(views.AssignArticleForm, typed, err); ok {
		return h.assignmentsPage(c, status, id, again)
	}
	return err
}
