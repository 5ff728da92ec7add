package views

import (
	"context"
	"time"

	"linecheck/models"
)

// AssignmentsPage is the list of an article's assignments, with the form for a new one.
type AssignmentsPage struct {
	Page
	models.ArticleAssignments
	May       bool
	Now       time.Time
	FormState FormState
}

// AssignForm is the id of the form that assigns a claim.
func AssignForm(claim int64) string { return "assign-" + id(claim) }

// AssignArticleForm is the id of the form that assigns an article.
const AssignArticleForm = "assign"

// checkerChoices offers the users who can be assigned to check.
func checkerChoices(people []models.DeskPerson) []choice {
	var choices []choice
	for _, p := range models.FilterCheckers(people) {
		choices = append(choices, choice{id(p.ID), p.Name})
	}
	return choices
}

// assignee returns the name of a claim's assignee, or "".
func (v SentenceView) assignee(ctx context.Context, c models.ClaimCard) string {
	if c.AssigneeID == nil {
		return ""
	}
	for _, p := range v.People {
		if p.ID == *c.AssigneeID {
			return p.Name
		}
	}
	return say(ctx, "somebody who has left the desk")
}

// chosenPerson returns the assignee to show in a form: as typed, or as saved.
func chosenPerson(t FormState, kept *int64) string {
	if kept == nil {
		return t.value("person", "")
	}
	return t.value("person", id(*kept))
}

// dueValue returns the due time to show in a form: as typed, or as saved.
func dueValue(t FormState, kept *time.Time, zone *time.Location) string {
	if kept == nil {
		return t.value("due", "")
	}
	return t.value("due", kept.In(zoneOrUTC(zone)).Format("2006-01-02T15:04"))
}
