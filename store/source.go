package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text/web"
)

// resolveSource returns the chosen source, an equal one of the desk, or a new one. Equal sources have the same kind, title, publisher and
// address. A confidential source is reused only if the user chose it.
func (t *tx) resolveSource(r models.Reader, c claimForUpdate, g evidenceInput) (models.Source, error) {
	s := g.source
	if s.ID != 0 {
		return t.chosenSource(r, c, g)
	}
	s.DeskID, s.CreatedBy, s.CreatedAt = c.DeskID, nullableID(r.UserID), t.now
	return t.findSameSource(s)
}

// findSameSource returns the desk's equal source, or creates a new one.
func (t *tx) findSameSource(s models.Source) (models.Source, error) {
	if !s.Confidential {
		var known models.Source
		err := queryOne(
			t.DB,
			&known,
			`SELECT * FROM sources WHERE desk_id = ? AND address = ? AND title = ? AND url = ? AND publisher = ? AND copied_from = ?
				AND kind = ? AND contact = ?
			AND NOT confidential ORDER BY id LIMIT 1`,
			s.DeskID,
			web.NormalizeAddress(s.URL),
			s.Title,
			s.URL,
			s.Publisher,
			s.From,
			s.Kind,
			s.Contact,
		)
		if err == nil && !known.OnServer && t.server.Owns(s.URL) {
			known.OnServer = true
			_, err = t.exec("UPDATE sources SET on_server = TRUE WHERE id = $1", known.ID)
		}
		if !isNotFound(err) {
			return known, err
		}
	}
	if err := t.Create(&s).Error; err != nil {
		return s, fmt.Errorf("writing the source: %w", err)
	}
	return s, t.indexSource(s)
}

// chosenSource reads a source of the desk by its id, if the reader may see it.
func (t *tx) chosenSource(r models.Reader, c claimForUpdate, g evidenceInput) (models.Source, error) {
	var s models.Source
	err := queryOne(t.DB, &s, "SELECT x.* FROM "+blindViewFor(r).sources()+" AS x WHERE x.id = ? AND x.desk_id = ?",
		g.source.ID, c.DeskID)
	if isNotFound(err) ||
		err == nil && s.Confidential && !c.Role.Allows(models.ActRule) && (s.CreatedBy == nil || *s.CreatedBy != r.UserID) {
		return s, models.NewFieldError(g.fieldPrefix()+"source", models.NoSuchSource)
	}
	if err != nil {
		return s, err
	}
	return s, models.CheckLocator(g.fieldPrefix()+"locator", s.Kind, g.evidence.Locator)
}

