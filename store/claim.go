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

// CreateClaim makes a claim of the selected words.
func (s *Store) CreateClaim(ctx context.Context, r models.Reader, articleID int64, sel models.Selection) (_ models.Place, err error) {
	defer wrap(&err, "create a claim in article %d", articleID)
	kind, risk, err := sel.Sort()
	if err != nil {
		return models.Place{}, err
	}
	place := models.Place{ArticleID: articleID}
	err = s.change(ctx, func(t *tx) error {
		a, err := t.article(r, articleID, models.ActCheck)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		occurrence, touched, err := t.placed(a, sel)
		if err != nil {
			place.Ordinal, err = t.placeOfFormer(r, a, sel, err)
			return err
		}
		c, err := t.addClaim(a, kind, risk, r.UserID)
		if err != nil {
			return err
		}
		if err := t.addOccurrence(c, &occurrence, touched); err != nil {
			return err
		}
		place.ClaimID, place.Ordinal = c.ID, touched[0].Ordinal
		var delta models.Counts
		delta.AddClaim(models.Standing{Status: models.Unchecked}, 1)
		if err := t.settle(c, *a.RevisionID, delta); err != nil {
			return err
		}
		if err := t.worked(articleID, r.UserID); err != nil {
			return err
		}
		return t.record(event{actor: r.UserID, action: "claim made", object: "claim", id: c.ID, article: articleID, desk: a.DeskID,
			after: map[string]any{"exact": occurrence.Exact, "start": occurrence.Start, "end": occurrence.End, "kind": kind, "risk": risk}})
	})
	return place, err
}

// placed finds the selected words in the article's current revision.
func (t *tx) placed(a models.Article, sel models.Selection) (models.Occurrence, []models.Sentence, error) {
	var revision models.Revision
	if err := one(t.DB, &revision, "SELECT id, number, text FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
		return models.Occurrence{}, nil, err
	}
	if sel.Revision != 0 && sel.Revision != revision.Number {
		return models.Occurrence{}, nil, models.ErrRevised
	}
	if sel.Anywhere {
		var err error
		if sel, err = sel.Find(revision.Text); err != nil {
			return models.Occurrence{}, nil, err
		}
	}
	near := t.Where("start_cp < ? AND end_cp > ?", sel.End, sel.Start) // a long article has thousands: only those that are meant
	if sel.Sentence != 0 {
		near = t.Where("id = ?", sel.Sentence)
	}
	var sentences []models.Sentence
	if err := near.Where("revision_id = ?", revision.ID).Order("ordinal").Find(&sentences).Error; err != nil {
		return models.Occurrence{}, nil, err
	}
	return sel.Place(revision, sentences)
}

