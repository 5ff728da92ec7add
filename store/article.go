package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"gorm.io/gorm"

	"linecheck/models"
)

// TrashDays is the number of days for which an article in the trash can be restored.
const TrashDays = 30

// CreateArticle stores an article with its first revision and its sentences.
func (s *Store) CreateArticle(ctx context.Context, r models.Reader, n models.NewArticle) (_ models.Article, err error) {
	defer wrap(&err, "create an article at desk %d", n.DeskID)
	draft, err := n.Segment(s.limits)
	if err != nil {
		return models.Article{}, err
	}
	if len(draft.Sentences) > stagedSentences && txFromContext(ctx) == nil {
		return s.createInStages(ctx, r, n, draft)
	}
	var article models.Article
	err = s.writeTx(ctx, func(t *tx) error {
		if err := t.mayCreate(r, n); err != nil {
			return err
		}
		if article, err = t.addArticle(n, draft, r.UserID); err != nil {
			return err
		}
		return t.setAddresses(r, article, n.URL, "", draft.OwnAddresses)
	})
	return article, err
}

// mayCreate refuses a user who may not add articles to the desk, and a writer of another one.
func (t *tx) mayCreate(r models.Reader, n models.NewArticle) error {
	role, err := t.loadRole(r, n.DeskID)
	if isNotFound(err) {
		return models.NewFieldError("desk", "Please choose one of your desks.")
	}
	if err != nil {
		return err
	}
	if err := checkAllowed(r, role, models.ActHandIn); err != nil {
		return err
	}
	return t.checkWriter(n.DeskID, n.WriterID)
}

// checkWriter refuses a writer who is not a member of the desk.
func (t *tx) checkWriter(deskID int64, writer *int64) error {
	if writer == nil {
		return nil
	}
	var one int
	err := t.queryRow("SELECT 1 FROM memberships WHERE desk_id = $1 AND user_id = $2", []any{deskID, *writer}, &one)
	if isNotFound(err) {
		err = models.NewFieldError("writer", "Please choose somebody of the article's desk as its writer.")
	}
	return err
}

// addArticle stores a segmented article.
func (t *tx) addArticle(n models.NewArticle, draft models.SegmentedArticle, by int64) (models.Article, error) {
	a := newArticleRow(n, draft, by, t.now)
	if err := t.Create(&a).Error; err != nil {
		return a, fmt.Errorf("writing the article: %w", err)
	}
	revision := firstRevision(n, draft, a.ID, by, t.now)
	if err := t.storeOriginal(&revision, n.Original); err != nil {
		return a, err
	}
	if err := t.Create(&revision).Error; err != nil {
		return a, fmt.Errorf("writing the revision: %w", err)
	}
	if err := t.addSentences(revision, a, draft.Sentences); err != nil {
		return a, err
	}
	if err := t.addTitle(a, revision, firstAuthors(a, revision)); err != nil {
		return a, err
	}
	return a, t.publishArticle(&a, revision, n, draft, by)
}

// newArticleRow returns the row of a new article.
func newArticleRow(n models.NewArticle, draft models.SegmentedArticle, by int64, now time.Time) models.Article {
	return models.Article{
		DeskID:    n.DeskID,
		Title:     draft.Title,
		TitleFold: foldCase(draft.Title),
		Language:  draft.Language,
		WriterID:  n.WriterID,
		CreatedBy: nullableID(by),
		CreatedAt: now,
		DueAt:     toUTC(n.DueAt),
		State:     models.Checking,
		Version:   1,
		Changes:   1,
		Counts:    draft.Counts,
	}
}

// firstRevision returns the row of an article's first revision.
func firstRevision(n models.NewArticle, draft models.SegmentedArticle, article, by int64, now time.Time) models.Revision {
	return models.Revision{
		ArticleID:    article,
		Number:       1,
		Text:         draft.Text,
		SHA256:       draft.SHA256,
		OriginalName: n.FileName,
		CreatedBy:    nullableID(by),
		CreatedAt:    now,
		Markup:       n.Markup,
	}
}

