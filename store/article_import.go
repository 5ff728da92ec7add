package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"linecheck/models"
)

// ImportArticle imports an exported article as a new one of a desk, with its texts, verdicts and evidence.
// The file is stored, and an event records its hash and who imported it. Only a user who may rule can import,
// because the file contains assertions in other people's names.
func (s *Store) ImportArticle(ctx context.Context, r models.Reader, deskID int64, name string,
	content []byte) (_ models.Article, err error) {
	defer wrap(&err, "import an article at desk %d", deskID)
	if !r.IsAllowed(models.ActImport, deskID) {
		return models.Article{}, importForbidden(r, deskID)
	}
	f, err := models.ReadArticleFile(content, s.limits)
	if err != nil {
		return models.Article{}, err
	}
	sum := sha256.Sum256(content)
	file := models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: articleFileMediaType, Size: len(content), Bytes: content}
	var article models.Article
	err = s.writeTx(ctx, func(t *tx) error {
		role, err := t.loadRole(r, deskID)
		if err != nil {
			return err
		}
		if err := checkAllowed(r, role, models.ActImport); err != nil {
			return err
		}
		proof, err := t.proveFile(deskID, content, f.Signature)
		if err != nil {
			return err
		}
		article, err = t.importArticle(&articleImporter{reader: r, file: &f, proof: proof}, deskID, name, file)
		return err
	})
	return article, err
}

// articleFileMediaType is the media type of an exported article.
const articleFileMediaType = "application/json"

// importForbidden returns the error for a user who may not import. Those who may add articles get an
// explanation, others only ErrForbidden.
func importForbidden(r models.Reader, deskID int64) error {
	if r.IsAllowed(models.ActHandIn, deskID) {
		return models.ValidationErrors{
			{
				Field:  "file",
				Detail: "This file is an article with all that was found of it, by persons: an editor or an administrator of the desk can bring it in.",
			},
		}
	}
	return fmt.Errorf("%w: only an editor or an administrator imports articles", models.ErrForbidden)
}

// articleImporter is the state of one import. Its maps translate ids of the file to ids here.
type articleImporter struct {
	reader      models.Reader
	file        *models.ArticleFile
	proof       *models.FileProof // nil: no trusted key signed the file
	article     models.Article
	event       int64
	people      map[int64]int64
	revisions   []int64   // by number, from 1
	sentences   [][]int64 // by number of the revision and ordinal, each from 1
	tracks      map[int64]int64
	claims      map[int64]int64
	annotations map[int64]int64
	sources     map[models.FileSource]int64
}

func (t *tx) importArticle(m *articleImporter, deskID int64, name string, file models.Original) (models.Article, error) {
	f := m.file
	m.people, m.tracks, m.claims, m.annotations = map[int64]int64{}, map[int64]int64{}, map[int64]int64{}, map[int64]int64{}
	m.sources = map[models.FileSource]int64{}
	for _, step := range []func() error{
		func() error { return t.importPeople(m, deskID) },
		func() error { return t.importDetails(m, deskID) },
		func() error { return t.recordImport(m, name, file) },
		func() error { return t.importRevisions(m) },
		func() error { return t.importTracks(m) },
		func() error { return t.importSentences(m) },
		func() error { return t.importClaims(m) },
		func() error { return t.importOccurrences(m) },
		func() error { return t.importVerdicts(m) },
		func() error { return t.importQueries(m) },
		func() error { return t.importRecheckSuggestions(m) },
		func() error { return t.importDismissals(m) },
		func() error { return t.importSignOffs(m) },
		func() error { return t.importOverrides(m) },
		func() error { return t.importAssignments(m) },
		func() error { return t.deriveImported(m) },
		func() error { return t.makeCurrent(m.article, m.revisions[f.Article.Revision]) },
		func() error { return t.countImportedQueries(m) },
		func() error { return t.importNotes(m) },
	} {
		if err := step(); err != nil {
			return m.article, fmt.Errorf("importing an article: %w", err)
		}
	}
	return m.article, nil
}

