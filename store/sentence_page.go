package store

import (
	"context"
	"math"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// contextSentences is the number of sentences before and after one that are shown as context.
const contextSentences = 3

// SentencePage reads one sentence of the current revision with its claims, verdicts and queries. The
// sentences numbered also are shown around it, too.
func (s *Store) SentencePage(ctx context.Context, r models.Reader, articleID int64, ordinal int,
	also ...int) (_ models.SentencePage, err error) {
	defer wrap(&err, "read the page of sentence %d of article %d", int64(ordinal), articleID)
	var page models.SentencePage
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return page, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		seal := blindViewFor(r)
		if err := seal.redactCounters(db, r, &page.Article); err != nil {
			return err
		}
		if err := queryOne(db, &page.Desk, "SELECT * FROM desks WHERE id = ?", page.DeskID); err != nil {
			return err
		}
		err := queryOne(
			db,
			&page.Revision,
			"SELECT id, article_id, number, sha256, created_at FROM revisions WHERE id = ?",
			*page.RevisionID,
		)
		if err != nil {
			return err
		}
		if page.Gate, err = gateOf(db, page.Article); err != nil {
			return err
		}
		if err := addSurroundingSentences(db, seal, &page, ordinal, also); err != nil {
			return err
		}
		if err := addSentenceDetails(db, r, seal, &page); err != nil {
			return err
		}
		if err := addDuplicates(db, r, seal, &page); err != nil {
			return err
		}
		if err := addChanges(db, r, &page); err != nil {
			return err
		}
		if err := addImportedMarkup(db, &page); err != nil {
			return err
		}
		if page.Event, err = lastEvent(db, articleID); err != nil {
			return err
		}
		if err := addKnownSources(db, r, seal, &page); err != nil {
			return err
		}
		return addQueries(db, r, &page)
	})
	return page, err
}

// addSurroundingSentences adds the page's sentence, those around it, and those in also.
func addSurroundingSentences(db *gorm.DB, seal blindView, page *models.SentencePage, ordinal int, also []int) error {
	shown := slices.Clone(also)
	for n := ordinal - contextSentences; n <= ordinal+contextSentences; n++ {
		shown = append(shown, n)
	}
	near, err := pageSentences(db, seal, *page.RevisionID, "s.ordinal IN ? AND (s.ordinal > 0 OR s.ordinal = ?)", shown, ordinal)
	if err != nil {
		return err
	}
	if err := addQueryCounts(db, page.Article, near); err != nil {
		return err
	}
	for _, n := range near {
		switch {
		case n.Ordinal < ordinal:
			page.Before = append(page.Before, n)
		case n.Ordinal > ordinal:
			page.After = append(page.After, n)
		default:
			page.Sentence = n
		}
	}
	if page.Sentence.ID == 0 {
		return models.ErrNotFound
	}
	return nil
}

// addImportedMarkup adds the file's markup of a page's sentence.
func addImportedMarkup(db *gorm.DB, page *models.SentencePage) error {
	var revision models.Revision
	if err := queryOne(db, &revision, "SELECT said FROM revisions WHERE id = ?", page.Revision.ID); err != nil {
		return err
	}
	next := math.MaxInt // the last one has everything after it
	if len(page.After) > 0 && page.After[0].Ordinal == page.Sentence.Ordinal+1 {
		next = page.After[0].Start
	}
	page.Links, page.Comments = revision.Markup.LinksIn(page.Sentence.Sentence), revision.Markup.CommentsIn(page.Sentence.Sentence, next)
	return nil
}

