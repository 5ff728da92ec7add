package store

import (
	"context"
	"slices"

	"linecheck/models"
)

// addAssignedWork adds the articles and claims assigned to the reader, the queries addressed to them, and
// their own answered queries.
func (s *Store) addAssignedWork(ctx context.Context, r models.Reader, w *models.Work) error {
	var err error
	if w.Assigned, w.AssignedCount, err = s.assignedArticles(ctx, r); err != nil {
		return err
	}
	w.Articles = slices.DeleteFunc(w.Articles, func(a models.ArticleRow) bool { // each article is in one list
		return slices.ContainsFunc(w.Assigned, func(b models.ArticleRow) bool { return a.ID == b.ID })
	})
	mine := s.matchingClaims(ctx, r, models.Filter{Assignee: r.UserID, Open: true})
	if w.Claims, w.ClaimCount, err = s.firstClaimRows(mine, claimDueOrder); err != nil {
		return err
	}
	if w.QueriesToAnswer, w.QueriesToAnswerCount, err = s.firstQueries(ctx, r, models.QueryFilter{ToMe: true, State: models.QueryOpen}); err != nil {
		return err
	}
	if w.QueriesToSettle, w.QueriesToSettleCount, err = s.firstQueries(ctx, r, models.QueryFilter{Mine: true, State: models.QueryAnswered}); err != nil {
		return err
	}
	w.Ruled, err = s.claimsRuledByOthers(ctx, r)
	return err
}
