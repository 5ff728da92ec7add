package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// ArticleFile exports an article with everything that the reader may see of it, in one read transaction.
func (s *Store) ArticleFile(ctx context.Context, r models.Reader, id int64) (_ models.ArticleFile, err error) {
	defer wrap(&err, "export article %d", id)
	if _, err := s.visibleVersion(ctx, r, id); err != nil {
		return models.ArticleFile{}, err
	}
	t := &articleExporter{reader: r, blind: blindViewFor(r), id: id, revisionNumbers: map[int64]int{}, people: map[int64]bool{}}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		t.db = db
		for _, step := range []func() error{t.readHead, t.readRevisions, t.readAuthorships, t.readSentences, t.readTracks, t.readReadMarks, t.readMarkGaps, t.readClaims, t.readOutcomes, t.readOccurrences, t.readAnnotations, t.readEvidence,
			t.readCorrections, t.readQueries, t.readNotes,
			t.readRecheckSuggestions, t.readDismissals, t.readSignOffs, t.readOverrides, t.readCoveredItems,
			t.readAssignments, t.readEvents, t.readPeople} {
			if err := step(); err != nil {
				return fmt.Errorf("reading an article to take it out: %w", err)
			}
		}
		return nil
	})
	return t.file, err
}

// articleExporter is the state of one export.
type articleExporter struct {
	db                *gorm.DB
	reader            models.Reader
	blind             blindView
	id                int64
	revisionNumbers   map[int64]int // by revision id
	claimByID         map[int64]*models.FileClaim
	markPositions     map[int64]markPosition // the position of each read mark in the file
	overridePositions map[int64]int          // the position of each override
	trackByID         map[int64]*models.FileTrack
	people            map[int64]bool // every user that the file refers to
	file              models.ArticleFile
}

// userRef records that the file refers to a user.
func (t *articleExporter) userRef(id int64) int64 {
	t.people[id] = true
	return id
}

func (t *articleExporter) optionalUserRef(id *int64) *int64 {
	if id != nil {
		t.people[*id] = true
	}
	return id
}

// selectRows reads the rows of a query.
func selectRows[T any](db *gorm.DB, query string, args ...any) ([]T, error) {
	var list []T
	err := db.Raw(query, args...).Scan(&list).Error
	return list, err
}

// readHead reads the article's details, and the current head of the hash chain.
func (t *articleExporter) readHead() error {
	var a struct {
		models.Article `gorm:"embedded"`
		Desk           string
		Number         int
	}
	err := queryOne(
		t.db,
		&a,
		"SELECT a.*, d.name AS desk, v.number FROM articles a JOIN desks d ON d.id = a.desk_id JOIN revisions v ON v.id = a.revision_id WHERE a.id = ?",
		t.id,
	)
	if err != nil {
		return err
	}
	var end chain
	if err := queryOne(t.db, &end, "SELECT length, head FROM chain WHERE id = 1"); err != nil {
		return err
	}
	t.file = models.ArticleFile{Format: models.ArticleFileFormat, Version: models.ArticleFileVersion,
		Export: models.FileExport{At: currentTime(), By: t.reader.Name, Chain: models.FileChain{Length: int(end.Length), Head: end.Head}},
		Article: models.FileArticle{
			ID:        a.ID,
			Desk:      a.Desk,
			Title:     a.Title,
			Language:  a.Language,
			Writer:    t.optionalUserRef(a.WriterID),
			CreatedBy: t.optionalUserRef(a.CreatedBy),
			CreatedAt: a.CreatedAt.UTC(),
			DueAt:     toUTC(a.DueAt),
			State:     a.State,
			Revision:  a.Number,
			Version:   a.Version,
			URL:       a.URL,
			Copies:    a.Copies,
		}}
	return nil
}