func (t *tx) addClaim(a models.Article, kind models.Kind, risk models.Risk, by int64) (models.Claim, error) {
	var number int
	if err := one(t.DB, &number, "SELECT number FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
		return models.Claim{}, err
	}
	c := models.Claim{ArticleID: a.ID, DeskID: a.DeskID, Kind: kind, Risk: risk, Status: models.Unchecked, Resolution: models.Unresolved,
		SinceRevision: number, Version: 1, CreatedBy: ref(by), CreatedAt: t.now, ChangedAt: t.now}
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

// worked notes that a person has done something on an article.
func (t *tx) worked(articleID, userID int64) error {
	_, err := t.exec(`INSERT INTO article_people (article_id, user_id, last_at) VALUES ($1, $2, $3)
		ON CONFLICT (article_id, user_id) DO UPDATE SET last_at = excluded.last_at`, articleID, userID, t.now)
	return err
}

// heldClaim is a claim with what a change of it needs to know. Of the claim it holds what such a change may ask for.
type heldClaim struct {
	models.Claim
	Role        models.Role
	RevisionID  int64
	Secondaries int
	Placement   models.Placement // in the current revision: moved where any of its occurrences is
}

// claim finds, inside a transaction, a claim on which the reader may do something now.
func (t *tx) claim(r models.Reader, id int64, act models.Act) (heldClaim, error) {
	var c heldClaim
	err := t.row(`SELECT c.id, c.article_id, c.desk_id, c.status, c.disagree, c.resolution, c.since_revision, c.version, c.created_by,
			m.role, a.revision_id, d.secondaries,
			coalesce((SELECT o.placement FROM occurrences o WHERE o.claim_id = c.id AND o.revision_id = a.revision_id AND o.placement <> 'placed' LIMIT 1), 'placed')
		FROM claims c JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		JOIN desks d ON d.id = c.desk_id JOIN memberships m ON m.desk_id = c.desk_id AND m.user_id = $1
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE c.id = $2 AND c.withdrawn_at IS NULL`, []any{r.UserID, id},
		&c.ID, &c.ArticleID, &c.DeskID, &c.Status, &c.Disagree, &c.Resolution, &c.SinceRevision, &c.Version, &c.CreatedBy,
		&c.Role, &c.RevisionID, &c.Secondaries, &c.Placement)
	if err != nil {
		return c, err
	}
	return c, allowed(r, c.Role, act)
}

// touched is a sentence that a claim touches, joined with one of the claims in it.
type touched struct {
	TrackID    int64
	Ordinal    int
	State      models.SentenceState
	Recheck    bool
	Read       bool
	Twice      bool // as it is kept: two people have looked at it
	IsTwice    bool // as it is
	ClaimID    *int64
	Status     models.Status
	Disagree   bool
	Resolution models.Resolution
}

// Each table is joined for itself: SQLite builds a join in brackets whole, of every claim there is, before it looks at one sentence.
const touchedQuery = `SELECT t.id AS track_id, s.ordinal, t.state, t.recheck,
		EXISTS (SELECT 1 FROM readings x WHERE x.track_id = t.id AND x.withdrawn_at IS NULL AND x.revision_id >= t.since_revision_id) AS read,
		t.twice, ` + isTwice + ` AS is_twice,
		c.id AS claim_id, c.status, c.disagree, c.resolution
	FROM sentences s JOIN tracks t ON t.id = s.track_id
		LEFT JOIN occurrence_sentences os ON os.sentence_id = s.id
		LEFT JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
		LEFT JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
	WHERE s.id IN (%s) ORDER BY s.ordinal`

// settle derives anew the state of every sentence that a claim touches, and moves the counters by that and by delta.
func (t *tx) settle(c models.Claim, revisionID int64, delta models.Counts) error {
	rows, err := t.touched(touchedByClaim, c.ID, revisionID)
	if err != nil {
		return fmt.Errorf("finding the sentences: %w", err)
	}
	return t.restate(c.ArticleID, c.DeskID, rows, delta)
}

// touchedByClaim finds the sentences that claim $1 touches in revision $2.
var touchedByClaim = fmt.Sprintf(touchedQuery, `SELECT os.sentence_id FROM occurrences o JOIN occurrence_sentences os ON os.occurrence_id = o.id
	WHERE o.claim_id = $1 AND o.revision_id = $2`)

// touched reads the rows of sentences for restate.
func (t *tx) touched(query string, args ...any) ([]touched, error) {
	var list []touched
	err := t.rows(query, args, func(rows *sql.Rows) error {
		var x touched
		var status, resolution *string
		var disagree *bool
		err := rows.Scan(&x.TrackID, &x.Ordinal, &x.State, &x.Recheck, &x.Read, &x.Twice, &x.IsTwice, &x.ClaimID, &status, &disagree, &resolution)
		if err == nil && x.ClaimID != nil {
			x.Status, x.Disagree, x.Resolution = models.Status(*status), *disagree, models.Resolution(*resolution)
		}
		list = append(list, x)
		return err
	})
	return list, err
}

// restate writes the states that follow from the rows, and moves the counters by their changes and by delta.
func (t *tx) restate(articleID, deskID int64, rows []touched, delta models.Counts) error {
	if err := t.retwice(articleID, rows); err != nil {
		return err
	}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].TrackID == rows[0].TrackID {
			n++
		}
		was, is := rows[0].State, stateOf(rows[:n])
		if was != is {
			if _, err := t.exec("UPDATE tracks SET state = $1 WHERE id = $2", is, rows[0].TrackID); err != nil {
				return err
			}
			delta.AddSentence(was, -1)
			delta.AddSentence(is, 1)
		}
		rows = rows[n:]
	}
	if err := t.addArticleCounts(articleID, delta); err != nil {
		return err
	}
	return t.addDeskCounts(deskID, 0, delta)
}

// stateOf derives one sentence's state from its rows, one a claim.
func stateOf(rows []touched) models.SentenceState {
	var open []bool
	for _, row := range rows {
		if row.ClaimID != nil {
			open = append(open, models.ClaimOpen(models.Standing{Status: row.Status, Disagree: row.Disagree}, row.Resolution))
		}
	}
	return models.StateOf(rows[0].Recheck, rows[0].Read, open)
}