// firstAuthors returns who wrote an article's first revision.
func firstAuthors(a models.Article, r models.Revision) models.AuthorshipFacts {
	return models.AuthorshipFacts{WriterID: a.WriterID, FirstRevisionID: r.ID, Creators: map[int64]*int64{r.ID: r.CreatedBy}}
}

// publishArticle makes the first revision of an article its current one, adds it to the desk's totals, and records the event.
func (t *tx) publishArticle(
	a *models.Article,
	revision models.Revision,
	n models.NewArticle,
	draft models.SegmentedArticle,
	by int64,
) error {
	a.RevisionID = &revision.ID
	if err := t.Exec("UPDATE articles SET revision_id = ? WHERE id = ?", revision.ID, a.ID).Error; err != nil {
		return err
	}
	if err := t.addDeskCounts(a.DeskID, 1, a.Counts); err != nil {
		return err
	}
	return t.recordEvent(event{actor: by, action: "article made", object: "article", id: a.ID, article: a.ID, desk: a.DeskID,
		after: map[string]any{
			"title":     a.Title,
			"revision":  1,
			"sha256":    draft.SHA256,
			"sentences": len(draft.Sentences),
			"address":   n.URL,
			"language":  a.Language,
			"writer":    a.WriterID,
		}})
}

// addSentences stores sentences of an article's first revision, each with a new track.
func (t *tx) addSentences(r models.Revision, a models.Article, sentences []models.Sentence) error {
	by := firstAuthors(a, r)
	tracks := make([]models.Track, len(sentences))
	for i := range tracks {
		tracks[i] = models.Track{ArticleID: r.ArticleID, State: models.Unread, CreatedAt: t.now}
	}
	if err := t.CreateInBatches(tracks, maxInsertRows).Error; err != nil {
		return fmt.Errorf("writing the tracks: %w", err)
	}
	for i := range sentences {
		sentences[i].ID = 0 // another one, if the transaction was run before
		sentences[i].RevisionID, sentences[i].TrackID, sentences[i].Provenance = r.ID, tracks[i].ID, models.RevisionProvenance(r.ID)
		sentences[i].Authors = by.Authors(sentences[i].Provenance)
	}
	if err := t.CreateInBatches(sentences, maxInsertRows).Error; err != nil {
		return fmt.Errorf("writing the sentences: %w", err)
	}
	return nil
}

// storeOriginal stores the original bytes of a revision, once.
func (t *tx) storeOriginal(r *models.Revision, original *models.Original) error {
	if original == nil {
		return nil
	}
	err := t.Exec("INSERT INTO originals (sha256, media_type, size, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
		original.SHA256, original.MediaType, original.Size, original.Bytes).Error
	if err != nil {
		return fmt.Errorf("keeping the original: %w", err)
	}
	r.OriginalSHA256 = &original.SHA256
	return nil
}

// maxInsertRows is the number of rows in one INSERT, well below the parameter limits of both databases.
const maxInsertRows = 2_000

// addDeskCounts adds to a desk's totals.
func (t *tx) addDeskCounts(deskID int64, articles int, c models.Counts) error {
	if articles == 0 && c == (models.Counts{}) {
		return nil
	}
	_, err := t.exec(
		"UPDATE desk_counts SET "+countAssignments+", articles = articles + $14 WHERE desk_id = $15",
		append(countArgs(c), articles, deskID)...)
	return err
}

// addArticleCounts adds to an article's counters and increments its change counter.
func (t *tx) addArticleCounts(articleID int64, c models.Counts) error {
	if c == (models.Counts{}) {
		_, err := t.exec("UPDATE articles SET changes = changes + 1 WHERE id = $1", articleID)
		return err
	}
	_, err := t.exec("UPDATE articles SET "+countAssignments+", changes = changes + 1 WHERE id = $14", append(countArgs(c), articleID)...)
	return err
}