// readRevisions reads the texts, with their original bytes and the manual sentence boundaries.
func (t *articleExporter) readRevisions() error {
	list, err := selectRows[struct {
		models.Revision `gorm:"embedded"`
		MediaType       string
		Bytes           []byte
	}](t.db, `SELECT v.*, coalesce(o.media_type, '') AS media_type, o.bytes FROM revisions v LEFT JOIN originals o ON o.sha256 = v.original_sha256
		WHERE v.article_id = ? ORDER BY v.number`, t.id)
	if err != nil {
		return err
	}
	for _, v := range list {
		f := models.FileRevision{
			Number:       v.Number,
			Text:         v.Text,
			SHA256:       v.SHA256,
			Note:         v.Note,
			OriginalName: v.OriginalName,
			CreatedBy:    t.optionalUserRef(v.CreatedBy),
			CreatedAt:    v.CreatedAt.UTC(),
			WithdrawnAt:  toUTC(v.WithdrawnAt),
			WithdrawnBy:  t.optionalUserRef(v.WithdrawnBy),
			Boundaries:   []models.FileBoundary{},
			Markup:       v.Markup,
		}
		if v.OriginalSHA256 != nil {
			f.Original = &models.FileOriginal{SHA256: *v.OriginalSHA256, MediaType: v.MediaType, Bytes: v.Bytes}
		}
		t.revisionNumbers[v.ID] = v.Number
		t.file.Revisions = append(t.file.Revisions, f)
	}
	boundaries, err := selectRows[models.Boundary](
		t.db,
		"SELECT b.* FROM boundaries b JOIN revisions v ON v.id = b.revision_id WHERE v.article_id = ? ORDER BY b.id",
		t.id,
	)
	for _, b := range boundaries {
		v := t.revisionByID(b.RevisionID)
		v.Boundaries = append(
			v.Boundaries,
			models.FileBoundary{At: b.At, Begins: b.Begins, MadeBy: t.userRef(b.MadeBy), MadeAt: b.MadeAt.UTC(),
				WithdrawnAt: toUTC(b.WithdrawnAt), WithdrawnBy: t.optionalUserRef(b.WithdrawnBy)},
		)
	}
	return err
}

// revisionByID returns the file's revision for an id. Numbers increase from 1 without gaps.
func (t *articleExporter) revisionByID(revisionID int64) *models.FileRevision {
	return &t.file.Revisions[t.revisionNumbers[revisionID]-1]
}

func (t *articleExporter) readSentences() error {
	list, err := selectRows[models.Sentence](
		t.db,
		"SELECT s.* FROM sentences s JOIN revisions v ON v.id = s.revision_id WHERE v.article_id = ? AND s.ordinal > 0 ORDER BY v.number, s.ordinal",
		t.id,
	)
	for _, s := range list {
		v := t.revisionByID(s.RevisionID)
		v.Sentences = append(
			v.Sentences,
			models.FileSentence{Ordinal: s.Ordinal, Track: s.TrackID, Region: s.Region, Start: s.Start, End: s.End, Text: s.Text,
				Depends: s.Depends, Authors: t.authorRefs(s)},
		)
	}
	return err
}

// notTitleTrack excludes the title's track (k). A file has the title among the article's details, and the
// title is unread after an import.
const notTitleTrack = "NOT EXISTS (SELECT 1 FROM sentences ts WHERE ts.track_id = k.id AND ts.ordinal = 0)"

// readTracks reads the states and read marks of the sentences, as far as the reader may see them.
func (t *articleExporter) readTracks() error {
	list, err := selectRows[models.Track](
		t.db,
		"SELECT k.* FROM "+t.blind.tracks()+" AS k WHERE k.article_id = ? AND "+notTitleTrack+" ORDER BY k.id",
		t.id,
	)
	if err != nil {
		return err
	}
	t.file.Tracks, t.trackByID = make([]models.FileTrack, len(list)), make(map[int64]*models.FileTrack, len(list))
	for i, k := range list {
		f := models.FileTrack{
			ID:        k.ID,
			State:     k.State,
			Recheck:   k.Recheck,
			ReadByTwo: k.ReadTwice,
			CreatedAt: k.CreatedAt.UTC(),
			Since:     t.revisionNumbers[k.SinceRevisionID],
		}
		if k.SettledRevisionID != nil {
			f.Settled = t.revisionNumbers[*k.SettledRevisionID]
		}
		t.file.Tracks[i], t.trackByID[k.ID] = f, &t.file.Tracks[i]
	}
	origins, err := selectRows[trackOrigin](
		t.db,
		"SELECT o.* FROM track_origins o JOIN tracks k ON k.id = o.track_id WHERE k.article_id = ? ORDER BY o.track_id, o.origin_id",
		t.id,
	)
	for _, o := range origins {
		t.trackByID[o.TrackID].Origins = append(t.trackByID[o.TrackID].Origins, o.OriginID)
	}
	return err
}

