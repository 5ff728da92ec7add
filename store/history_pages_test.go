package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/models"
)

// cachedPages caches what was read of the article until something is written.
type cachedPages struct {
	frozen    bool // nothing is being written
	events    int  // the length of the audit log at the time
	page      *models.ArticlePage
	sentences map[int]models.SentencePage
	cards     []models.ClaimCard
	hasCards  bool
}

// invalidatePages clears the cache if something was written.
func (h *history) invalidatePages() {
	if h.pages.frozen {
		return
	}
	if n := h.length(); h.pages.sentences == nil || n != h.pages.events {
		h.pages = cachedPages{events: n, sentences: map[int]models.SentencePage{}}
	}
}

// page returns the article as an auditor sees it.
func (h *history) page() models.ArticlePage {
	h.invalidatePages()
	if h.pages.page == nil {
		page, err := h.s.ArticlePage(ctx, h.fixture.Auditor, h.article.ID)
		h.ok(err)
		h.pages.page = &page
	}
	return *h.pages.page
}

// sentence returns one sentence as an auditor sees it.
func (h *history) sentence(ordinal int) models.SentencePage {
	h.invalidatePages()
	p, known := h.pages.sentences[ordinal]
	if !known {
		var err error
		p, err = h.s.SentencePage(ctx, h.fixture.Auditor, h.article.ID, ordinal)
		h.ok(err)
		h.pages.sentences[ordinal] = p
	}
	return p
}

// cards returns all claims of the article with their details.
func (h *history) cards() []models.ClaimCard {
	h.invalidatePages()
	if h.pages.hasCards {
		return slices.Clone(h.pages.cards)
	}
	var cards []models.ClaimCard
	seen := map[int64]bool{}
	lost := map[int]bool{} // sentences at which a lost claim is shown
	rows, _, _, err := h.s.Claims(ctx, h.fixture.Auditor, models.Filter{ArticleID: h.article.ID, Lost: true}, models.Page{Limit: 200})
	h.ok(err)
	for _, row := range rows {
		lost[row.Ordinal] = true
	}
	for _, s := range h.page().Sentences {
		if len(s.ClaimSpans) == 0 && !lost[s.Ordinal] {
			continue
		}
		for _, c := range h.sentence(s.Ordinal).Claims {
			if !seen[c.Claim.ID] {
				seen[c.Claim.ID] = true
				cards = append(cards, c)
			}
		}
	}
	h.pages.cards, h.pages.hasCards = cards, true
	return slices.Clone(cards)
}

// tally counts the results of the histories of one database.
type tally struct {
	began           time.Time
	histories       int
	steps           int
	done, refused   map[string]int
	signed          map[string]int
	historiesSigned int // histories with a sign-off
}

func (c *tally) step(name string) {
	c.steps++
	c.done[name]++
}

// refuse counts a refused change. It always returns true.
func (c *tally) refuse(err error) bool {
	kind := "invalid"
	for name, is := range map[string]error{"forbidden": models.ErrForbidden, "not found": models.ErrNotFound, "stale": models.ErrStale} {
		if errors.Is(err, is) {
			kind = name
		}
	}
	c.refused[kind]++
	return true
}

func (c *tally) add(r *replay) {
	c.histories++
	if len(r.count) > 0 {
		c.historiesSigned++
	}
	for kind, n := range r.count {
		c.signed[kind] += n
	}
}

// print logs the results of the histories.
func (c *tally) print(t *testing.T) {
	t.Helper()
	list := func(counts map[string]int) string {
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(counts)) {
			parts = append(parts, fmt.Sprintf("%s %d", key, counts[key]))
		}
		return strings.Join(parts, ", ")
	}
	t.Logf("%d histories, %d steps in %s; signed in %d histories: %s; refused: %s",
		c.histories, c.steps, time.Since(c.began).Round(time.Second), c.historiesSigned, list(c.signed), list(c.refused))
}