// addSentenceDetails adds the read marks and the claims of a page's sentence.
func addSentenceDetails(db *gorm.DB, r models.Reader, seal blindView, page *models.SentencePage) error {
	if err := addSentenceReaders(db, r, page); err != nil {
		return err
	}
	var cards []struct {
		models.Claim      `gorm:"embedded"`
		models.Occurrence `gorm:"embedded;embeddedPrefix:o_"`
		ByName            string
	}
	err := db.Raw(`SELECT c.*, coalesce(u.name, '') AS by_name, o.id AS o_id, o.claim_id AS o_claim_id, o.revision_id AS o_revision_id, o.sentence_id AS o_sentence_id,
			o.start_cp AS o_start_cp, o.end_cp AS o_end_cp, o.exact AS o_exact, o.prefix AS o_prefix, o.suffix AS o_suffix, o.placement AS o_placement
		FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id JOIN `+seal.claims()+` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
			LEFT JOIN users u ON u.id = c.created_by
		WHERE os.sentence_id = ? ORDER BY o.start_cp, c.id`, page.Sentence.ID).
		Scan(&cards).
		Error
	if err != nil || len(cards) == 0 {
		return err
	}
	var ids []int64
	for _, c := range cards {
		if slices.Contains(ids, c.Claim.ID) {
			continue // it occurs twice in the sentence
		}
		page.Claims = append(page.Claims, models.ClaimCard{Claim: c.Claim, Occurrence: c.Occurrence, ByName: c.ByName})
		ids = append(ids, c.Claim.ID)
	}
	if err := addCardDetails(db, r, page, ids); err != nil {
		return err
	}
	for i, c := range page.Claims {
		page.Claims[i] = seal.redactCard(c)
	}
	return nil
}

// addSentenceReaders adds the read marks of a page's sentence, those that do not count, and whether something
// outside its claims is left to read.
func addSentenceReaders(db *gorm.DB, r models.Reader, page *models.SentencePage) error {
	facts, err := loadSentenceFacts(gormRows{db}, sentenceByID, page.Sentence.ID)
	if err != nil || len(facts) == 0 {
		return err
	}
	f := facts[0]
	if f.EqualHeadline != nil { // a title that equals a headline is read with it
		f = *f.EqualHeadline
	}
	page.Sentence.Authors, page.Sentence.Depends = f.Authors, f.Depends
	page.RestRead, page.RestReadByMe, page.Covered = f.IsRestRead(), f.RestReadBy(r.UserID), f.CoveredSpans()
	var marks []struct {
		models.NamedReadMark `gorm:"embedded"`
		Counts               bool
	}
	err = db.Raw(`SELECT x.*, u.name, `+markCounts+` AS counts FROM readings x JOIN users u ON u.id = x.reader_id JOIN sentences s ON s.id = ? AND s.track_id = x.track_id
		WHERE x.withdrawn_at IS NULL ORDER BY x.id`, f.ID).
		Scan(&marks).
		Error
	if err != nil {
		return err
	}
	for _, m := range marks {
		if m.Imported {
			if err := addImportFile(db, page); err != nil {
				return err
			}
		}
		if m.Counts {
			page.ReadMarks = append(page.ReadMarks, m.NamedReadMark)
		} else {
			page.Lapsed = append(page.Lapsed, m.NamedReadMark)
		}
	}
	return nil
}

// addCardDetails adds the claims' annotations, evidence, other locations and history.
func addCardDetails(db *gorm.DB, r models.Reader, page *models.SentencePage, ids []int64) error {
	annotations, err := annotationsOf(db, ids)
	if err != nil {
		return err
	}
	if err := addClaimCards(db, r, page, ids); err != nil {
		return err
	}
	if slices.ContainsFunc(ids, func(id int64) bool {
		return slices.ContainsFunc(annotations[id], func(a models.NamedAnnotation) bool { return a.Imported })
	}) {
		if err := addImportFile(db, page); err != nil {
			return err
		}
	}
	history, err := claimHistory(db, ids)
	if err != nil {
		return err
	}
	spots, err := claimLocations(db, ids, page.Revision.ID)
	if err != nil {
		return err
	}
	cards := page.Claims
	for i := range cards {
		id := cards[i].Claim.ID
		cards[i].Annotations, cards[i].History, cards[i].Locations = annotations[id], history[id], spots[id]
	}
	return nil
}

