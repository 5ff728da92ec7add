package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// suggestive has two numbers that contradict each other, and one that occurs twice.
const suggestive = "Police said 31 people were arrested on Friday. It rained.\n\nMore than 70 districts were hit. Police said 33 people were arrested on Friday. Aid went to more than 70 districts, said Ines Okoro.\n"

// Suggestions are accepted, dismissed and followed, with keys and without scripts.
func TestJourneyOfSuggestions(t *testing.T) {
	for name, options := range map[string]browsertest.Options{"with keys alone": {}, "on a phone, by night": {Width: 390, Height: 844, Dark: true}, "without scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			d := openSite(t)
			article := sitetest.CreateArticle(t, d.store, d.news.Reviewer, d.news.Desk, "Arrests", suggestive)
			j := &suggestionJourney{browsertest.Open(t, d.base, options), fmt.Sprintf("/articles/%d", article.ID), options.NoScript}
			browsertest.SignIn(j.Page, d.news.Reviewer)
			j.takeTwoAndRefuseOne(t)
			j.followTheContradiction(t)
			j.markEveryTime(t)
			page, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
			if err != nil {
				t.Fatal(err)
			}
			var marks []int
			for _, s := range page.Sentences {
				marks = append(marks, len(s.ClaimSpans))
				for _, m := range s.ClaimSpans {
					if m.Status != models.Unchecked {
						t.Errorf("a suggestion made a claim %s", m.Status)
					}
				}
			}
			if fmt.Sprint(marks) != "[2 0 1 0 1]" {
				t.Errorf("claims by sentence: %v", marks)
			}
		})
	}
}

type suggestionJourney struct {
	*browsertest.Page
	article string
	bare    bool // without scripts
}

// at opens a sentence.
func (j *suggestionJourney) at(n int) {
	j.T.Helper()
	if j.bare {
		j.Go(fmt.Sprintf("%s/sentences/%d", j.article, n))
	} else {
		j.Go(fmt.Sprintf("%s#s%d", j.article, n))
	}
	j.WaitFor(fmt.Sprintf("#cards[data-n='%d']", n))
}

// act presses a key, or its button.
func (j *suggestionJourney) act(key, form string) {
	j.T.Helper()
	if !j.bare {
		j.Press(key)
		return
	}
	j.Navigate(func() { j.Click(".suggestions " + form + " button") })
}

// likelyOnes selects the likely claims among the suggestions.
const likelyOnes = ".suggestions .likely li"

func (j *suggestionJourney) takeTwoAndRefuseOne(t *testing.T) {
	t.Helper()
	j.at(1)
	j.WaitFor(likelyOnes + ":nth-child(3):last-child") // who says so, the number, the day
	j.CheckPage(t, "what is suggested")
	j.act("!", ".likely .refuse") // who says so
	j.WaitText(".suggestions .refused summary", "1 dismissed")
	j.WaitFor(likelyOnes + ":nth-child(2):last-child")
	j.act("1", ".take")
	j.WaitFor("#cards .card")
	j.WaitFor(likelyOnes + ":only-child")
	j.act("1", ".take")
	j.WaitFor("#cards .card ~ .card")
	j.WaitGone(likelyOnes)
	j.at(1)
	j.WaitText(".suggestions .refused", "Police said")
	if n := j.Count(likelyOnes); n != 0 {
		t.Errorf("after a reload %d are suggested", n)
	}
	if got := j.Text("#cards .card blockquote"); got != "31 people" {
		t.Errorf("the first claim is %q", got)
	}
}

func (j *suggestionJourney) followTheContradiction(t *testing.T) {
	t.Helper()
	j.WaitText(".suggestion.contradiction dd ~ dd", "33 people")
	if j.bare {
		j.Navigate(func() { j.Click(".suggestion.contradiction a") })
	} else {
		j.Click(".suggestion.contradiction a")
	}
	j.WaitFor("#cards[data-n='4']")
	j.WaitText(".suggestion.contradiction dd ~ dd", "31 people")
}

func (j *suggestionJourney) markEveryTime(t *testing.T) {
	t.Helper()
	j.at(3)
	j.act("1", ".take")
	j.WaitText(".suggestion.repeat .offer button", "Mark this claim there too: 5")
	j.CheckPage(t, "a repeat")
	j.act("1", ".offer")
	j.WaitGone(".suggestion.repeat")
	j.WaitText(".spots summary", "Stands in 2 sentences")
	j.at(5)
	j.WaitText("#cards .card blockquote", "more than 70 districts")
}