// userID translates a user's id.
func (m *articleImporter) userID(id *int64) *int64 {
	if id == nil {
		return nil
	}
	here := m.people[*id]
	return &here
}

// importPeople finds the file's people among the desk's members, by address. Everybody else gets a
// placeholder account with which nobody can sign in. Somebody who joins the desk later with the same address
// is not the same user.
func (t *tx) importPeople(m *articleImporter, deskID int64) error {
	for _, p := range m.file.People {
		var id int64
		err := t.queryRow(
			`SELECT u.id FROM users u JOIN memberships m ON m.user_id = u.id AND m.desk_id = $1 WHERE u.email = $2`,
			[]any{deskID, p.Email},
			&id,
		)
		if isNotFound(err) {
			id, err = t.placeholderAccount(m.reader, deskID, p)
		}
		if err != nil {
			return err
		}
		m.people[p.ID] = id
	}
	return nil
}

// placeholderAccount creates or finds the account for somebody whom the desk knows from imported articles
// alone.
func (t *tx) placeholderAccount(r models.Reader, deskID int64, p models.FilePerson) (int64, error) {
	user := models.User{Name: p.Name, TypedName: p.Name, Email: models.ImportedEmail(deskID, p.Email), CreatedAt: t.now, DisabledAt: &t.now}
	var id int64
	err := t.queryRow("SELECT id FROM users WHERE email = $1", []any{user.Email}, &id)
	if !isNotFound(err) {
		return id, err
	}
	if err := t.Create(&user).Error; err != nil {
		return 0, err
	}
	err = t.recordEvent(event{actor: r.UserID, action: "person added", object: "user", id: user.ID, desk: deskID,
		after: map[string]any{"email": user.Email, "name": user.Name, "imported": true}})
	if err != nil {
		return 0, err
	}
	return user.ID, t.disambiguateNames(r.UserID, deskID)
}

// importDetails stores the article itself, in the state checking until everything is imported.
func (t *tx) importDetails(m *articleImporter, deskID int64) error {
	a := m.file.Article
	m.article = models.Article{
		DeskID:    deskID,
		Title:     a.Title,
		TitleFold: foldCase(a.Title),
		Language:  a.Language,
		WriterID:  m.userID(a.Writer),
		CreatedBy: m.userID(a.CreatedBy),
		CreatedAt: a.CreatedAt.UTC(),
		DueAt:     toUTC(a.DueAt),
		State:     models.Checking,
		Version:   a.Version,
		Changes:   1,
		URL:       a.URL,
		Copies:    a.Copies,
	}
	if err := t.Create(&m.article).Error; err != nil {
		return err
	}
	for _, address := range models.CheckAddresses(a.URL, a.Copies, new(models.ValidationErrors)) {
		if _, err := t.exec("INSERT INTO article_addresses (article_id, address) VALUES ($1, $2)", m.article.ID, address); err != nil {
			return err
		}
	}
	return t.addDeskCounts(deskID, 1, models.Counts{})
}

// recordImport stores the file and writes the event of the import.
func (t *tx) recordImport(m *articleImporter, name string, file models.Original) error {
	if err := t.storeOriginal(&models.Revision{}, &file); err != nil {
		return err
	}
	a := m.file.Article
	err := t.recordEvent(
		event{
			actor:   m.reader.UserID,
			action:  importAction,
			object:  "article",
			id:      m.article.ID,
			article: m.article.ID,
			desk:    m.article.DeskID,
			after: models.ArticleImport{File: file.SHA256, Name: name, Title: a.Title, Article: a.ID, Desk: a.Desk, Export: m.file.Export,
				Text: m.file.Revisions[a.Revision-1].SHA256, Claims: len(m.file.Claims), Events: len(m.file.Events), Proof: m.proof},
		},
	)
	m.event = t.chain.Length
	return err
}

