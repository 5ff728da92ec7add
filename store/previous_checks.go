package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"linecheck/models"
)

// The limits of a search for previous checks: the candidates, the results, and the minimum similarity. Below
// that, claims share little more than "the" and "of".
const (
	maxCandidates   = 100
	maxShownSimilar = 10
	minSimilarity   = 0.35
)

// PreviousChecks finds checked claims of other articles that are similar to a claim and that the reader may
// see. It changes nothing.
func (s *Store) PreviousChecks(ctx context.Context, r models.Reader, claimID int64) (_ models.PreviousChecks, err error) {
	defer wrap(&err, "find earlier checks of claim %d", claimID)
	page := models.PreviousChecks{At: time.Now()}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		own, err := s.claimsByID(db, r, []int64{claimID})
		if err != nil {
			return err
		}
		if own[claimID] == nil {
			return models.ErrNotFound
		}
		page.Claim = *own[claimID]
		page.Numbers = models.ExtractNumbers(page.Claim.Occurrence.Exact, page.Claim.Language)
		page.CanCopy = r.IsAllowed(models.ActCheck, page.Claim.DeskID)
		page.Rows, err = s.similarClaims(db, r, page.Claim)
		return err
	})
	return page, err
}

// similarClaims reads the most similar claims with the time and evidence of their last check.
func (s *Store) similarClaims(db *gorm.DB, r models.Reader, claim models.ClaimRow) ([]models.PreviousCheck, error) {
	keys, scores, err := s.candidateClaims(db, r, claim)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	claims, err := s.claimsByID(db, r, keys)
	if err != nil {
		return nil, err
	}
	numbers := models.ExtractNumbers(claim.Occurrence.Exact, claim.Language)
	var rows []models.PreviousCheck
	for id, c := range claims {
		own := models.ExtractNumbers(c.Occurrence.Exact, c.Language)
		rows = append(
			rows,
			models.PreviousCheck{Claim: *c, Similarity: scores[id], Numbers: own, SameNumbers: models.SameNumbers(own, numbers)},
		)
	}
	slices.SortFunc(rows, func(a, b models.PreviousCheck) int {
		if a.Similarity == b.Similarity && a.SameNumbers != b.SameNumbers {
			if a.SameNumbers {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), cmp.Compare(b.Claim.ID, a.Claim.ID))
	})
	rows = rows[:min(len(rows), maxShownSimilar)]
	return rows, s.addLastChecks(db, r, rows)
}

// candidateClaims finds checked claims of other articles that share words with a claim, through the search
// index. It first looks for all of the words, then for the longest ones, which are usually the rarest. Each
// query is limited, newest first.
func (s *Store) candidateClaims(db *gorm.DB, r models.Reader, claim models.ClaimRow) ([]int64, map[int64]float64, error) {
	words := models.WordsWithoutNumbers(claim.Occurrence.Exact, claim.Language)
	longest := searchTerms(words)
	slices.SortStableFunc(longest, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	longest = slices.Compact(longest)
	if len(longest) == 0 { // only numbers: use them as words
		words = models.PlainWords(claim.Occurrence.Exact)
		longest = searchTerms(words)
	}
	var keys []int64
	scores := map[int64]float64{}
	asked := strings.Fields(foldedWords(strings.Join(words, " ")))
	for _, n := range candidateTermCounts(len(longest)) {
		hits, err := s.findHits(
			db,
			r,
			models.Search{},
			models.SearchClaims,
			searchQuery{terms: longest[:n], similarToArticle: claim.ArticleID},
			0,
			maxCandidates,
		)
		if err != nil {
			return nil, nil, err
		}
		for _, h := range hits {
			if _, known := scores[h.Key]; known {
				continue
			}
			other := models.WordsWithoutNumbers(h.Words, claim.Language)
			if len(other) == 0 {
				other = models.PlainWords(h.Words)
			}
			scores[h.Key] = similarity(asked, strings.Fields(foldedWords(strings.Join(other, " "))))
			if scores[h.Key] >= minSimilarity {
				keys = append(keys, h.Key)
			}
		}
		if len(keys) >= maxCandidates {
			break
		}
	}
	return keys, scores, nil
}

// searchTerms returns the words to search for. A character of a script without spaces says little, so that two
// neighbours are searched as a phrase.
func searchTerms(words []string) (terms []string) {
	for i, w := range words {
		switch {
		case !isSingleCharacter(w):
			terms = append(terms, w)
		case i+1 < len(words) && isSingleCharacter(words[i+1]):
			terms = append(terms, w+" "+words[i+1])
		case i == 0 || !isSingleCharacter(words[i-1]):
			terms = append(terms, w)
		}
	}
	return terms
}

func isSingleCharacter(w string) bool {
	r, size := utf8.DecodeRuneInString(w)
	return size == len(w) && r >= 0x0E00 // below are the scripts with spaces between words
}

// candidateTermCounts returns how many of the longest words each query combines: all, half of them, two, one.
func candidateTermCounts(words int) []int {
	words = min(words, 12)
	list := []int{words, (words + 1) / 2, min(2, words), min(1, words)}
	list = slices.DeleteFunc(list, func(n int) bool { return n == 0 })
	return slices.Compact(list)
}

// addLastChecks adds the time and evidence of the claims' last checks.
func (s *Store) addLastChecks(db *gorm.DB, r models.Reader, rows []models.PreviousCheck) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.Claim.ID
	}
	var checks []struct {
		ClaimID int64
		At      time.Time
	}
	err := db.Raw("SELECT n.claim_id, n.at FROM annotations n WHERE n.claim_id IN ? AND n.withdrawn_at IS NULL AND NOT n.imported ORDER BY n.at", ids).
		Scan(&checks).
		Error
	if err != nil {
		return err
	}
	last := map[int64]time.Time{}
	for _, c := range checks {
		last[c.ClaimID] = c.At
	}
	cited, err := evidenceFor(db, ids)
	evidence := visibleEvidence(cited, func(c models.CitedEvidence) models.VisibleEvidence { return c.VisibleTo(r) })
	for i := range rows {
		rows[i].CheckedAt, rows[i].Evidence = last[rows[i].Claim.ID], evidence[rows[i].Claim.ID]
	}
	return err
}

