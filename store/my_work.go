package store

import (
	"context"
	"slices"

	"linecheck/models"
)

// given adds what the reader is asked to do: articles and claims that are assigned to them, queries that are put to them, and their own
// queries that are answered and wait for them to settle.
func (s *Store) given(ctx context.Context, r models.Reader, w *models.Work) error {
	var err error
	if w.Assigned, w.AssignedN, err = s.assignedArticles(ctx, r); err != nil {
		return err
	}
	w.Articles = slices.DeleteFunc(w.Articles, func(a models.ArticleRow) bool { // each article stands in one list
		return slices.ContainsFunc(w.Assigned, func(b models.ArticleRow) bool { return a.ID == b.ID })
	})
	mine := s.matching(ctx, r, models.Filter{Assignee: r.UserID, Open: true})
	if w.Claims, w.ClaimsN, err = s.firstRows(mine, claimOrder); err != nil {
		return err
	}
	if w.Asked, w.AskedN, err = s.firstQueries(ctx, r, models.QueryFilter{ToMe: true, State: models.QueryOpen}); err != nil {
		return err
	}
	if w.Answered, w.AnsweredN, err = s.firstQueries(ctx, r, models.QueryFilter{Mine: true, State: models.QueryAnswered}); err != nil {
		return err
	}
	w.Ruled, err = s.ruled(ctx, r)
	return err
}