// addImportFile adds who imported the article.
func addImportFile(db *gorm.DB, page *models.SentencePage) (err error) {
	if page.ImportOrigin.By == "" {
		page.ImportOrigin, err = loadImportFile(db, page.Article.ID)
	}
	return err
}

// annotationsOf reads the annotations of claims, oldest first, and whether they count. claims is their ids,
// or a query for them.
func annotationsOf(db *gorm.DB, claims any) (map[int64][]models.NamedAnnotation, error) {
	var rows []struct {
		models.NamedAnnotation `gorm:"embedded"`
		ArticleID              int64
		ClaimExact             string
		ClaimContext           string
	}
	err := db.Raw(`SELECT n.*, u.name, c.article_id, c.exact AS claim_exact, c.context AS claim_context
		FROM annotations n JOIN claims c ON c.id = n.claim_id JOIN users u ON u.id = n.reviewer_id
		WHERE n.claim_id IN (?) ORDER BY n.id`, claims).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	said, words, file := map[int64][]models.NamedAnnotation{}, map[int64]models.ClaimWords{}, models.ImportOrigin{}
	for _, a := range rows {
		said[a.ClaimID] = append(said[a.ClaimID], a.NamedAnnotation)
		words[a.ClaimID] = models.ClaimWords{Exact: a.ClaimExact, Context: a.ClaimContext}
		if a.Imported && file.By == "" {
			if file, err = loadImportFile(db, a.ArticleID); err != nil {
				return nil, err
			}
		}
	}
	for id := range said {
		models.EvaluateAnnotations(said[id], words[id], file)
	}
	return said, nil
}

// loadImportFile reads who imported an article, and when.
func loadImportFile(db *gorm.DB, articleID int64) (models.ImportOrigin, error) {
	var e models.NamedEvent
	err := queryOne(db, &e, `SELECT e.at, coalesce(u.name, '') AS name FROM events e LEFT JOIN users u ON u.id = e.actor_id
		WHERE e.article_id = ? AND e.action = ? ORDER BY e.id LIMIT 1`, articleID, importAction)
	if isNotFound(err) {
		return models.ImportOrigin{}, nil
	}
	return models.ImportOrigin{By: e.Name, At: e.At}, err
}

// orderedJoin returns a join that SQLite executes in the written order. Without table statistics, SQLite
// would start with every event of a kind. PostgreSQL plans this correctly and has no such syntax.
func orderedJoin(db *gorm.DB) string {
	if db.Name() == "sqlite" {
		return "CROSS JOIN"
	}
	return "JOIN"
}

// claimHistory reads the events of claims, of their annotations and of their evidence, oldest first.
func claimHistory(db *gorm.DB, ids []int64) (map[int64][]models.NamedEvent, error) {
	var rows []struct {
		ClaimID           int64
		models.NamedEvent `gorm:"embedded"`
	}
	err := db.Raw(`SELECT x.claim_id, e.*, coalesce(u.name, '') AS name FROM (
			SELECT id AS claim_id, 'claim' AS object, id AS object_id FROM claims WHERE id IN ?
			UNION ALL SELECT claim_id, 'annotation', id FROM annotations WHERE claim_id IN ?
			UNION ALL SELECT claim_id, 'evidence', id FROM evidence WHERE claim_id IN ?
			UNION ALL SELECT claim_id, 'correction', id FROM corrections WHERE claim_id IN ?) x
		`+orderedJoin(db)+` events e ON e.object = x.object AND e.object_id = x.object_id LEFT JOIN users u ON u.id = e.actor_id
		ORDER BY e.id`, ids, ids, ids, ids).Scan(&rows).Error
	history := map[int64][]models.NamedEvent{}
	for _, row := range rows {
		history[row.ClaimID] = append(history[row.ClaimID], row.NamedEvent)
	}
	return history, err
}