// CopyEvidence copies a piece of evidence from another claim. The copy is a new entry with today's date that
// names its origin. Its day of access does not change, since nobody has accessed the source again.
func (s *Store) CopyEvidence(ctx context.Context, r models.Reader, claimID, evidenceID int64) (_ models.Location, err error) {
	defer wrap(&err, "copy evidence %d to claim %d", evidenceID, claimID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		from, err := t.copyableEvidence(r, evidenceID)
		if err != nil {
			return err
		}
		if from.ClaimID == claimID {
			return models.NewFieldError("evidence", "This claim has that evidence already.")
		}
		if place, err = t.claimLocation(claimID); err != nil {
			return err
		}
		if from.Source.Confidential && from.Source.DeskID != c.DeskID {
			return models.NewFieldError("evidence", "A confidential source stays with its desk.")
		}
		if err := t.addEvidence(r, c, from.toInput(c.DeskID), nil); err != nil {
			return err
		}
		if err := t.updateProof(c, c.Status); err != nil {
			return err
		}
		if err := t.touchClaim(c); err != nil {
			return err
		}
		return t.touchActivity(c.ArticleID, r.UserID)
	})
	return place, err
}

type copiedEvidence struct{ models.CitedEvidence }

// copyableEvidence reads evidence that the reader may see in full; confidential evidence is not found.
func (t *tx) copyableEvidence(r models.Reader, id int64) (copiedEvidence, error) {
	var claimID int64
	b := blindViewFor(r)
	err := queryOne(
		t.DB,
		&claimID,
		"SELECT e.claim_id FROM "+b.evidence()+" AS e JOIN claims c ON c.id = e.claim_id AND c.withdrawn_at IS NULL JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL WHERE e.id = ? AND e.withdrawn_at IS NULL AND c.desk_id IN ?",
		id,
		filterDesks(r, models.Filter{}),
	)
	if err != nil {
		return copiedEvidence{}, err
	}
	cited, err := evidenceFor(t.DB, []int64{claimID})
	for _, c := range cited[claimID] {
		if c.Evidence.ID == id && !c.Source.VisibleTo(r).Hidden() {
			return copiedEvidence{c}, err
		}
	}
	return copiedEvidence{}, cmp.Or(err, models.ErrNotFound)
}

// toInput converts the evidence for another claim: with the same source at the same desk, or a copy of it at
// another.
func (c copiedEvidence) toInput(desk int64) evidenceInput {
	source, origin := models.Source{
		ID: c.Source.ID,
	}, fmt.Sprintf(
		"copied from claim %d, given %s",
		c.ClaimID,
		c.CreatedAt.UTC().Format(time.DateOnly),
	)
	if c.Source.DeskID != desk { // its readers may not see that claim, and should not know who gave the evidence
		source = models.Source{
			Kind:      c.Source.Kind,
			Title:     c.Source.Title,
			URL:       c.Source.URL,
			Publisher: c.Source.Publisher,
			From:      c.Source.From,
		}
		origin = "copied from another desk"
	}
	looked := c.AccessedOn
	if looked == nil {
		day := c.CreatedAt.UTC().Truncate(24 * time.Hour)
		looked = &day
	}
	return evidenceInput{
		source:   source,
		evidence: models.Evidence{Class: c.Class, Stance: c.Stance, Quote: c.Quote, Locator: c.Locator, AccessedOn: looked},
		origin:   origin,
	}
}
