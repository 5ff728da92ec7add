package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"linecheck/models"
)

// CreateClaim creates a claim from the selected words.
func (s *Store) CreateClaim(ctx context.Context, r models.Reader, articleID int64, sel models.Selection) (_ models.Location, err error) {
	defer wrap(&err, "create a claim in article %d", articleID)
	kind, risk, err := sel.ParseKindAndRisk()
	if err != nil {
		return models.Location{}, err
	}
	place := models.Location{ArticleID: articleID}
	err = s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, articleID, models.ActCheck)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		occurrence, touched, err := t.locateSelection(a, sel)
		if err != nil {
			place.Ordinal, err = t.locateFormerSelection(r, a, sel, err)
			return err
		}
		place.Ordinal = touched[0].Ordinal
		if place.ClaimID, err = t.findClaimAt(occurrence); err != nil || place.ClaimID != 0 {
			place.AlreadyExists = true
			return err
		}
		place.ClaimID, err = t.createClaimAt(r, a, kind, risk, occurrence, touched, nil)
		return err
	})
	return place, err
}

// findClaimAt returns the claim that already has exactly these words; 0 if there is none. The same words are
// not marked twice.
func (t *tx) findClaimAt(o models.Occurrence) (int64, error) {
	var id int64
	err := t.queryRow(
		`SELECT coalesce(min(c.id), 0)
		FROM occurrences o
		JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE o.revision_id = $1 AND o.start_cp = $2 AND o.end_cp = $3 AND o.placement <> 'lost'`,
		[]any{o.RevisionID, o.Start, o.End},
		&id,
	)
	return id, err
}

// createClaimAt creates a claim, with former if it replaces another one.
func (t *tx) createClaimAt(
	r models.Reader,
	a models.Article,
	kind models.Kind,
	risk models.Risk,
	o models.Occurrence,
	touched []models.Sentence,
	former *int64,
) (int64, error) {
	c, err := t.addClaim(a, kind, risk, r.UserID, models.ClaimWords{Exact: o.Exact, Context: models.SentenceContext(touched)}, former)
	if err != nil {
		return 0, err
	}
	if err := t.addOccurrence(c, &o, touched); err != nil {
		return 0, err
	}
	if err := t.excludeFromMarks(o.ID); err != nil {
		return 0, err
	}
	var delta models.Counts
	delta.AddClaim(models.ClaimStatus{Status: models.Unchecked}, 1)
	if err := t.updateStatesOfNewClaim(c, *a.RevisionID, delta); err != nil {
		return 0, err
	}
	if err := t.touchActivity(a.ID, r.UserID); err != nil {
		return 0, err
	}
	after := map[string]any{"exact": o.Exact, "start": o.Start, "end": o.End, "kind": kind, "risk": risk}
	if former != nil {
		after["former"] = *former
	}
	return c.ID, t.recordEvent(
		event{actor: r.UserID, action: "claim made", object: "claim", id: c.ID, article: a.ID, desk: a.DeskID, after: after},
	)
}

// locateSelection finds the selected words in the article's current revision.
func (t *tx) locateSelection(a models.Article, sel models.Selection) (models.Occurrence, []models.Sentence, error) {
	var revision models.Revision
	if err := queryOne(t.DB, &revision, "SELECT id, number, text FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
		return models.Occurrence{}, nil, err
	}
	if sel.Revision != 0 && sel.Revision != revision.Number {
		return models.Occurrence{}, nil, models.ErrNewRevision
	}
	if sel.Anywhere {
		var err error
		if sel, err = sel.LocateQuote(revision.Text); err != nil {
			return models.Occurrence{}, nil, err
		}
	}
	near := t.Where("start_cp < ? AND end_cp > ?", sel.End, sel.Start) // only these sentences, since a long article has thousands
	if sel.Sentence != 0 {
		near = t.Where("id = ?", sel.Sentence)
	}
	var sentences []models.Sentence
	if err := near.Where("revision_id = ? AND ordinal > 0", revision.ID).Order("ordinal").Find(&sentences).Error; err != nil {
		return models.Occurrence{}, nil, err
	}
	return sel.Locate(revision, sentences)
}

