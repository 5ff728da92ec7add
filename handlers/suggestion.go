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

// mostRead bounds how many articles are kept read; one of 2,000 sentences takes about a megabyte.
const mostRead = 32

// suggestions keeps what was read from the texts of articles: it depends on the text, its language and its cuts alone, so that all who read share it.
type suggestions struct {
	reading singleflight.Group

	mutex sync.Mutex
	kept  map[textKey]*models.Suggestions
	order []textKey // the last read last
}

type textKey struct {
	revision int64
	cuts     int
	language string
}

// of is what can be said of an article as it is now.
func (s *suggestions) of(ctx context.Context, h *Handlers, who models.Reader, a models.Article) (*models.Suggestions, error) {
	key := textKey{*a.RevisionID, a.Cuts, a.Language}
	s.mutex.Lock()
	found := s.kept[key]
	s.mutex.Unlock()
	if found != nil {
		return found, nil
	}
	read, err, _ := s.reading.Do(fmt.Sprint(key), func() (any, error) { // once, however many ask
		whole, sentences, err := h.store.Lines(context.WithoutCancel(ctx), who, a.ID)
		if err != nil {
			return nil, err
		}
		return models.SuggestionsOf(whole, a.Language, a.CreatedAt.In(h.zone), sentences), nil
	})
	if err != nil {
		return nil, err
	}
	found = read.(*models.Suggestions)
	s.keep(key, found)
	return found, nil
}

func (s *suggestions) keep(key textKey, found *models.Suggestions) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.kept == nil {
		s.kept = map[textKey]*models.Suggestions{}
	}
	if s.kept[key] == nil {
		s.order = append(s.order, key)
	}
	s.kept[key] = found
	if len(s.order) > mostRead {
		delete(s.kept, s.order[0])
		s.order = s.order[1:]
	}
}

// suggest is what is suggested for a sentence's page, with what stands in the other sentences that it is about.
func (h *Handlers) suggest(
	ctx context.Context,
	who models.Reader,
	p models.SentencePage,
) (said models.SentenceSuggestions, others []models.PageSentence, err error) {
	found, err := h.suggestions.of(ctx, h, who, p.Article)
	if err != nil {
		return said, nil, err
	}
	refused, err := h.store.Refusals(ctx, who, p.Article.ID)
	if err != nil {
		return said, nil, err
	}
	said = found.For(p, refused)
	var ordinals []int
	for _, one := range said.Between {
		for _, spot := range one.Others {
			ordinals = append(ordinals, spot.Ordinal)
		}
	}
	slices.Sort(ordinals)
	ordinals = slices.Compact(ordinals)
	if others, err = h.store.Marked(ctx, who, p.Article.ID, ordinals[:min(len(ordinals), mostAlso)]); err != nil {
		return said, nil, err
	}
	said.Between = slices.DeleteFunc(said.Between, func(one models.Suggestion) bool {
		offer, taken := p.OfferOf(one, others)
		return one.Sort == models.RepeatFound && len(offer.Spots)+len(taken) == 0 // it is marked everywhere
	})
	return said, others, nil
}

// unanswered counts the suggestions for an article that nobody has answered.
func (h *Handlers) unanswered(ctx context.Context, who models.Reader, a models.Article) (int, error) {
	found, err := h.suggestions.of(ctx, h, who, a)
	if err != nil {
		return 0, err
	}
	dismissed, err := h.store.Refusals(ctx, who, a.ID)
	if err != nil {
		return 0, err
	}
	page, err := h.store.ArticlePage(ctx, who, a.ID)
	return found.Unanswered(page.Sentences, dismissed), err
}

// refuse has a suggestion of a sentence not given again. The form names it by its key; its words are read from the text.
func (h *Handlers) refuse(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	place, err := h.store.SentencePlace(ctx, who, id)
	if err != nil {
		return h.arrive(c, place, err, views.SuggestionForm, typed)
	}
	page, err := h.store.SentencePage(ctx, who, place.ArticleID, place.Ordinal)
	if err != nil {
		return err
	}
	said, _, err := h.suggest(ctx, who, page)
	if err != nil {
		return err
	}
	all := slices.Concat(said.Likely, said.Between)
	at := slices.IndexFunc(all, func(one models.Suggestion) bool { return one.Key == typed.Get("key") })
	if at < 0 {
		return h.arrive(
			c,
			place,
			models.Outdated("This is not suggested any more: the sentence, or what is said of it, has changed. Nothing was done."),
			views.SuggestionForm,
			typed,
		)
	}
	place, err = h.store.RefuseSuggestion(ctx, who, id, all[at])
	return h.arrive(c, place, err, views.SuggestionForm, typed)
}

// withdrawRefusal has a suggestion given again.
func (h *Handlers) withdrawRefusal(c *gin.Context) error {
	return h.onObject(c, h.store.WithdrawRefusal)
}

// spots reads the further places of a claim that a form names, each as "start-end", with the words that stood there.
func (f form) spots() ([]models.Selection, error) {
	places, quotes := f["spot"], f["quote"]
	revision, err := strconv.Atoi(f.Get("revision"))
	if err != nil || len(places) != len(quotes) {
		return nil, models.Invalid{{Field: "repeats", Detail: "The places came incomplete; please look at the sentence anew."}}
	}
	list := make([]models.Selection, len(places))
	for i, place := range places {
		from, to, _ := strings.Cut(place, "-")
		start, wrong := strconv.Atoi(from)
		end, alsoWrong := strconv.Atoi(to)
		if wrong != nil || alsoWrong != nil {
			return nil, models.Invalid{{Field: "repeats", Detail: "A place was sent that is none; please look at the sentence anew."}}
		}
		list[i] = models.Selection{Revision: revision, Start: start, End: end, Quote: quotes[i]}
	}
	return list, nil
}