// countColumns names the counters, in the order of countArgs: parameters $1 to $13.
var countColumns = []string{"sentences", "sentences_unread", "sentences_clear", "sentences_open", "sentences_done", "sentences_recheck",
	"claims", "claims_sourced", "claims_disputed", "claims_unverified", "claims_unchecked", "claims_disagree", "queries_open"}

var countAssignments = func() string {
	sets := make([]string, len(countColumns))
	for i, c := range countColumns {
		sets[i] = fmt.Sprintf("%s = %s + $%d", c, c, i+1)
	}
	return strings.Join(sets, ", ")
}()

func countArgs(c models.Counts) []any {
	return []any{c.Sentences, c.SentencesUnread, c.SentencesClear, c.SentencesOpen, c.SentencesDone, c.SentencesRecheck,
		c.Claims, c.ClaimsSourced, c.ClaimsDisputed, c.ClaimsUnverified, c.ClaimsUnchecked, c.ClaimsDisagree, c.QueriesOpen}
}

// foldCase returns a title for the search. It uses Unicode case folding, so both databases give the same
// results.
func foldCase(s string) string { return cases.Fold().String(s) }

// toUTC returns a time as it is stored.
func toUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	u := at.UTC().Truncate(time.Microsecond)
	return &u
}

// visibleArticles limits articles (as a) to those that the reader may see: of their desks, and not longer in
// the trash than TrashDays.
func visibleArticles(db *gorm.DB, r models.Reader) *gorm.DB {
	return db.Where("a.desk_id IN ?", r.DeskIDs()).
		Where("(a.trashed_at IS NULL OR a.trashed_at > ?)", currentTime().AddDate(0, 0, -TrashDays))
}

// ArticleVersion returns the cache key of an article's page; ErrNotFound if the reader may not see it.
func (s *Store) ArticleVersion(ctx context.Context, r models.Reader, id int64) (_ models.ArticleVersion, err error) {
	defer wrap(&err, "read the version of article %d", id)
	return s.visibleVersion(ctx, r, id)
}

// visibleVersion is ArticleVersion for other methods, which wrap its errors as their own.
func (s *Store) visibleVersion(ctx context.Context, r models.Reader, id int64) (models.ArticleVersion, error) {
	found, _, err := loadCached(
		ctx,
		s,
		func(k *requestCache) map[int64]articleVersion { return k.versions },
		id,
		func() (articleVersion, error) { return s.loadVersion(ctx, id) },
	)
	if err != nil {
		return models.ArticleVersion{}, err
	}
	return found.visibleTo(r)
}

// CachedArticleVersion returns the ArticleVersion as of the reader's authentication if it is cached. Requests
// that change nothing may use it, since their response may be a moment old.
func (s *Store) CachedArticleVersion(ctx context.Context, r models.Reader, id int64) (_ models.ArticleVersion, err error) {
	defer wrap(&err, "read the version of article %d", id)
	if found, ok := s.requestCache.cachedVersion(r.DatabaseVersion, id); ok {
		return found.visibleTo(r)
	}
	return s.visibleVersion(ctx, r, id)
}

// visibleTo returns the version for a reader who may see the article.
func (found articleVersion) visibleTo(r models.Reader) (models.ArticleVersion, error) {
	if _, member := r.Role(found.DeskID); !member || found.Trashed && !found.trashed.After(currentTime().AddDate(0, 0, -TrashDays)) {
		return models.ArticleVersion{}, models.ErrNotFound
	}
	return found.ArticleVersion, nil
}

// loadVersion reads an article's version, without checking rights.
func (s *Store) loadVersion(ctx context.Context, id int64) (articleVersion, error) {
	rows, err := s.queryFast(ctx, "SELECT id, desk_id, changes, coalesce(writer_id, 0), trashed_at FROM articles WHERE id = $1", id)
	if err != nil {
		return articleVersion{}, err
	}
	defer rows.Close()
	if !rows.Next() {
		return articleVersion{}, cmp.Or(rows.Err(), models.ErrNotFound)
	}
	var found articleVersion
	var trashed sql.NullTime
	err = rows.Scan(&found.ArticleID, &found.DeskID, &found.Changes, &found.WriterID, &trashed)
	found.Trashed, found.trashed = trashed.Valid, trashed.Time
	return found, err
}

