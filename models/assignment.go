package models

import "time"

// NewAssignment gives an article or a claim to a person, as it is asked for.
type NewAssignment struct {
	Person  int64      // whom; 0 for nobody
	DueAt   *time.Time // by when; nil: no time of its own
	Version int        // of the article's details or of the claim, as it was read
}

// ArticleAssignments is who is asked to work on an article.
type ArticleAssignments struct {
	Article ArticleRow
	People  []ArticleAssignee
	Desk    []DeskPerson // who works at its desk
}

// ArticleAssignee is somebody who is asked to work on an article.
type ArticleAssignee struct {
	ArticlePerson
	Name   string
	ByName string // who asked them
}

// FilterCheckers are those who check.
func FilterCheckers(people []DeskPerson) []DeskPerson {
	var list []DeskPerson
	for _, p := range people {
		if p.Role.Allows(ActCheck) {
			list = append(list, p)
		}
	}
	return list
}
