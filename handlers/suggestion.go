package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/singleflight"

	"linecheck/models"
	"linecheck/views"
)

// maxCachedArticles limits the cached articles; one of 2,000 sentences takes about a megabyte.
const maxCachedArticles = 32

// suggestionCache caches the suggestions for articles. They depend only on the text, its language and its
// sentence boundaries, so all users share them.
type suggestionCache struct {
	inFlight singleflight.Group

	mutex   sync.Mutex
	entries map[textKey]*models.Suggestions
	order   []textKey // most recently added last
}

type textKey struct {
	revision int64
	cuts     int
	language string
}

// get returns the suggestions for the current state of an article.
func (s *suggestionCache) get(ctx context.Context, h *Handlers, who models.Reader, a models.Article) (*models.Suggestions, error) {
	key := textKey{*a.RevisionID, a.Cuts, a.Language}
	s.mutex.Lock()
	found := s.entries[key]
	s.mutex.Unlock()
	if found != nil {
		return found, nil
	}
	read, err, _ := s.inFlight.Do(fmt.Sprint(key), func() (any, error) { // once for all concurrent requests
		revision, sentences, err := h.store.TextAndSentences(context.WithoutCancel(ctx), who, a.ID)
		if err != nil {
			return nil, err
		}
		published, known := revision.Markup.Published(h.zone)
		if !known {
			published = a.CreatedAt.In(h.zone)
		}
		return models.FindSuggestions(revision.Text, a.Language, published, sentences), nil
	})
	if err != nil {
		return nil, err
	}
	found = read.(*models.Suggestions)
	s.put(key, found)
	return found, nil
}

func (s *suggestionCache) put(key textKey, found *models.Suggestions) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.entries == nil {
		s.entries = map[textKey]*models.Suggestions{}
	}
	if s.entries[key] == nil {
		s.order = append(s.order, key)
	}
	s.entries[key] = found
	if len(s.order) > maxCachedArticles {
		delete(s.entries, s.order[0])
		s.order = s.order[1:]
	}
}

// loadSuggestions returns the suggestions for a sentence's page, and the other sentences that they refer to.
func (h *Handlers) loadSuggestions(
	ctx context.Context,
	who models.Reader,
	p models.SentencePage,
) (said models.SentenceSuggestions, others []models.PageSentence, err error) {
	found, err := h.suggestions.get(ctx, h, who, p.Article)
	if err != nil {
		return said, nil, err
	}
	refused, err := h.store.DismissedSuggestions(ctx, who, p.Article.ID)
	if err != nil {
		return said, nil, err
	}
	said = found.ForSentence(p, refused)
	var ordinals []int
	for _, one := range said.Between {
		for _, spot := range one.Others {
			ordinals = append(ordinals, spot.Ordinal)
		}
	}
	slices.Sort(ordinals)
	ordinals = slices.Compact(ordinals)
	if others, err = h.store.SentencesWithClaims(ctx, who, p.Article.ID, ordinals[:min(len(ordinals), maxExtraSentences)]); err != nil {
		return said, nil, err
	}
	said.Between = slices.DeleteFunc(said.Between, func(one models.Suggestion) bool {
		offer, taken := p.RepeatOfferFor(one, others)
		return one.Sort == models.RepeatFound && len(offer.Locations)+len(taken) == 0 // it is already marked everywhere
	})
	return said, others, nil
}

// countUnansweredSuggestions counts the suggestions for an article that nobody has answered.
func (h *Handlers) countUnansweredSuggestions(ctx context.Context, who models.Reader, a models.Article) (int, error) {
	found, err := h.suggestions.get(ctx, h, who, a)
	if err != nil {
		return 0, err
	}
	dismissed, err := h.store.DismissedSuggestions(ctx, who, a.ID)
	if err != nil {
		return 0, err
	}
	page, err := h.store.ArticlePage(ctx, who, a.ID)
	return found.CountUnanswered(page.Sentences, dismissed), err
}

// dismissSuggestion dismisses a suggestion. The form contains its key; its words are read from the text.
func (h *Handlers) dismissSuggestion(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	place, err := h.store.SentenceLocation(ctx, who, id)
	if err != nil {
		return h.redirectOrRedisplay(c, place, err, views.SuggestionForm, typed)
	}
	page, err := h.store.SentencePage(ctx, who, place.ArticleID, place.Ordinal)
	if err != nil {
		return err
	}
	said, _, err := h.loadSuggestions(ctx, who, page)
	if err != nil {
		return err
	}
	all := slices.Concat(said.Likely, said.Between)
	at := slices.IndexFunc(all, func(one models.Suggestion) bool { return one.Key == typed.Get("key") })
	if at < 0 {
		return h.redirectOrRedisplay(
			c,
			place,
			models.NewOutdatedOfferError(
				"This is no longer suggested, because the sentence or its claims have changed. Nothing was done.",
			),
			views.SuggestionForm,
			typed,
		)
	}
	place, err = h.store.DismissSuggestion(ctx, who, id, all[at])
	return h.redirectOrRedisplay(c, place, err, views.SuggestionForm, typed)
}

// withdrawDismissal shows a dismissed suggestion again.
func (h *Handlers) withdrawDismissal(c *gin.Context) error {
	return h.onObject(c, h.store.RestoreSuggestion)
}

// locations reads a claim's further locations in a form, each as "start-end" with the words that were there.
func (f form) locations() ([]models.Selection, error) {
	places, quotes := f["spot"], f["quote"]
	revision, err := strconv.Atoi(f.Get("revision"))
	if err != nil || len(places) != len(quotes) {
		return nil, models.NewFieldError("repeats", "The places were incomplete. Please reload the sentence.")
	}
	list := make([]models.Selection, len(places))
	for i, place := range places {
		from, to, _ := strings.Cut(place, "-")
		start, wrong := strconv.Atoi(from)
		end, alsoWrong := strconv.Atoi(to)
		if wrong != nil || alsoWrong != nil {
			return nil, models.NewFieldError("repeats", "A place was sent that does not exist. Please reload the sentence.")
		}
		list[i] = models.Selection{Revision: revision, Start: start, End: end, Quote: quotes[i]}
	}
	return list, nil
}