func (t *articleExporter) readReadMarks() error {
	list, err := selectRows[models.ReadMark](
		t.db,
		"SELECT x.* FROM readings x JOIN tracks k ON k.id = x.track_id WHERE k.article_id = ? AND "+notTitleTrack+" ORDER BY x.id",
		t.id,
	)
	t.markPositions = make(map[int64]markPosition, len(list))
	for _, x := range list {
		k := t.trackByID[x.TrackID]
		t.markPositions[x.ID] = markPosition{k, len(k.ReadMarks)}
		k.ReadMarks = append(
			k.ReadMarks,
			models.FileReadMark{Revision: t.revisionNumbers[x.RevisionID], Reader: t.userRef(x.ReaderID), At: x.At.UTC(),
				WithdrawnAt: toUTC(
					x.WithdrawnAt,
				), WithdrawnBy: t.optionalUserRef(x.WithdrawnBy), Text: x.Text, Region: x.Region, Depends: x.Depends, FromFile: x.Imported,
				RangeSize: x.RangeSize},
		)
	}
	return err
}

// readRecheckSuggestions reads the recheck suggestions.
func (t *articleExporter) readRecheckSuggestions() error {
	list, err := selectRows[models.RecheckSuggestion](t.db, "SELECT * FROM second_looks WHERE article_id = ? ORDER BY id", t.id)
	t.file.RecheckSuggestions = make([]models.FileRecheckSuggestion, len(list))
	for i, l := range list {
		t.file.RecheckSuggestions[i] = models.FileRecheckSuggestion{
			Revision:  t.revisionNumbers[l.RevisionID],
			Track:     l.TrackID,
			OnTrack:   l.OnTrackID,
			Change:    l.Change,
			Words:     l.Words,
			Outcome:   l.Outcome,
			SettledBy: t.optionalUserRef(l.SettledBy),
			SettledAt: toUTC(l.SettledAt),
		}
	}
	return err
}

// readDismissals reads the dismissed suggestions.
func (t *articleExporter) readDismissals() error {
	list, err := selectRows[models.SuggestionDismissal](
		t.db,
		"SELECT x.* FROM refusals x JOIN tracks k ON k.id = x.track_id WHERE x.article_id = ? AND "+notTitleTrack+" ORDER BY x.id",
		t.id,
	)
	for _, x := range list {
		t.file.Dismissals = append(
			t.file.Dismissals,
			models.FileDismissal{
				Track:       x.TrackID,
				Sort:        x.Sort,
				Key:         x.Key,
				Words:       x.Words,
				By:          t.userRef(x.RefusedBy),
				At:          x.RefusedAt.UTC(),
				WithdrawnAt: toUTC(x.WithdrawnAt),
				WithdrawnBy: t.optionalUserRef(x.WithdrawnBy),
			},
		)
	}
	return err
}

// readAssignments reads the people who work on the article.
func (t *articleExporter) readAssignments() error {
	list, err := selectRows[models.ArticlePerson](t.db, "SELECT * FROM article_people WHERE article_id = ? ORDER BY user_id", t.id)
	t.file.Assignments = make([]models.FileAssignment, len(list))
	for i, p := range list {
		t.file.Assignments[i] = models.FileAssignment{
			Person:     t.userRef(p.UserID),
			AssignedAt: toUTC(p.AssignedAt),
			AssignedBy: t.optionalUserRef(p.AssignedBy),
			DueAt:      toUTC(p.DueAt),
			LastAt:     toUTC(p.LastAt),
		}
	}
	return err
}

// readEvents reads the article's part of the audit log, as far as the reader may see it.
func (t *articleExporter) readEvents() error {
	var list []models.Event
	err := auditEntries(t.db, t.reader, models.AuditFilter{ArticleID: t.id}).Select("e.*").Order("e.id").Scan(&list).Error
	t.file.Events = make([]models.FileEvent, len(list))
	for i, e := range list {
		t.optionalUserRef(e.ActorID)
		t.file.Events[i] = models.NewFileEvent(redactEvent(t.reader, e))
	}
	return err
}

// readPeople reads the names and addresses of every user that the file refers to.
func (t *articleExporter) readPeople() error {
	t.file.People = []models.FilePerson{}
	return forEachChunk(slices.Sorted(maps.Keys(t.people)), func(part []int64) error {
		list, err := selectRows[models.User](
			t.db,
			"SELECT id, coalesce(nullif(typed_name, ''), name) AS name, email FROM users WHERE id IN ? ORDER BY id",
			part,
		)
		for _, u := range list {
			t.file.People = append(t.file.People, models.FilePerson{ID: u.ID, Name: u.Name, Email: models.OriginalEmail(u.Email)})
		}
		return err
	})
}

// formatDay formats a day for files; "" for nil.
func formatDay(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.DateOnly)
}
