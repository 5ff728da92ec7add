package handlers

import (
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// asked is what a list's address asks for; what cannot be read is noted beside its field.
type asked struct {
	query url.Values
	zone  *time.Location
	wrong models.Invalid
}

// asks reads an address's query. It comes back whole, so that a page can show it as it was typed.
func (h *Handlers) asks(c *gin.Context) *asked {
	return &asked{query: c.Request.URL.Query(), zone: h.zone}
}

// filter reads the narrowing of claims and sentences.
func (a *asked) filter() models.Filter {
	f := models.Filter{
		DeskID: a.id("desk"), ArticleID: a.id("article"), Reviewer: a.id("reviewer"), Assignee: a.id("assignee"),
		Status: oneOf(
			a,
			"status",
			models.ParseClaimStatus,
		), Kind: oneOf(a, "kind", models.ParseKind), State: oneOf(a, "state", models.ParseSentenceState),
		Disagree: a.flag("disagree"), Open: a.flag("open"), Lost: a.flag("lost"), Override: a.flag("override"), Once: a.flag("once"),
		From: a.day("from"), Until: a.day("until"), Query: a.words("q"),
	}
	if !f.Until.IsZero() {
		if f.Until.Before(f.From) {
			a.wrong.Add("until", "Please choose a last day that is not before the first.")
		}
		f.Until = f.Until.AddDate(0, 0, 1) // the day itself is meant to be in
	}
	return f
}

// articles reads the narrowing of articles.
func (a *asked) articles(now time.Time) models.ArticleFilter {
	f := models.ArticleFilter{
		Query:  a.words("q"),
		DeskID: a.id("desk"),
		Mine:   a.flag("mine"),
		Asked:  a.flag("asked"),
		Alone:  a.flag("alone"),
	}
	switch state := models.ArticleState(a.query.Get("state")); state {
	case "", models.Checking, models.Signed:
		f.State = state
	default:
		a.wrong.Add("state", "“%s” is no state of an article: please choose from the list.", state)
	}
	switch gate := a.query.Get("gate"); gate {
	case "":
	case "closed":
		f.Closed = true
	default:
		a.wrong.Add("gate", "“%s” is no state of a gate: please choose from the list.", gate)
	}
	switch due := a.query.Get("due"); due {
	case "":
	case "overdue":
		f.DueBy = now
	case "today":
		year, month, day := now.In(a.zone).Date()
		f.DueBy = time.Date(year, month, day+1, 0, 0, 0, 0, a.zone)
	case "day":
		f.DueBy = now.Add(models.Soon)
	default:
		a.wrong.Add("due", "“%s” is no due time we know: please choose from the list.", due)
	}
	return f
}

// page reads which part of the list is asked for; the store knows whether there is such a place.
func (a *asked) page() models.Page { return models.Page{After: a.words("after")} }

// shown is the filter as its form shows it again.
func (a *asked) shown(path string, desks []models.DeskRole, people []models.User) views.Filter {
	return views.Filter{Path: path, Values: a.query, Wrong: a.wrong, Desks: desks, People: people}
}

func (a *asked) id(name string) int64 {
	typed := a.query.Get(name)
	if typed == "" {
		return 0
	}
	id, err := idOf(typed)
	if err != nil {
		a.wrong.Add(name, "“%s” is no number that we know here.", typed)
	}
	return id
}

func oneOf[T ~string](a *asked, name string, read func(string) (T, error)) T {
	typed := a.query.Get(name)
	if typed == "" {
		return ""
	}
	word, err := read(typed)
	if err != nil {
		a.wrong.Add(name, "“%s” is not on the list: please choose one of its values.", typed)
	}
	return word
}

func (a *asked) flag(name string) bool {
	switch typed := a.query.Get(name); typed {
	case "":
	case "1":
		return true
	default:
		a.wrong.Add(name, "“%s” is neither 1 nor empty.", typed)
	}
	return false
}

// day reads a date as the beginning of that day in the newsroom's zone.
func (a *asked) day(name string) time.Time {
	typed := a.query.Get(name)
	if typed == "" {
		return time.Time{}
	}
	day, err := time.ParseInLocation(time.DateOnly, typed, a.zone)
	if err != nil || day.Year() < 1 {
		a.wrong.Add(name, "“%s” is no date: please write it like 2026-11-22.", typed)
	}
	return day
}

// words reads free text. What no database could hold cannot be looked for.
func (a *asked) words(name string) string {
	typed := a.query.Get(name)
	if err := text.Valid(typed); err != nil {
		a.wrong.Add(name, "This cannot be looked for: %s.", err)
		return ""
	}
	return typed
}

// status is 200, or 422 where the address asks for something that cannot be read.
func (a *asked) status() int {
	if len(a.wrong) > 0 {
		return 422
	}
	return 200
}