// Article reads one article with its desk, revision and people.
func (s *Store) Article(ctx context.Context, r models.Reader, id int64) (_ models.ArticleRow, err error) {
	defer wrap(&err, "read article %d", id)
	return s.articleRow(ctx, r, id)
}

// articleRow is Article for other methods, which wrap its errors as their own.
func (s *Store) articleRow(ctx context.Context, r models.Reader, id int64) (models.ArticleRow, error) {
	rows, err := s.articleRows(ctx, r, visibleArticles(s.readDB(ctx), r).Where("a.id = ?", id))
	if err != nil {
		return models.ArticleRow{}, err
	}
	if len(rows) == 0 {
		return models.ArticleRow{}, models.ErrNotFound
	}
	return rows[0], nil
}

// articleRows runs a query for articles (as a) and adds the other columns of a list.
func (s *Store) articleRows(ctx context.Context, r models.Reader, query *gorm.DB) ([]models.ArticleRow, error) {
	var found []struct {
		models.Article `gorm:"embedded"`
		Desk           string
		Revision       int
		TextSum        string
	}
	err := query.Table("articles a").Select("a.*, d.name AS desk, r.number AS revision, r.sha256 AS text_sum").
		Joins("JOIN desks d ON d.id = a.desk_id").Joins("JOIN revisions r ON r.id = a.revision_id").Find(&found).Error
	if err != nil {
		return nil, err
	}
	rows, ids, kept := make([]models.ArticleRow, len(found)), make([]int64, len(found)), map[int64]*models.Counts{}
	for i, f := range found {
		if r.ChecksBlind(f.DeskID) {
			kept[f.ID] = &found[i].Counts
		}
	}
	if err := blindViewFor(r).redactCounts(s.readDB(ctx), "article_id", kept); err != nil {
		return nil, err
	}
	for i, f := range found {
		rows[i] = models.ArticleRow{Article: f.Article, Desk: f.Desk, Revision: f.Revision, SHA256: f.TextSum, FilteredCounts: f.Counts}
		ids[i] = f.ID
	}
	if err := s.addGates(ctx, rows); err != nil {
		return nil, err
	}
	if err := s.addOverriddenCounts(ctx, r, rows); err != nil {
		return nil, err
	}
	return rows, s.addPeople(ctx, rows, ids)
}

// addPeople adds the names of the people who work on the articles.
func (s *Store) addPeople(ctx context.Context, rows []models.ArticleRow, ids []int64) error {
	var people []struct {
		ArticleID int64
		Name      string
	}
	err := s.readDB(ctx).Raw(`SELECT p.article_id, u.name FROM article_people p JOIN users u ON u.id = p.user_id
		WHERE p.article_id IN ? ORDER BY u.name`, ids).Scan(&people).Error
	names := map[int64][]string{}
	for _, p := range people {
		names[p.ArticleID] = append(names[p.ArticleID], p.Name)
	}
	for i := range rows {
		rows[i].People = names[rows[i].ID]
	}
	return err
}

// Articles lists articles by due time; those without one come last, newest first.
func (s *Store) Articles(ctx context.Context, r models.Reader, f models.ArticleFilter,
	p models.Page) (_ []models.ArticleRow, _ string, err error) {
	defer wrap(&err, "list articles for user %d", r.UserID)
	return s.articleList(ctx, r, f, p)
}