func (t *tx) addClaim(
	a models.Article,
	kind models.Kind,
	risk models.Risk,
	by int64,
	words models.ClaimWords,
	former *int64,
) (models.Claim, error) {
	var number int
	if err := queryOne(t.DB, &number, "SELECT number FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
		return models.Claim{}, err
	}
	c := models.Claim{ArticleID: a.ID, DeskID: a.DeskID, Kind: kind, Risk: risk, Status: models.Unchecked, Resolution: models.Unresolved,
		SinceRevision: number, Version: 1, CreatedBy: nullableID(by), CreatedAt: t.now, ChangedAt: t.now, Exact: words.Exact, Context: words.Context,
		FormerClaimID: former}
	return c, t.Create(&c).Error
}

func (t *tx) addOccurrence(c models.Claim, o *models.Occurrence, touched []models.Sentence) error {
	o.ClaimID = c.ID
	if err := t.Create(o).Error; err != nil {
		return err
	}
	links := make([]models.OccurrenceSentence, len(touched))
	for i, s := range touched {
		links[i] = models.OccurrenceSentence{SentenceID: s.ID, OccurrenceID: o.ID}
	}
	return t.Create(&links).Error
}

// touchActivity records that a user has worked on an article.
func (t *tx) touchActivity(articleID, userID int64) error {
	_, err := t.exec(`INSERT INTO article_people (article_id, user_id, last_at) VALUES ($1, $2, $3)
		ON CONFLICT (article_id, user_id) DO UPDATE SET last_at = excluded.last_at`, articleID, userID, t.now)
	return err
}

// claimForUpdate is a claim with what a change of it needs. Of the claim itself, it has only some columns.
type claimForUpdate struct {
	models.Claim
	Role       models.Role
	RevisionID int64
	Desk       models.Desk      // with its policy
	Placement  models.Placement // in the current revision: moved if any of its occurrences is
}

// loadClaim reads a claim inside a transaction, and checks that the reader may do an action on it now.
func (t *tx) loadClaim(r models.Reader, id int64, act models.Act) (claimForUpdate, error) {
	var c claimForUpdate
	err := t.queryRow(
		`SELECT c.id, c.article_id, c.desk_id, c.kind, c.risk, c.status, c.disagree, c.contested, c.unproved, c.exact, c.context, c.resolution, c.version, c.created_by,
			m.role, a.revision_id, d.id, d.secondaries, d.blind, d.small_desk,
			d.shared_sites, d.proof_rules,
			coalesce((SELECT o.placement FROM occurrences o WHERE o.claim_id = c.id AND o.revision_id = a.revision_id AND o.placement <> 'placed' LIMIT 1), 'placed')
		FROM claims c JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		JOIN desks d ON d.id = c.desk_id JOIN memberships m ON m.desk_id = c.desk_id AND m.user_id = $1
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE c.id = $2 AND c.withdrawn_at IS NULL`,
		[]any{r.UserID, id},
		&c.ID,
		&c.ArticleID,
		&c.DeskID,
		&c.Kind,
		&c.Risk,
		&c.Status,
		&c.Disagree,
		&c.Contested,
		&c.Unproved,
		&c.Exact,
		&c.Context,
		&c.Resolution,
		&c.Version,
		&c.CreatedBy,
		&c.Role,
		&c.RevisionID,
		&c.Desk.ID,
		&c.Desk.Secondaries,
		&c.Desk.Blind,
		&c.Desk.SmallDesk,
		&c.Desk.SharedSites,
		&c.Desk.ProofRules,
		&c.Placement,
	)
	if err != nil {
		return c, err
	}
	return c, checkAllowed(r, c.Role, act)
}