// placeQuery finds the sentences that claim $1 touches in the current revision, in order.
const placeQuery = `SELECT c.article_id, s.ordinal FROM claims c JOIN articles a ON a.id = c.article_id
	JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = a.revision_id JOIN occurrence_sentences os ON os.occurrence_id = o.id
	JOIN sentences s ON s.id = os.sentence_id WHERE c.id = $1 ORDER BY s.ordinal`

// place is where a claim first stands in the current revision, and where else.
func (t *tx) place(claimID int64) (models.Place, error) {
	p := models.Place{ClaimID: claimID}
	err := t.rows(placeQuery, []any{claimID}, func(row *sql.Rows) error { return stand(&p, row) })
	if err == nil && p.Ordinal == 0 {
		err = models.ErrNotFound
	}
	return p, err
}

// ClaimPlace is where a claim stands in the current revision.
func (s *Store) ClaimPlace(ctx context.Context, r models.Reader, claimID int64) (_ models.Place, err error) {
	defer wrap(&err, "find the place of claim %d", claimID)
	return s.claimPlace(ctx, r, claimID)
}

// claimPlace is ClaimPlace for other methods, which wrap its errors as their own.
func (s *Store) claimPlace(ctx context.Context, r models.Reader, claimID int64) (models.Place, error) {
	p := models.Place{ClaimID: claimID}
	rows, err := s.quick(ctx, placeQuery, claimID)
	if err != nil {
		return p, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := stand(&p, rows); err != nil {
			return p, err
		}
	}
	if err := rows.Err(); err != nil || p.Ordinal == 0 {
		return p, cmp.Or(err, models.ErrNotFound)
	}
	_, err = s.visibleStamp(ctx, r, p.ArticleID)
	return p, err
}

// stand reads one sentence of placeQuery into a place.
func stand(p *models.Place, row *sql.Rows) error {
	var n int
	err := row.Scan(&p.ArticleID, &n)
	switch {
	case p.Ordinal == 0:
		p.Ordinal = n
	case n != p.Ordinal && !slices.Contains(p.Also, n):
		p.Also = append(p.Also, n)
	}
	return err
}

// WithdrawClaim takes a claim back: its maker while nobody else has annotated it, or an editor.
func (s *Store) WithdrawClaim(ctx context.Context, r models.Reader, id int64) (_ models.Place, err error) {
	defer wrap(&err, "withdraw claim %d", id)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		c, err := t.claim(r, id, models.ActCheck)
		if err != nil {
			return err
		}
		place, err = t.withdrawClaim(r, c)
		return err
	})
	place.ClaimID = 0
	return place, err
}

func (t *tx) withdrawClaim(r models.Reader, c heldClaim) (models.Place, error) {
	place, err := t.place(c.ID)
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
	delta.AddClaim(models.Standing{Status: c.Status, Disagree: c.Disagree}, -1)
	if err := t.settle(c.Claim, c.RevisionID, delta); err != nil {
		return place, err
	}
	if err := t.worked(c.ArticleID, r.UserID); err != nil {
		return place, err
	}
	action := "claim withdrawn"
	if c.Placement == models.Lost {
		action = "claim retired"
	}
	return place, t.record(event{actor: r.UserID, action: action, object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID})
}

// mayWithdraw refuses to take away what others have worked on.
func (t *tx) mayWithdraw(r models.Reader, c heldClaim) error {
	if c.Role.May(models.ActRule) || c.Placement == models.Lost { // its words are gone: whoever checks says so
		return nil
	}
	if c.CreatedBy == nil || *c.CreatedBy != r.UserID {
		return fmt.Errorf("%w: only who made a claim, or an editor, can withdraw it", models.ErrForbidden)
	}
	var others int
	err := t.Raw("SELECT count(*) FROM annotations WHERE claim_id = ? AND reviewer_id <> ? AND withdrawn_at IS NULL", c.ID, r.UserID).Scan(&others).Error
	if err == nil && others > 0 {
		err = models.Invalid{{Field: "claim", Detail: "Somebody else has tagged this claim; only an editor can withdraw it now."}}
	}
	return err
}

// isNotFound reports whether an error means that nothing is there to be seen.
func isNotFound(err error) bool { return errors.Is(err, models.ErrNotFound) }