// articleList is Articles for other methods, which wrap its errors as their own.
func (s *Store) articleList(ctx context.Context, r models.Reader, f models.ArticleFilter,
	p models.Page) ([]models.ArticleRow, string, error) {
	q := s.readDB(ctx).Where("(a.trashed_at IS NULL OR a.trashed_at > ?)", currentTime().AddDate(0, 0, -TrashDays))
	if f.Trashed {
		q = q.Where("a.trashed_at IS NOT NULL")
	} else {
		q = q.Where("a.trashed_at IS NULL")
	}
	desks := filterDesks(r, models.Filter{DeskID: f.DeskID})
	switch f.State {
	case "":
	case models.Checking:
		q = q.Where(inCheck)
	default:
		q = q.Where("a.state = ?", f.State)
	}
	if f.Closed {
		q = q.Where(blindViewFor(r).gateClosed())
	}
	if f.WithoutSecondPerson {
		q = q.Where("EXISTS (SELECT 1 FROM signoffs o WHERE o.article_id = a.id AND o.alone <> '' AND o.voided_at IS NULL)")
	}
	if f.Query != "" {
		q = whereAnyForm(
			q,
			f.Query,
			"a.title_fold LIKE ? ESCAPE '!'",
			func(form string) []any { return []any{likePattern(foldCase(form))} },
		)
	}
	if f.Mine {
		q = q.Where(
			"(a.created_by = ? OR a.writer_id = ? OR EXISTS (SELECT 1 FROM article_people p WHERE p.article_id = a.id AND p.user_id = ?))",
			r.UserID,
			r.UserID,
			r.UserID,
		)
	}
	if f.AssignedToMe {
		q = q.Where("a.id IN (SELECT p.article_id FROM article_people p WHERE p.user_id = ? AND p.assigned_at IS NOT NULL)", r.UserID)
	}
	if !f.DueBy.IsZero() {
		q = q.Where("a.due_at < ?", f.DueBy.UTC())
	}
	return s.listByDueTime(ctx, r, q, desks, p)
}

// likePattern returns a LIKE pattern for words anywhere; ! escapes.
func likePattern(words string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(words) + "%"
}

// EditArticle changes an article's title, language, writer and due time. It returns ErrStale if the article
// has changed since the version that was read. For another language, the text is segmented again; manual
// boundaries are kept, and no claim is cut.
func (s *Store) EditArticle(ctx context.Context, r models.Reader, id int64, e models.ArticleEdit) (err error) {
	defer wrap(&err, "edit article %d", id)
	var wrong models.ValidationErrors
	e.Title = models.CheckTitle(e.Title, &wrong)
	e.Language = models.CheckLanguage(e.Language, &wrong)
	own := models.CheckAddresses(e.URL, e.Copies, &wrong)
	if len(wrong) > 0 {
		return wrong
	}
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActArrange)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		if err := t.mayNameWriter(r, a, e.WriterID); err != nil {
			return err
		}
		if err := t.updateArticle(id, e); err != nil {
			return err
		}
		if err := t.setAddresses(r, a, e.URL, e.Copies, own); err != nil {
			return err
		}
		if err := t.changeTitle(r, a, e.Title); err != nil {
			return err
		}
		before, after := articleEditPayload(a, e)
		if e.Language != a.Language {
			gone, made, err := t.changeLanguage(a, e)
			if err != nil {
				return err
			}
			if len(gone) > 0 {
				before["sentences"], after["sentences"] = gone, made
			}
		}
		if !sameID(e.WriterID, a.WriterID) { // a writer who is named later is also the author of earlier words
			if err := t.recomputeAuthors(id); err != nil {
				return err
			}
		}
		return t.recordEvent(
			event{
				actor:   r.UserID,
				action:  "article edited",
				object:  "article",
				id:      id,
				article: id,
				desk:    a.DeskID,
				before:  before,
				after:   after,
			},
		)
	})
}

// updateArticle writes the edited values. It returns ErrStale if the article changed since the edit began.
func (t *tx) updateArticle(id int64, e models.ArticleEdit) error {
	result := t.Exec(
		`UPDATE articles SET title = ?, title_fold = ?, language = ?, due_at = ?, writer_id = ?,
			version = version + 1, changes = changes + 1
		WHERE id = ? AND version = ?`,
		e.Title,
		foldCase(e.Title),
		e.Language,
		toUTC(e.DueAt),
		e.WriterID,
		id,
		e.Version,
	)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return models.ErrStale
	}
	return nil
}