// claimLocationQuery finds the sentences that claim $1 touches in the current revision, in order.
const claimLocationQuery = `SELECT c.article_id, s.ordinal FROM claims c JOIN articles a ON a.id = c.article_id
	JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = a.revision_id JOIN occurrence_sentences os ON os.occurrence_id = o.id
	JOIN sentences s ON s.id = os.sentence_id WHERE c.id = $1 ORDER BY s.ordinal`

// claimLocation returns the first place of a claim in the current revision, and its other sentences.
func (t *tx) claimLocation(claimID int64) (models.Location, error) {
	p := models.Location{ClaimID: claimID}
	err := t.queryEach(claimLocationQuery, []any{claimID}, func(row *sql.Rows) error { return scanLocation(&p, row) })
	if err == nil && p.Ordinal == 0 {
		err = models.ErrNotFound
	}
	return p, err
}

// ClaimLocation returns the place of a claim in the current revision.
func (s *Store) ClaimLocation(ctx context.Context, r models.Reader, claimID int64) (_ models.Location, err error) {
	defer wrap(&err, "find the place of claim %d", claimID)
	return s.claimLocation(ctx, r, claimID)
}

// DeskToCheckClaim returns the desk of a claim that the reader may check.
func (s *Store) DeskToCheckClaim(ctx context.Context, r models.Reader, claimID int64) (desk int64, err error) {
	defer wrap(&err, "find the desk of claim %d", claimID)
	place, err := s.claimLocation(ctx, r, claimID)
	if err != nil {
		return 0, err
	}
	var a models.Article
	if err := queryOne(s.readDB(ctx), &a, "SELECT desk_id FROM articles WHERE id = ?", place.ArticleID); err != nil {
		return 0, err
	}
	if !r.IsAllowed(models.ActCheck, a.DeskID) {
		return 0, models.ErrForbidden
	}
	return a.DeskID, nil
}

// claimLocation is ClaimLocation for other methods, which wrap its errors as their own.
func (s *Store) claimLocation(ctx context.Context, r models.Reader, claimID int64) (models.Location, error) {
	p := models.Location{ClaimID: claimID}
	rows, err := s.queryFast(ctx, claimLocationQuery, claimID)
	if err != nil {
		return p, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scanLocation(&p, rows); err != nil {
			return p, err
		}
	}
	if err := rows.Err(); err != nil || p.Ordinal == 0 {
		return p, cmp.Or(err, models.ErrNotFound)
	}
	_, err = s.visibleVersion(ctx, r, p.ArticleID)
	return p, err
}

// scanLocation scans one row of claimLocationQuery into a location.
func scanLocation(p *models.Location, row *sql.Rows) error {
	var n int
	err := row.Scan(&p.ArticleID, &n)
	switch {
	case p.Ordinal == 0:
		p.Ordinal = n
	case n != p.Ordinal && !slices.Contains(p.OtherOrdinals, n):
		p.OtherOrdinals = append(p.OtherOrdinals, n)
	}
	return err
}

// WithdrawClaim withdraws a claim on which nobody else has worked. Its maker or an editor may do so, and
// every checker for a lost claim.
func (s *Store) WithdrawClaim(ctx context.Context, r models.Reader, id int64) (_ models.Location, err error) {
	defer wrap(&err, "withdraw claim %d", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, id, models.ActCheck)
		if err != nil {
			return err
		}
		place, err = t.withdrawClaim(r, c)
		return err
	})
	place.ClaimID = 0
	return place, err
}

func (t *tx) withdrawClaim(r models.Reader, c claimForUpdate) (models.Location, error) {
	place, err := t.claimLocation(c.ID)
	if err != nil {
		return place, err
	}
	if err := t.mayWithdraw(r, c); err != nil {
		return place, err
	}
	if err := t.Exec("UPDATE claims SET withdrawn_at = ?, withdrawn_by = ?, version = version + 1 WHERE id = ?", t.now, r.UserID, c.ID).Error; err != nil {
		return place, err
	}
	var delta models.Counts
	delta.AddClaim(models.ClaimStatus{Status: c.Status, Disagree: c.Disagree}, -1)
	if err := t.updateStatesSkippingOpen(c.Claim, c.RevisionID, delta); err != nil {
		return place, err
	}
	if c.Unproved {
		if err := t.addUnprovedCount(c.ArticleID, -1); err != nil {
			return place, err
		}
	}
	if err := t.touchActivity(c.ArticleID, r.UserID); err != nil {
		return place, err
	}
	action := "claim withdrawn"
	if c.Placement == models.Lost {
		action = "claim retired"
	}
	return place, t.recordEvent(event{actor: r.UserID, action: action, object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID})
}

