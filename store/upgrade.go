package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// upgradeAssertions derives again everything that was derived under former rules. Earlier assertions keep
// their words, and signed articles stay signed under their rules. Each article has its own transaction, so an
// interrupted start continues where it stopped.
func (s *Store) upgradeAssertions(ctx context.Context) error {
	for {
		done := false
		err := s.db.Unqueued(ctx).Transaction(func(db *gorm.DB) error {
			t := newTx(db)
			if err := t.loadChain(); err != nil {
				return err
			}
			var a models.Article
			err := queryOne(t.DB, &a, "SELECT * FROM articles WHERE rules < ? ORDER BY id LIMIT 1", models.CurrentRules)
			if isNotFound(err) {
				done = true
				return nil
			}
			if err != nil {
				return err
			}
			if err := t.recordFormatChange(); err != nil {
				return err
			}
			if a.Rules >= models.RulesKeepWords {
				err = t.upgradeProof(a)
			} else {
				err = t.upgradeArticle(a)
			}
			if err != nil {
				return fmt.Errorf("deriving the states of article %d again: %w", a.ID, err)
			}
			return t.saveChain()
		})
		if err != nil || done {
			return err
		}
	}
}

// upgradeArticle upgrades one article to the rules under which assertions keep their words.
func (t *tx) upgradeArticle(a models.Article) error {
	revision := *a.RevisionID
	if err := t.addTitles(a, ""); err != nil {
		return err
	}
	if err := t.writeDependencies(a); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE sentences SET typed = 'r' || (SELECT CASE WHEN t.since_revision_id > 0 AND t.since_revision_id <= sentences.revision_id THEN t.since_revision_id
				ELSE (SELECT min(v.id) FROM revisions v WHERE v.article_id = $1) END FROM tracks t WHERE t.id = sentences.track_id)
			WHERE typed = '' AND revision_id IN (SELECT v.id FROM revisions v WHERE v.article_id = $1)`,
		`UPDATE readings SET depends = coalesce((SELECT s.depends FROM sentences s JOIN articles a ON a.revision_id = s.revision_id WHERE s.track_id = readings.track_id AND a.id = $1), '')
			WHERE depends IS NULL AND track_id IN (SELECT t.id FROM tracks t WHERE t.article_id = $1)`,
		`UPDATE annotations SET depends = coalesce((SELECT s.depends FROM occurrences o JOIN articles a ON a.revision_id = o.revision_id JOIN sentences s ON s.id = o.sentence_id
				WHERE o.claim_id = annotations.claim_id AND a.id = $1 ORDER BY o.event_id IS NOT NULL, o.start_cp LIMIT 1), '')
			WHERE depends IS NULL AND claim_id IN (SELECT c.id FROM claims c WHERE c.article_id = $1)`,
		"UPDATE tracks SET recheck = FALSE WHERE recheck AND article_id = $1 AND NOT EXISTS (SELECT 1 FROM track_origins g WHERE g.track_id = tracks.id)",
	} {
		if _, err := t.exec(statement, a.ID); err != nil {
			return err
		}
	}
	if err := t.addMarkGaps("o.revision_id = $1", revision); err != nil {
		return err
	}
	if err := t.upgradeClaims(a.ID, revision); err != nil {
		return err
	}
	if err := t.makeCurrent(a, revision); err != nil {
		return err
	}
	if err := t.recomputeAuthors(a.ID); err != nil {
		return err
	}
	if err := t.voidCountedOverrides(a); err != nil {
		return err
	}
	return t.recordRulesUpgrade(a)
}

// upgradeProof evaluates an article's evidence again that was last evaluated when a title was enough.
func (t *tx) upgradeProof(a models.Article) error {
	if err := t.recomputeClaimProofs("c.article_id = ?", a.ID); err != nil {
		return err
	}
	return t.recordRulesUpgrade(a)
}

// recordRulesUpgrade records that an article was upgraded to the current rules, with an event if its counters
// changed.
func (t *tx) recordRulesUpgrade(a models.Article) error {
	if _, err := t.exec("UPDATE articles SET rules = $1, changes = changes + 1 WHERE id = $2", models.CurrentRules, a.ID); err != nil {
		return err
	}
	var is models.Article
	if err := queryOne(t.DB, &is, "SELECT * FROM articles WHERE id = ?", a.ID); err != nil {
		return err
	}
	if is.Counts == a.Counts {
		return nil
	}
	return t.recordEvent(event{action: "rules changed", object: "article", id: a.ID, article: a.ID, desk: a.DeskID,
		before: map[string]any{
			"rules":  a.Rules,
			"counts": a.Counts,
		}, after: map[string]any{"rules": models.CurrentRules, "counts": is.Counts}})
}

// upgradeClaims stores the words and the outcome of an article's claims, and derives their status.
func (t *tx) upgradeClaims(articleID, revision int64) error {
	var claims []models.Claim
	if err := t.Where("article_id = ?", articleID).Order("id").Find(&claims).Error; err != nil {
		return err
	}
	for _, claim := range claims {
		words, err := t.loadWords(claim.ID, revision)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		c := claimForUpdate{Claim: claim, RevisionID: revision}
		if err := queryOne(t.DB, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
			return err
		}
		c.Exact, c.Context = words.Exact, words.Context
		if c.Resolution != models.Unresolved {
			row := models.ClaimOutcome{
				ClaimID:    c.ID,
				Resolution: c.Resolution,
				Exact:      c.Exact,
				Context:    c.Context,
				UserID:     c.ResolvedBy,
				At:         c.ChangedAt,
			}
			if c.ResolvedAt != nil {
				row.At = *c.ResolvedAt
			}
			if err := t.queryRow("SELECT coalesce(max(id), 0) FROM annotations WHERE claim_id = $1", []any{c.ID}, &row.AfterID); err != nil {
				return err
			}
			if err := t.Create(&row).Error; err != nil {
				return err
			}
		}
		if c.WithdrawnAt != nil {
			if _, err := t.exec("UPDATE claims SET exact = $1, context = $2 WHERE id = $3", c.Exact, c.Context, c.ID); err != nil {
				return err
			}
			continue
		}
		if err := t.recomputeStatusOnly(c); err != nil {
			return err
		}
	}
	return nil
}

// voidCountedOverrides voids the overrides of an unsigned article that were made for a number of items
// instead of the items themselves.
func (t *tx) voidCountedOverrides(a models.Article) error {
	if a.State == models.Signed {
		return nil
	}
	standing, err := overridesOf(t.DB, "o.article_id = ? AND o.voided_at IS NULL", a.ID)
	if err != nil {
		return err
	}
	for _, o := range standing[a.ID] {
		if len(o.Covers) > 0 {
			continue
		}
		if err := t.voidOverride(0, a.DeskID, o.GateOverride, models.VoidOldRules); err != nil {
			return err
		}
	}
	return nil
}
