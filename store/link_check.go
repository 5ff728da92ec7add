package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// Links lists the addresses that live evidence of a desk cites. Those of confidential sources are left out
// for every reader, so they are never opened.
func (s *Store) Links(ctx context.Context, r models.Reader, deskID int64) (_ models.LinkList, err error) {
	defer wrap(&err, "list the links of desk %d", deskID)
	return s.linkList(ctx, r, deskID)
}

// linkList is Links for other methods, which wrap its errors as their own.
func (s *Store) linkList(ctx context.Context, r models.Reader, deskID int64) (models.LinkList, error) {
	var list models.LinkList
	if !r.IsAllowed(models.ActCheck, deskID) {
		if _, member := r.Role(deskID); member {
			return list, models.ErrForbidden
		}
		return list, models.ErrNotFound
	}
	err := s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &list.Desk, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
			return err
		}
		var err error
		list.Sources, err = linkedSources(db, r, deskID)
		return err
	})
	slices.SortStableFunc(list.Sources, func(a, b models.LinkedSource) int { return b.Urgency() - a.Urgency() })
	if beyond := len(list.Sources) - models.MaxLinks; beyond > 0 {
		list.Sources, list.More = list.Sources[:models.MaxLinks], beyond
	}
	return list, err
}

// linkedSources reads the sources with live evidence, their quotes and their last check.
func linkedSources(db *gorm.DB, r models.Reader, deskID int64) ([]models.LinkedSource, error) {
	var rows []struct {
		models.Source `gorm:"embedded"`
		EvidenceID    int64
		Quote         string
	}
	err := db.Raw(`SELECT s.*, e.id AS evidence_id, e.quote FROM sources s JOIN `+blindViewFor(r).evidence()+` AS e ON e.source_id = s.id AND e.withdrawn_at IS NULL
		JOIN claims c ON c.id = e.claim_id AND c.withdrawn_at IS NULL JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		WHERE s.desk_id = ? AND s.url <> '' AND NOT s.confidential ORDER BY s.id, e.id`, deskID).
		Scan(&rows).
		Error
	if err != nil {
		return nil, err
	}
	var list []models.LinkedSource
	for _, row := range rows {
		if n := len(list); n == 0 || list[n-1].ID != row.ID {
			list = append(list, models.LinkedSource{Source: row.Source, Quotes: map[int64]string{}})
		}
		if row.Quote != "" {
			list[len(list)-1].Quotes[row.EvidenceID] = row.Quote
		}
	}
	var checks []models.LinkCheck
	err = db.Raw(`SELECT * FROM link_checks WHERE id IN (SELECT max(k.id) FROM link_checks k JOIN sources s ON s.id = k.source_id WHERE s.desk_id = ? GROUP BY k.source_id)`,
		deskID).
		Scan(&checks).
		Error
	last := map[int64]*models.LinkCheck{}
	for i := range checks {
		last[checks[i].SourceID] = &checks[i]
	}
	for i := range list {
		list[i].Last = last[list[i].ID]
	}
	return list, err
}

// LinksToCheck returns up to most addresses of a desk that allows fetching, those with the oldest check
// first.
func (s *Store) LinksToCheck(ctx context.Context, r models.Reader, deskID int64, most int) (_ []models.LinkedSource, err error) {
	defer wrap(&err, "list the links to check of desk %d", deskID)
	list, err := s.linkList(ctx, r, deskID)
	switch {
	case err != nil:
		return nil, err
	case !list.Desk.Fetches:
		return nil, fetchingDisabled()
	}
	slices.SortStableFunc(list.Sources, func(a, b models.LinkedSource) int { return a.LastCheckedAt().Compare(b.LastCheckedAt()) })
	return list.Sources[:min(len(list.Sources), most)], nil
}

// fetchingDisabled returns the error for a desk that does not allow fetching.
func fetchingDisabled() error {
	return models.NewFieldError("address", "No addresses are opened for this desk. Its administrator can allow that on the page of desks.")
}

// MayFetch returns an error if a reader may not do an action at a desk, or if the desk does not allow
// fetching.
func (s *Store) MayFetch(ctx context.Context, r models.Reader, act models.Act, deskID int64) (err error) {
	defer wrap(&err, "ask whether web pages may be fetched for desk %d", deskID)
	if !r.IsAllowed(act, deskID) {
		if _, member := r.Role(deskID); member {
			return models.ErrForbidden
		}
		return models.ErrNotFound
	}
	var desk models.Desk
	if err := queryOne(s.readDB(ctx), &desk, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
		return err
	}
	if !desk.Fetches {
		return fetchingDisabled()
	}
	return nil
}

// SaveLinkChecks stores the results of checking several addresses of a desk.
func (s *Store) SaveLinkChecks(ctx context.Context, r models.Reader, deskID int64, checks []models.LinkCheck) (err error) {
	defer wrap(&err, "save the link checks of desk %d", deskID)
	return s.writeTx(ctx, func(t *tx) error {
		role, err := t.loadRole(r, deskID)
		if err != nil {
			return err
		}
		if err := checkAllowed(r, role, models.ActCheck); err != nil {
			return err
		}
		outcomes, missing := map[models.LinkOutcome]int{}, 0
		rows := make([]models.LinkCheck, len(checks))
		for i, k := range checks {
			if err := t.queryRow("SELECT id FROM sources WHERE id = $1 AND desk_id = $2", []any{k.SourceID, deskID}, new(int64)); err != nil {
				return err
			}
			k.ID, k.CheckedBy, k.CheckedAt = 0, r.UserID, t.now
			rows[i] = k
			outcomes[k.Outcome]++
			missing += len(k.Missing)
		}
		if err := addRows(t, rows); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "links checked", object: "desk", id: deskID, desk: deskID,
			after: map[string]any{"outcomes": outcomes, "quotes missing": missing}})
	})
}