// mayWithdraw refuses to withdraw a claim on which others have worked.
func (t *tx) mayWithdraw(r models.Reader, c claimForUpdate) error {
	if others, err := t.hasOthersWork(r, c); err != nil {
		return err
	} else if others {
		if c.Placement == models.Lost {
			return models.NewFieldError("claim", "Somebody else has tagged this claim, asked about it or given evidence for it, so it stays. "+
				"Place it on the same words, or ask an editor to end it as “cut”, with a reason.")
		}
		return models.NewFieldError("claim", "Somebody else has tagged this claim, asked about it or given evidence for it, so it stays. "+
			"Give your own verdict, or ask an editor to decide how the claim ends.")
	}
	if c.Role.Allows(models.ActRule) || c.Placement == models.Lost { // nobody else made an assertion about lost words
		return nil
	}
	if c.CreatedBy == nil || *c.CreatedBy != r.UserID {
		return fmt.Errorf("%w: only who made a claim, or an editor, can withdraw it", models.ErrForbidden)
	}
	return t.mayWithdrawRelabelled(r, c)
}

// mayWithdrawRelabelled refuses that a reviewer withdraws a claim that the desk asks more of because of the kind or risk that somebody else
// set. Marked again, it would have another.
func (t *tx) mayWithdrawRelabelled(r models.Reader, c claimForUpdate) error {
	if c.Desk.CheckRelabel(c.Claim, models.Claim{}, c.Role) == nil {
		return nil
	}
	var others bool
	err := t.queryRow(`SELECT EXISTS (
			SELECT 1
			FROM events
			WHERE object = 'claim' AND object_id = $1 AND action = 'claim edited' AND coalesce(actor_id, 0) <> $2
		)`, []any{c.ID, r.UserID}, &others)
	if err != nil || !others {
		return err
	}
	return models.NewFieldError("claim", "Somebody else set this claim's kind or risk, and this desk requires more for such a claim. "+
		"An editor can withdraw it.")
}

// hasOthersWork reports whether somebody else gave a verdict, evidence, an outcome, a correction or a query
// on a claim, or decided on a correction of it. An accepted correction that is not in the text belongs to the
// desk, so it always counts.
func (t *tx) hasOthersWork(r models.Reader, c claimForUpdate) (bool, error) {
	var others bool
	err := t.queryRow(`SELECT EXISTS (SELECT 1 FROM annotations WHERE claim_id = $1 AND reviewer_id <> $2 AND withdrawn_at IS NULL)
		OR EXISTS (SELECT 1 FROM evidence WHERE claim_id = $1 AND coalesce(created_by, 0) <> $2 AND withdrawn_at IS NULL)
		OR EXISTS (SELECT 1 FROM outcomes WHERE claim_id = $1 AND coalesce(user_id, 0) <> $2)
		OR EXISTS (SELECT 1 FROM corrections WHERE claim_id = $1
			AND (proposed_by <> $2 OR coalesce(accepted_by, $2) <> $2 OR coalesce(decided_by, $2) <> $2 OR state = 'accepted'))
		OR EXISTS (SELECT 1 FROM queries q JOIN messages m ON m.query_id = q.id WHERE q.claim_id = $1 AND m.author_id <> $2)`, []any{c.ID, r.UserID}, &others)
	return others, err
}

// isNotFound reports whether an error is ErrNotFound.
func isNotFound(err error) bool { return errors.Is(err, models.ErrNotFound) }
