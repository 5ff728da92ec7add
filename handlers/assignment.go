package handlers

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// assignClaim assigns the claim that the URL names, or removes its assignment.
func (h *Handlers) assignClaim(c *gin.Context) error {
	return h.onClaim(c, views.AssignForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		n, err := h.parseAssignmentForm(f)
		if err != nil {
			return models.Location{}, err
		}
		return h.store.AssignClaim(ctx, who, id, n)
	})
}

// parseAssignmentForm reads the assignee and the due time.
func (h *Handlers) parseAssignmentForm(f form) (models.NewAssignment, error) {
	n := models.NewAssignment{Version: f.version()}
	var wrong models.ValidationErrors
	var err error
	if person := f.Get("person"); person != "" {
		if n.Person, err = parseID(person); err != nil {
			wrong.Add("person", "Please choose somebody from the list.")
		}
	}
	if n.DueAt, err = parseLocalTime(f.Get("due"), h.zone); err != nil {
		wrong.Add("due", "“%s” is no time: please write it like 2026-11-22T17:00.", f.Get("due"))
	}
	return n, wrong.Err()
}

// showAssignments shows who is assigned to an article.
func (h *Handlers) showAssignments(c *gin.Context) error {
	return renderByID(c, h.renderAssignments)
}

func (h *Handlers) renderAssignments(c *gin.Context, status int, id int64, typed views.FormState) error {
	who := reader(c)
	found, err := h.store.Assignments(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Who works on %s", "articles", found.Article.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(
		c,
		status,
		views.Assignments(views.AssignmentsPage{Page: shell, ArticleAssignments: found, Now: time.Now(), FormState: typed,
			May: who.IsAllowed(models.ActArrange, found.Article.DeskID)}),
	)
}

// assignArticle assigns an article to a user.
func (h *Handlers) assignArticle(c *gin.Context) error {
	return h.onAssignments(c, h.store.AssignArticle)
}

// unassignArticle removes a user's assignment to an article.
func (h *Handlers) unassignArticle(c *gin.Context) error {
	return h.onAssignments(c, h.store.UnassignArticle)
}

// onAssignments changes the assignments of an article, and shows them.
func (h *Handlers) onAssignments(c *gin.Context, change func(context.Context, models.Reader, int64, models.NewAssignment) error) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	var n models.NewAssignment
	if err == nil {
		n, err = h.parseAssignmentForm(typed)
	}
	if err == nil {
		err = change(c.Request.Context(), reader(c), id, n)
	}
	if err == nil {
		return seeOther(c, articlePath(id)+"/assignments")
	}
	if again, status, ok := redisplayForm(views.AssignArticleForm, typed, err); ok {
		return h.renderAssignments(c, status, id, again)
	}
	return err
}
