package views

import (
	"context"
	"time"

	"linecheck/models"
)

// AssignmentsPage is who is asked to work on an article, with the form to ask somebody.
type AssignmentsPage struct {
	Page
	models.ArticleAssignments
	May       bool
	Now       time.Time
	FormState FormState
}

// AssignForm is the id of the form that gives a claim to somebody.
func AssignForm(claim int64) string { return "assign-" + id(claim) }

// AssignArticleForm is the id of the form that asks somebody to work on an article.
const AssignArticleForm = "assign"

// checkerChoices offers who can be given work.
func checkerChoices(people []models.DeskPerson) []choice {
	var choices []choice
	for _, p := range models.FilterCheckers(people) {
		choices = append(choices, choice{id(p.ID), p.Name})
	}
	return choices
}

// assignee is the name of who a claim is given to; "" where it is nobody.
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

// chosenPerson is who a form shows as chosen: as typed, or as it is kept.
func chosenPerson(t FormState, kept *int64) string {
	if kept == nil {
		return t.value("person", "")
	}
	return t.value("person", id(*kept))
}

// dueValue is a due time as a form shows it: as typed, or as it is kept.
func dueValue(t FormState, kept *time.Time, zone *time.Location) string {
	if kept == nil {
		return t.value("due", "")
	}
	return t.value("due", kept.In(zoneOrUTC(zone)).Format("2006-01-02T15:04"))
}