// importAction is the import's action in the audit log.
const importAction = "article imported"

// deriveImported derives what an imported article needs here: its claims' words, what its sentences refer
// back to, and their authors. The file's authorship does not count.
func (t *tx) deriveImported(m *articleImporter) error {
	m.article.RevisionID = nullableID(m.revisions[m.file.Article.Revision])
	for _, c := range m.file.Claims {
		if c.WithdrawnAt != nil {
			continue // it keeps the words that it had when it was withdrawn
		}
		id := m.claims[c.ID]
		words, err := t.loadWords(id, *m.article.RevisionID)
		if err != nil {
			return err
		}
		if _, err := t.exec("UPDATE claims SET exact = $1, context = $2 WHERE id = $3", words.Exact, words.Context, id); err != nil {
			return err
		}
	}
	if err := t.addTitles(m.article, " "+models.FileProvenance(m.reader.UserID)); err != nil {
		return err
	}
	return t.writeDependencies(m.article)
}

// countImportedQueries counts the unsettled queries.
func (t *tx) countImportedQueries(m *articleImporter) error {
	var delta models.Counts
	for _, q := range m.file.Queries {
		if q.State.Unsettled() {
			delta.QueriesOpen++
		}
	}
	if err := t.addArticleCounts(m.article.ID, delta); err != nil {
		return err
	}
	if err := t.addDeskCounts(m.article.DeskID, 0, delta); err != nil {
		return err
	}
	return t.recomputeAuthors(m.article.ID)
}

// ImportOrigin returns how an article was imported; nil if it was not.
func (s *Store) ImportOrigin(ctx context.Context, r models.Reader, articleID int64) (_ *models.ArticleImport, err error) {
	defer wrap(&err, "read where article %d was imported from", articleID)
	return s.importOrigin(ctx, r, articleID)
}

// importOrigin is ImportOrigin for other methods, which wrap its errors as their own.
func (s *Store) importOrigin(ctx context.Context, r models.Reader, articleID int64) (*models.ArticleImport, error) {
	stamp, err := s.visibleVersion(ctx, r, articleID)
	if err != nil {
		return nil, err
	}
	var e models.NamedEvent
	err = queryOne(
		s.readDB(ctx),
		&e,
		"SELECT e.at, e.after, coalesce(u.name, '') AS name FROM events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.article_id = ? AND e.action = ? ORDER BY e.id LIMIT 1",
		articleID,
		importAction,
	)
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	imported := models.ArticleImport{By: e.Name, At: e.At}
	if err := json.Unmarshal([]byte(e.After), &imported); err != nil {
		return nil, fmt.Errorf("reading what was imported: %w", err)
	}
	if imported.Proof != nil {
		_, err := findTrustedKey(s.readDB(ctx), stamp.DeskID, imported.Proof.KID)
		if err != nil && !isNotFound(err) {
			return nil, err
		}
		imported.Proof.Trusted = err == nil
	}
	return &imported, nil
}

// ImportedFile reads the file from which an article was imported; ErrNotFound if it was not. The file
// contains everybody's verdicts, so a user who checks blind may not read it.
func (s *Store) ImportedFile(ctx context.Context, r models.Reader, articleID int64) (_ models.Original, _ string, err error) {
	defer wrap(&err, "read the file that article %d was imported from", articleID)
	var file models.Original
	stamp, err := s.visibleVersion(ctx, r, articleID)
	if err != nil {
		return file, "", err
	}
	kept, err := s.importOrigin(ctx, r, articleID)
	switch {
	case err != nil:
		return file, "", err
	case kept == nil:
		return file, "", models.ErrNotFound
	case r.ChecksBlind(stamp.DeskID):
		return file, "", fmt.Errorf("%w: the file contains what others found", models.ErrForbidden)
	}
	return file, kept.Name, queryOne(s.readDB(ctx), &file, "SELECT * FROM originals WHERE sha256 = ?", kept.File)
}
