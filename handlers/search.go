package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// search looks for words in everything that the reader may see.
func (h *Handlers) search(c *gin.Context) error {
	who, a := reader(c), h.asks(c)
	f := a.search()
	page := a.page()
	shown := views.SearchPage{Page: h.shell(c, "Search", "search"), Asked: len(f.Terms()) > 0, Likely: f.Likeness}
	shown.Styles = []string{listStyle}
	if len(a.wrong) == 0 {
		var err error
		if shown.Result, err = h.store.Search(c.Request.Context(), who, f, page); err != nil {
			return err
		}
	}
	shown.Filter = a.shown("/search", who.Desks, nil)
	return h.render(c, a.status(), views.Search(shown))
}

// search reads what is looked for, and where.
func (a *asked) search() models.Search {
	dates := a.filter()
	f := models.Search{
		Query:  dates.Query,
		What:   oneOf(a, "what", models.ParseWhat),
		DeskID: dates.DeskID,
		Status: dates.Status,
		From:   dates.From,
		Until:  dates.Until,
	}
	switch order := a.query.Get("order"); order {
	case "", "newest":
	case "likeness":
		f.Likeness = true
	default:
		a.wrong.Add("order", "“%s” is no order: please choose from the list.", order)
	}
	return f
}
