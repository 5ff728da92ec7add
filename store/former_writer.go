package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linecheck/models"
)

// writerTerm is a time during which a user was named as an article's writer.
type writerTerm struct {
	user     int64
	from, to time.Time // to is zero for the current writer
}

// formerWriters returns the users who are no longer named as an article's writer, but checked something in the article while they were.
// They stay authors. Otherwise, removing their name would turn their own checks into those of a second person.
func (t *tx) formerWriters(a models.Article) ([]int64, error) {
	terms, err := t.writerTerms(a)
	if err != nil {
		return nil, err
	}
	var list []int64
	for _, term := range terms {
		if sameID(&term.user, a.WriterID) || slices.Contains(list, term.user) {
			continue
		}
		if term.to.IsZero() { // the term ends with the present change, which has no event yet
			term.to = t.now
		}
		checked, err := t.checkedDuring(a.ID, term)
		if err != nil {
			return nil, err
		}
		if checked {
			list = append(list, term.user)
		}
	}
	return list, nil
}

// writerTerms reads from the audit log who was named as an article's writer, and when.
func (t *tx) writerTerms(a models.Article) ([]writerTerm, error) {
	var events []models.Event
	err := t.Where("object = 'article' AND object_id = ? AND action IN ('article made', 'article edited') AND erased_at IS NULL", a.ID).
		Order("id").
		Find(&events).
		Error
	if err != nil {
		return nil, err
	}
	var terms []writerTerm
	var last *int64
	for _, e := range events {
		var is struct{ Writer *int64 }
		if err := json.Unmarshal([]byte(e.After), &is); err != nil {
			return nil, fmt.Errorf("reading event %d: %w", e.ID, err)
		}
		if sameID(is.Writer, last) {
			continue
		}
		if last != nil {
			terms[len(terms)-1].to = e.At
		}
		if is.Writer != nil {
			terms = append(terms, writerTerm{user: *is.Writer, from: e.At})
		}
		last = is.Writer
	}
	return terms, nil
}

// checkedDuring reports whether a writer gave a read mark or a verdict during a term, and had not withdrawn it by the end of the term.
func (t *tx) checkedDuring(articleID int64, term writerTerm) (checked bool, err error) {
	err = t.queryRow(`SELECT EXISTS (
			SELECT 1
			FROM readings x
			JOIN tracks t ON t.id = x.track_id
			WHERE t.article_id = $1 AND x.reader_id = $2 AND NOT x.imported
				AND x.at BETWEEN $3 AND $4 AND (x.withdrawn_at IS NULL OR x.withdrawn_at > $4)
		) OR EXISTS (
			SELECT 1
			FROM annotations n
			JOIN claims c ON c.id = n.claim_id
			WHERE c.article_id = $1 AND n.reviewer_id = $2 AND NOT n.imported
				AND n.at BETWEEN $3 AND $4 AND (n.withdrawn_at IS NULL OR n.withdrawn_at > $4)
		)`, []any{articleID, term.user, term.from, term.to}, &checked)
	return checked, err
}
