package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// search searches everything that the user may see.
func (h *Handlers) search(c *gin.Context) error {
	who, a := reader(c), h.parseListQuery(c)
	f := a.searchQuery()
	page := a.page()
	shown := views.SearchPage{Page: h.newPage(c, "Search", "search"), Asked: len(f.Terms()) > 0, Likely: f.ByRelevance}
	shown.Styles = []string{listStylesheet}
	if len(a.fieldErrors) == 0 {
		var err error
		if shown.Result, err = h.store.Search(c.Request.Context(), who, f, page); err != nil {
			return err
		}
	}
	shown.Filter = a.filterView("/search", who.Desks, nil)
	return h.render(c, a.statusCode(), views.Search(shown))
}

// searchQuery reads the search words and filters.
func (a *listQuery) searchQuery() models.Search {
	dates := a.claimFilter()
	f := models.Search{
		Query:      dates.Query,
		SearchKind: enumParam(a, "what", models.ParseSearchKind),
		DeskID:     dates.DeskID,
		Status:     dates.Status,
		From:       dates.From,
		Until:      dates.Until,
	}
	switch order := a.query.Get("order"); order {
	case "", "newest":
	case "likeness":
		f.ByRelevance = true
	default:
		a.fieldErrors.Add("order", "“%s” is no order: please choose from the list.", order)
	}
	return f
}
