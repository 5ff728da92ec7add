package views

import (
	"context"
	"strconv"

	"linecheck/models"
)

// SuggestionForm is the id of the suggestions.
const SuggestionForm = "suggestions"

// scoreText describes a sentence's score.
func scoreText(ctx context.Context, score float64) string {
	switch {
	case score >= 0.8:
		return say(ctx, "Sentences like this one are nearly always checked.")
	case score >= 0.5:
		return say(ctx, "Sentences like this one are mostly checked.")
	case score >= 0.2:
		return say(ctx, "Sentences like this one are sometimes checked.")
	}
	return say(ctx, "Sentences like this one are seldom checked.")
}

// suggestionHeading is the heading of a suggestion about several places of an article.
func suggestionHeading(ctx context.Context, s models.SuggestionSort) string {
	switch s {
	case models.ContradictionFound:
		return say(ctx, "Do these agree?")
	case models.SumFound:
		return say(ctx, "Does this add up?")
	case models.CalendarFound:
		return say(ctx, "Is this date right?")
	}
	return say(ctx, "Stands elsewhere too")
}

// spotLabel lists the places in which a claim would be marked.
func spotLabel(ctx context.Context, spots []models.SuggestionLocation) string {
	label := say(ctx, "Mark this claim there too:") + " "
	for i, s := range spots {
		if i > 0 {
			label += ", "
		}
		label += strconv.Itoa(s.Ordinal)
	}
	return label
}
