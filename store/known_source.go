package store

import (
	"gorm.io/gorm"

	"linecheck/models"
)

// maxKnownSources is the number of sources that the evidence form offers, one for each digit key.
const maxKnownSources = 9

// addKnownSources adds the sources that the evidence form offers. Those of the article come first, the most used ones before the others.
// Then come those that the reader cited last at the desk. It omits evidence for sealed claims, and sources whose names the reader may not
// know.
func addKnownSources(db *gorm.DB, r models.Reader, seal blindView, page *models.SentencePage) error {
	if len(page.Claims) == 0 || !r.IsAllowed(models.ActCheck, page.DeskID) {
		return nil
	}
	visible := ""
	if !seal.seesEverything() {
		visible = " AND NOT " + seal.hidesClaim("c")
	}
	list := "SELECT " + sourceColumns + `, e.class, f.uses
		FROM (SELECT e.source_id, max(e.id) AS last, count(*) AS uses
				FROM evidence e JOIN claims c ON c.id = e.claim_id
				WHERE e.withdrawn_at IS NULL AND NOT e.imported AND `
	const last = ` GROUP BY e.source_id) f
		JOIN sources s ON s.id = f.source_id JOIN evidence e ON e.id = f.last
		ORDER BY `
	known := map[int64]bool{}
	add := func(query string, uses bool, arguments ...any) error {
		var rows []struct {
			Source models.Source `gorm:"embedded;embeddedPrefix:source_"`
			Class  models.Class
			Uses   int
		}
		if err := db.Raw(query, append(arguments, maxKnownSources)...).Scan(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			shown := row.Source.VisibleTo(r)
			if shown.Hidden() || known[row.Source.ID] || len(page.KnownSources) == maxKnownSources {
				continue
			}
			known[row.Source.ID] = true
			if !uses {
				row.Uses = 0
			}
			page.KnownSources = append(page.KnownSources, models.KnownSource{Source: shown, Class: row.Class, Uses: row.Uses})
		}
		return nil
	}
	ofArticle := list + "c.article_id = ? AND c.withdrawn_at IS NULL" + visible + last + "f.uses DESC, f.last DESC LIMIT ?"
	if err := add(ofArticle, true, page.Article.ID); err != nil {
		return err
	}
	return add(list+"e.created_by = ? AND c.desk_id = ?"+last+"f.last DESC LIMIT ?", false, r.UserID, page.DeskID)
}
