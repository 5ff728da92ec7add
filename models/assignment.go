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
	People  []Assigned
	Desk    []DeskPerson // who works at its desk
}

// Assigned is somebody who is asked to work on an article.
type Assigned struct {
	ArticlePerson
	Name   string
	ByName string // who asked them
}

// Checkers are those who check.
func Checkers(people []DeskPerson) []DeskPerson {
	var list []DeskPerson
	for _, p := range people {
		if p.Role.May(ActCheck) {
			list = append(list, p)
		}
	}
	return list
}