// indexSource stores a source's search words and its normalized address.
func (t *tx) indexSource(s models.Source) error {
	_, err := t.exec(
		"UPDATE sources SET address = $1, on_server = $2 WHERE id = $3",
		web.NormalizeAddress(s.URL),
		t.server.Owns(s.URL),
		s.ID,
	)
	if err != nil {
		return err
	}
	for _, word := range s.Words() {
		if _, err := t.exec("INSERT INTO source_words (desk_id, word, source_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", s.DeskID, word, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// indexSources indexes the sources that are older than the index.
func (s *Store) indexSources(ctx context.Context) error {
	for {
		var found []models.Source
		if err := s.readDB(ctx).Where("address IS NULL").Order("id").Limit(exportBatchRows).Find(&found).Error; err != nil ||
			len(found) == 0 {
			return err
		}
		err := s.writeTx(ctx, func(t *tx) error {
			for _, source := range found {
				if err := t.indexSource(source); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("listing the sources: %w", err)
		}
	}
}

// MarkServerSources marks older sources whose addresses belong to this server, and evaluates the claims that cite them again.
func (s *Store) MarkServerSources(ctx context.Context, server web.Server) (err error) {
	defer wrap(&err, "mark the sources whose addresses lead to this program")
	var sources []models.Source
	err = s.readDB(ctx).Select("id", "desk_id", "url").Where("url <> '' AND NOT on_server").Find(&sources).Error
	if err != nil {
		return err
	}
	sources = slices.DeleteFunc(sources, func(source models.Source) bool { return !server.Owns(source.URL) })
	if len(sources) == 0 {
		return nil
	}
	return s.writeTx(ctx, func(t *tx) error {
		var desks []int64
		for _, source := range sources {
			if _, err := t.exec("UPDATE sources SET on_server = TRUE WHERE id = $1", source.ID); err != nil {
				return err
			}
			if !slices.Contains(desks, source.DeskID) {
				desks = append(desks, source.DeskID)
			}
		}
		for _, desk := range desks {
			if err := t.recomputeProofs(desk); err != nil {
				return err
			}
		}
		return nil
	})
}

// These constants limit the sources that a search scans. It scans the matches of the longest word or, if there are too many, the desk's
// newest sources.
const (
	maxWordMatches   = 2_000
	maxNewestSources = 20_000
)

// Sources finds the sources of a desk with words that begin with the typed ones, newest first; without words,
// the newest. It leaves out confidential sources that the reader may not see.
func (s *Store) Sources(ctx context.Context, r models.Reader, deskID int64, typed string) (_ []models.VisibleSource, err error) {
	defer wrap(&err, "list the sources of desk %d", deskID)
	role, member := r.Role(deskID)
	if !member {
		return nil, models.ErrNotFound
	}
	q := s.readDB(ctx).Table(blindViewFor(r).sources()+" AS x").Where("x.desk_id = ?", deskID)
	if !role.Allows(models.ActRule) {
		q = q.Where("(NOT x.confidential OR x.created_by = ?)", r.UserID)
	}
	q, err = s.whereWords(ctx, q, deskID, models.SearchWords(typed))
	if err != nil {
		return nil, err
	}
	var found []models.Source
	if err := q.Order("x.id DESC").Limit(models.MaxSourceResults).Find(&found).Error; err != nil {
		return nil, err
	}
	seen := make([]models.VisibleSource, len(found))
	for i, source := range found {
		seen[i] = source.VisibleTo(r)
	}
	return seen, nil
}

// whereWords limits sources (as x) to those with all the words. If the longest word has few matches, those
// are read; otherwise the newest sources are scanned, which soon finds enough.
func (s *Store) whereWords(ctx context.Context, q *gorm.DB, deskID int64, words []string) (*gorm.DB, error) {
	if len(words) == 0 {
		return q, nil
	}
	longest := slices.MaxFunc(words, func(a, b string) int { return len(a) - len(b) })
	var few []int64
	err := s.readDB(ctx).
		Raw("SELECT source_id FROM source_words WHERE desk_id = ? AND word >= ? AND word < ? LIMIT ?", deskID, longest, longest+lastRune, maxWordMatches).
		Scan(&few).
		Error
	if err != nil {
		return nil, err
	}
	if len(few) < maxWordMatches {
		q = q.Where("x.id IN ?", append(few, 0)) // IN () is invalid SQL
	} else {
		q = q.Where("x.id > coalesce((SELECT id FROM sources WHERE desk_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?), 0)", deskID, maxNewestSources)
	}
	for _, w := range words {
		q = q.Where(
			"EXISTS (SELECT 1 FROM source_words w WHERE w.desk_id = x.desk_id AND w.source_id = x.id AND w.word >= ? AND w.word < ?)",
			w,
			w+lastRune,
		)
	}
	return q, nil
}

// lastRune sorts after every letter: a range from a word to the word with lastRune contains everything that
// begins with the word.
const lastRune = "\U0010FFFF"

// ownAddresses returns the addresses that are never evidence for an article: its own, those of its copies,
// and those of the desk's articles that cite it, directly or indirectly.
func ownAddresses(db *gorm.DB, articleID, deskID int64) ([]string, error) {
	var own []string
	err := db.Raw(`WITH RECURSIVE resting (article_id) AS (
			SELECT article_id FROM article_addresses WHERE article_id = ?
			UNION
			SELECT c.article_id FROM resting r JOIN article_addresses x ON x.article_id = r.article_id
				JOIN sources s ON s.desk_id = ? AND s.address = x.address
				JOIN evidence e ON e.source_id = s.id AND e.withdrawn_at IS NULL JOIN claims c ON c.id = e.claim_id AND c.withdrawn_at IS NULL)
		SELECT DISTINCT x.address FROM resting r JOIN article_addresses x ON x.article_id = r.article_id`, articleID, deskID).Scan(&own).Error
	return own, err
}

// setAddresses sets an article's own addresses and those of its copies. It returns an error if a sourced claim of the article cites one
// of them, or an article that cites it, because the verdict would lose its evidence.
func (t *tx) setAddresses(r models.Reader, a models.Article, url, copies string, own []string) error {
	if url == a.URL && copies == a.Copies {
		return nil
	}
	if _, err := t.exec("DELETE FROM article_addresses WHERE article_id = $1", a.ID); err != nil {
		return err
	}
	for _, address := range own {
		if _, err := t.exec("INSERT INTO article_addresses (article_id, address) VALUES ($1, $2)", a.ID, address); err != nil {
			return err
		}
	}
	barred, err := ownAddresses(t.DB, a.ID, a.DeskID) // includes the addresses of the articles that cite it, read again after the change
	if err != nil {
		return err
	}
	var resting []int64
	err = t.Raw(`SELECT DISTINCT e.claim_id FROM sources s JOIN evidence e ON e.source_id = s.id AND e.withdrawn_at IS NULL
		JOIN claims c ON c.id = e.claim_id AND c.withdrawn_at IS NULL
		WHERE s.desk_id = ? AND s.address IN ? AND c.article_id = ?`, a.DeskID, barred, a.ID).Scan(&resting).Error
	if err != nil {
		return err
	}
	for _, id := range resting {
		err := t.withClaim(r, id, t.checkStillProved)
		if models.IsValidationError(err) {
			return models.ValidationErrors{
				{
					Field:  "url",
					Detail: "Somebody calls a claim of this article sourced on one of these addresses; that verdict has to be withdrawn first.",
				},
			}
		}
		if err != nil {
			return err
		}
	}
	_, err = t.exec("UPDATE articles SET url = $1, copies = $2 WHERE id = $3", strings.TrimSpace(url), copies, a.ID)
	return err
}

// withClaim loads a claim and runs a check of it.
func (t *tx) withClaim(r models.Reader, claimID int64, do func(claimForUpdate) error) error {
	c, err := t.loadClaim(r, claimID, models.ActArrange)
	if err != nil {
		return err
	}
	return do(c)
}
