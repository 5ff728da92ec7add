package store

import (
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// compareWords checks that every claim stores its words in the current text and, if its place is certain,
// those of its sentences, because verdicts count by them.
func compareWords(db *gorm.DB, v *models.Verification) error {
	var claim, last, occurrence int64
	var kept, is models.ClaimWords
	var in []models.Sentence
	end := func() {
		if is.Context = models.SentenceContext(in); claim != 0 && v.Break == "" && !kept.Same(is) {
			v.Break = fmt.Sprintf("claim %d is kept with other words than it has in the text", claim)
		}
	}
	err := newTx(db).queryEach(`SELECT c.id, c.exact, c.context, o.id, o.exact, o.placement, s.text
		FROM claims c JOIN articles a ON a.id = c.article_id JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = a.revision_id
			JOIN occurrence_sentences os ON os.occurrence_id = o.id JOIN sentences s ON s.id = os.sentence_id
		WHERE c.withdrawn_at IS NULL ORDER BY c.id, o.event_id IS NOT NULL, o.start_cp, o.id, s.ordinal`, nil, func(rows *sql.Rows) error {
		var id, at int64
		var words models.ClaimWords
		var exact, sentence string
		var placement models.Placement
		if err := rows.Scan(&id, &words.Exact, &words.Context, &at, &exact, &placement, &sentence); err != nil {
			return err
		}
		if id != last {
			end()
			claim, last, occurrence, kept, is, in = id, id, at, words, models.ClaimWords{Exact: exact}, nil
		}
		if at == occurrence && placement == models.Placed {
			in = append(in, models.Sentence{Text: sentence})
		}
		return nil
	})
	end()
	return err
}

// compareAuthors derives again, for every article's current text, the authors of its sentences and what they
// refer back to.
func compareAuthors(db *gorm.DB, v *models.Verification) error {
	t := newTx(db)
	var articles []models.Article
	if err := db.Where("revision_id IS NOT NULL").Order("id").Find(&articles).Error; err != nil {
		return err
	}
	for _, a := range articles {
		if a.Rules != models.CurrentRules {
			v.Break = fmt.Sprintf("article %d is kept under rules %d", a.ID, a.Rules)
			return nil
		}
		by, err := t.loadAuthorshipFacts(a)
		if err != nil {
			return err
		}
		var words string
		if err := queryOne(db, &words, "SELECT text FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
			return err
		}
		var sentences []models.Sentence
		if err := db.Where("revision_id = ? AND ordinal > 0", *a.RevisionID).Order("ordinal").Find(&sentences).Error; err != nil {
			return err
		}
		now := slices.Clone(sentences)
		models.AddDependencies(words, now, a.Language)
		for i, s := range sentences {
			switch {
			case s.Depends != now[i].Depends:
				v.Break = fmt.Sprintf("article %d: sentence %d is kept as referring back to other words than it does", a.ID, s.Ordinal)
			case s.Provenance == "":
				v.Break = fmt.Sprintf("article %d: it is not kept how the words of sentence %d came in", a.ID, s.Ordinal)
			case s.Authors != by.Authors(s.Provenance):
				v.Break = fmt.Sprintf("article %d: sentence %d is kept with other authors than it has", a.ID, s.Ordinal)
			}
		}
		if v.Break != "" {
			return nil
		}
	}
	return nil
}

// compareGaps checks that no counted read mark covers the words of a claim in its sentence.
func compareGaps(db *gorm.DB, v *models.Verification) error {
	var claim sql.NullInt64
	err := db.Raw(`SELECT min(o.claim_id) FROM articles a JOIN occurrences o ON o.revision_id = a.revision_id JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
			JOIN occurrence_sentences os ON os.occurrence_id = o.id JOIN sentences s ON s.id = os.sentence_id JOIN sentences b ON b.id = o.sentence_id
			JOIN readings x ON x.track_id = s.track_id AND ` + markCounts + `
		WHERE ` + settlesWords + ` AND NOT EXISTS (SELECT 1 FROM read_mark_gaps g WHERE g.reading_id = x.id
			AND g.start_cp <= CASE WHEN o.start_cp > s.start_cp THEN o.start_cp - s.start_cp ELSE 0 END
			AND g.end_cp >= CASE WHEN o.end_cp < s.end_cp THEN o.end_cp ELSE s.end_cp END - s.start_cp)`).
		Scan(&claim).
		Error
	if err == nil && claim.Valid {
		v.Break = fmt.Sprintf("a read mark covers the words of claim %d", claim.Int64)
	}
	return err
}

// compareTracks checks that every track belongs to a present or former sentence. Imported tracks may belong
// to sentences that the file does not contain.
func compareTracks(db *gorm.DB, v *models.Verification) error {
	var track sql.NullInt64
	err := db.Raw(`SELECT min(k.id) FROM tracks k WHERE NOT EXISTS (SELECT 1 FROM sentences s WHERE s.track_id = k.id)
		AND NOT EXISTS (SELECT 1 FROM former_sentences f WHERE f.track_id = k.id)
		AND NOT EXISTS (SELECT 1 FROM events e WHERE e.article_id = k.article_id AND e.action = ?)`, importAction).Scan(&track).Error
	if err == nil && track.Valid {
		v.Break = fmt.Sprintf("track %d is of no sentence", track.Int64)
	}
	return err
}
