package views

import (
	"strconv"

	"linecheck/models"
)

// SuggestionForm is the id of the suggestions.
const SuggestionForm = "suggestions"

// scoreText describes a sentence's score.
func scoreText(score float64) string {
	switch {
	case score >= 0.8:
		return "Sentences like this one are nearly always checked."
	case score >= 0.5:
		return "Sentences like this one are mostly checked."
	case score >= 0.2:
		return "Sentences like this one are sometimes checked."
	}
	return "Sentences like this one are seldom checked."
}

// suggestionHeading is the heading of a suggestion about several places of an article.
func suggestionHeading(s models.SuggestionSort) string {
	switch s {
	case models.ContradictionFound:
		return "Do these agree?"
	case models.SumFound:
		return "Does this add up?"
	case models.CalendarFound:
		return "Is this date right?"
	}
	return "Stands elsewhere too"
}

// spotLabel lists the places in which a claim would be marked.
func spotLabel(spots []models.SuggestionLocation) string {
	label := "Mark this claim there too: "
	for i, s := range spots {
		if i > 0 {
			label += ", "
		}
		label += strconv.Itoa(s.Ordinal)
	}
	return label
}