// articleEditPayload returns the values before and after an edit for its event.
func articleEditPayload(a models.Article, e models.ArticleEdit) (before, after map[string]any) {
	before = map[string]any{
		"title":    a.Title,
		"language": a.Language,
		"due":      a.DueAt,
		"address":  a.URL,
		"copies":   a.Copies,
		"writer":   a.WriterID,
	}
	after = map[string]any{
		"title":    e.Title,
		"language": e.Language,
		"due":      toUTC(e.DueAt),
		"address":  e.URL,
		"copies":   e.Copies,
		"writer":   e.WriterID,
	}
	return before, after
}

// mayNameWriter refuses a writer who is not a member of the desk. It also refuses a writer who removes their
// own name, because the writer cannot sign the article off.
func (t *tx) mayNameWriter(r models.Reader, a models.Article, writer *int64) error {
	if sameID(a.WriterID, writer) {
		return nil
	}
	if a.WriterID != nil && *a.WriterID == r.UserID {
		return models.NewFieldError("writer", "You are named as the writer, so somebody else has to change that.")
	}
	return t.checkWriter(a.DeskID, writer)
}

// sameID reports whether two references are equal, or both nil.
func sameID(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

// loadArticle reads an article inside a transaction, and checks that the reader may do an action on it now.
func (t *tx) loadArticle(r models.Reader, id int64, act models.Act) (models.Article, error) {
	var row struct {
		models.Article `gorm:"embedded"`
		Role           models.Role
	}
	err := queryOne(t.DB, &row, `SELECT a.*, m.role FROM articles a JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = ?
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE a.id = ? AND (a.trashed_at IS NULL OR a.trashed_at > ?)`, r.UserID, id, t.now.AddDate(0, 0, -TrashDays))
	if err != nil {
		return row.Article, err
	}
	return row.Article, checkAllowed(r, row.Role, act)
}

// changeLanguage segments an article's text again for another language. It returns RechecksError if more
// sentences would have to be rechecked than the reader agreed to.
func (t *tx) changeLanguage(a models.Article, e models.ArticleEdit) (gone, made []segmentRecord, err error) {
	if gone, made, err = t.resegmentForLanguage(a, e.Language); err != nil {
		return nil, nil, err
	}
	if err := t.recomputeDependencies(a.ID); err != nil {
		return nil, nil, err
	}
	var checked int
	if err := t.queryRow("SELECT sentences_clear + sentences_done FROM articles WHERE id = $1", []any{a.ID}, &checked); err != nil {
		return nil, nil, err
	}
	if lost := a.SentencesClear + a.SentencesDone - checked; lost > e.Rechecks {
		return nil, nil, models.RechecksError(lost)
	}
	return gone, made, nil
}

// TrashArticle moves an article to the trash, from where it can be restored for TrashDays.
func (s *Store) TrashArticle(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "trash article %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActTrash)
		if err != nil || a.TrashedAt != nil {
			return err
		}
		if err := t.Exec("UPDATE articles SET trashed_at = ?, trashed_by = ?, changes = changes + 1 WHERE id = ?", t.now, r.UserID, id).Error; err != nil {
			return err
		}
		if err := t.addDeskCounts(a.DeskID, -1, models.Counts{}.Sub(a.Counts)); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "article trashed", object: "article", id: id, article: id, desk: a.DeskID})
	})
}

// RestoreArticle restores an article from the trash, unchanged.
func (s *Store) RestoreArticle(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "restore article %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActTrash)
		if err != nil || a.TrashedAt == nil {
			return err
		}
		if err := t.Exec("UPDATE articles SET trashed_at = NULL, trashed_by = NULL, changes = changes + 1 WHERE id = ?", id).Error; err != nil {
			return err
		}
		if err := t.addDeskCounts(a.DeskID, 1, a.Counts); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "article restored", object: "article", id: id, article: id, desk: a.DeskID})
	})
}
