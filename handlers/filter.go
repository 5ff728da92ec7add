package handlers

import (
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// listQuery parses the query of a list's URL. It collects the errors by field.
type listQuery struct {
	query       url.Values
	zone        *time.Location
	fieldErrors models.ValidationErrors
}

// parseListQuery returns the URL's query as it was typed, so that the page can show it again.
func (h *Handlers) parseListQuery(c *gin.Context) *listQuery {
	return &listQuery{query: c.Request.URL.Query(), zone: h.zone}
}

// claimFilter reads the filter of claims and sentences.
func (a *listQuery) claimFilter() models.Filter {
	f := models.Filter{
		DeskID: a.idParam("desk"), ArticleID: a.idParam("article"), Reviewer: a.idParam("reviewer"), Assignee: a.idParam("assignee"),
		Status: enumParam(
			a,
			"status",
			models.ParseClaimStatus,
		), Kind: enumParam(a, "kind", models.ParseKind), State: enumParam(a, "state", models.ParseSentenceState),
		Disagree: a.boolParam(
			"disagree",
		), Open: a.boolParam("open"), Lost: a.boolParam("lost"), Override: a.boolParam("override"), InCheck: a.boolParam("checking"),
		WithoutSecondReader: a.boolParam("once"),
		From:                a.dateParam("from"), Until: a.dateParam("until"), Query: a.textParam("q"),
	}
	if !f.Until.IsZero() {
		if f.Until.Before(f.From) {
			a.fieldErrors.Add("until", "Please choose a last day that is not before the first.")
		}
		f.Until = f.Until.AddDate(0, 0, 1) // includes the last day itself
	}
	return f
}

// articleFilter reads the filter of articles.
func (a *listQuery) articleFilter(now time.Time) models.ArticleFilter {
	f := models.ArticleFilter{
		Query:               a.textParam("q"),
		DeskID:              a.idParam("desk"),
		Mine:                a.boolParam("mine"),
		AssignedToMe:        a.boolParam("asked"),
		WithoutSecondPerson: a.boolParam("alone"),
	}
	switch state := models.ArticleState(a.query.Get("state")); state {
	case "", models.Checking, models.Signed:
		f.State = state
	default:
		a.fieldErrors.Add("state", "“%s” is no state of an article: please choose from the list.", state)
	}
	switch gate := a.query.Get("gate"); gate {
	case "":
	case "closed":
		f.Closed = true
	default:
		a.fieldErrors.Add("gate", "“%s” is no state of a gate: please choose from the list.", gate)
	}
	switch due := a.query.Get("due"); due {
	case "":
	case "overdue":
		f.DueBy = now
	case "today":
		year, month, day := now.In(a.zone).Date()
		f.DueBy = time.Date(year, month, day+1, 0, 0, 0, 0, a.zone)
	case "day":
		f.DueBy = now.Add(models.DueSoonWindow)
	default:
		a.fieldErrors.Add("due", "“%s” is no due time we know: please choose from the list.", due)
	}
	return f
}

// page returns the requested page of the list; the store validates its cursor.
func (a *listQuery) page() models.Page { return models.Page{After: a.textParam("after")} }

// filterView returns the filter for its form.
func (a *listQuery) filterView(path string, desks []models.DeskRole, people []models.User) views.Filter {
	return views.Filter{Path: path, Values: a.query, Errors: a.fieldErrors, Desks: desks, People: people}
}

func (a *listQuery) idParam(name string) int64 {
	typed := a.query.Get(name)
	if typed == "" {
		return 0
	}
	id, err := parseID(typed)
	if err != nil {
		a.fieldErrors.Add(name, "“%s” is no number that we know here.", typed)
	}
	return id
}

func enumParam[T ~string](a *listQuery, name string, read func(string) (T, error)) T {
	typed := a.query.Get(name)
	if typed == "" {
		return ""
	}
	word, err := read(typed)
	if err != nil {
		a.fieldErrors.Add(name, "“%s” is not on the list: please choose one of its values.", typed)
	}
	return word
}

func (a *listQuery) boolParam(name string) bool {
	switch typed := a.query.Get(name); typed {
	case "":
	case "1":
		return true
	default:
		a.fieldErrors.Add(name, "“%s” is neither 1 nor empty.", typed)
	}
	return false
}

// dateParam reads a date as the beginning of that day in the newsroom's zone.
func (a *listQuery) dateParam(name string) time.Time {
	typed := a.query.Get(name)
	if typed == "" {
		return time.Time{}
	}
	day, err := time.ParseInLocation(time.DateOnly, typed, a.zone)
	if err != nil || day.Year() < 1 {
		a.fieldErrors.Add(name, "“%s” is no date: please write it like 2026-11-22.", typed)
	}
	return day
}

// textParam reads free text. It rejects characters that the database cannot store.
func (a *listQuery) textParam(name string) string {
	typed := a.query.Get(name)
	if err := text.Validate(typed); err != nil {
		a.fieldErrors.Add(name, "This cannot be looked for: %s.", err)
		return ""
	}
	return typed
}

// statusCode is 200, or 422 if a parameter is invalid.
func (a *listQuery) statusCode() int {
	if len(a.fieldErrors) > 0 {
		return 422
	}
	return 200
}
