package models

import "time"

// NewAssignment assigns an article or a claim to a user.
type NewAssignment struct {
	Person  int64      // 0 unassigns it
	DueAt   *time.Time // nil: no due time of its own
	Version int        // of the article's details or of the claim, as it was read
}

// ArticleAssignments lists the users assigned to an article.
type ArticleAssignments struct {
	Article ArticleRow
	People  []ArticleAssignee
	Desk    []DeskPerson // the people of its desk
}

// ArticleAssignee is a user assigned to an article.
type ArticleAssignee struct {
	ArticlePerson
	Name   string
	ByName string // the user who assigned them
}

// FilterCheckers returns the people who may check.
func FilterCheckers(people []DeskPerson) []DeskPerson {
	var list []DeskPerson
	for _, p := range people {
		if p.Role.Allows(ActCheck) {
			list = append(list, p)
		}
	}
	return list
}
