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

// ArticleFile reads an article with all that the reader may know of it, on one state of the database.
func (s *Store) ArticleFile(ctx context.Context, r models.Reader, id int64) (_ models.ArticleFile, err error) {
	defer wrap(&err, "export article %d", id)
	if _, err := s.visibleStamp(ctx, r, id); err != nil {
		return models.ArticleFile{}, err
	}
	t := &taking{reader: r, seal: sealFor(r), id: id, numbers: map[int64]int{}, people: map[int64]bool{}}
	err = s.snapshot(ctx, func(db *gorm.DB) error {
		t.db = db
		for _, step := range []func() error{t.head, t.revisions, t.words, t.sentences, t.tracks, t.readings, t.gaps, t.claims, t.outcomes, t.occurrences, t.annotations, t.evidence,
			t.corrections, t.queries, t.secondLooks, t.refusals, t.signOffs, t.overrides, t.covered, t.assignments, t.events, t.persons} {
			if err := step(); err != nil {
				return fmt.Errorf("reading an article to take it out: %w", err)
			}
		}
		return nil
	})
	return t.file, err
}

// taking is one article that is being taken out.
type taking struct {
	db      *gorm.DB
	reader  models.Reader
	seal    seal
	id      int64
	numbers map[int64]int // of revisions, by id
	claim   map[int64]*models.FileClaim
	mark    map[int64]markAt // where each read mark is in the file
	over    map[int64]int    // where each override is
	track   map[int64]*models.FileTrack
	people  map[int64]bool // everybody whom the file names
	file    models.ArticleFile
}

// by notes somebody whom the file names.
func (t *taking) by(id int64) int64 {
	t.people[id] = true
	return id
}

func (t *taking) perhaps(id *int64) *int64 {
	if id != nil {
		t.people[*id] = true
	}
	return id
}

// rowsOf reads the rows of a query.
func rowsOf[T any](db *gorm.DB, query string, args ...any) ([]T, error) {
	var list []T
	err := db.Raw(query, args...).Scan(&list).Error
	return list, err
}

// head reads the article's details, and where the newsroom's record stands.
func (t *taking) head() error {
	var a struct {
		models.Article `gorm:"embedded"`
		Desk           string
		Number         int
	}
	err := one(
		t.db,
		&a,
		"SELECT a.*, d.name AS desk, v.number FROM articles a JOIN desks d ON d.id = a.desk_id JOIN revisions v ON v.id = a.revision_id WHERE a.id = ?",
		t.id,
	)
	if err != nil {
		return err
	}
	var end chain
	if err := one(t.db, &end, "SELECT length, head FROM chain WHERE id = 1"); err != nil {
		return err
	}
	t.file = models.ArticleFile{Format: models.ArticleFileFormat, Version: models.ArticleFileVersion,
		Taken: models.FileTaken{At: now(), By: t.reader.Name, Chain: models.FileChain{Length: int(end.Length), Head: end.Head}},
		Article: models.FileArticle{
			ID:        a.ID,
			Desk:      a.Desk,
			Title:     a.Title,
			Language:  a.Language,
			Writer:    t.perhaps(a.WriterID),
			CreatedBy: t.perhaps(a.CreatedBy),
			CreatedAt: a.CreatedAt.UTC(),
			DueAt:     utc(a.DueAt),
			State:     a.State,
			Revision:  a.Number,
			Version:   a.Version,
			URL:       a.URL,
			Copies:    a.Copies,
		}}
	return nil
}

// revisions reads the texts, with the bytes they came from and persons' words on where sentences begin.
func (t *taking) revisions() error {
	list, err := rowsOf[struct {
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
			CreatedBy:    t.perhaps(v.CreatedBy),
			CreatedAt:    v.CreatedAt.UTC(),
			WithdrawnAt:  utc(v.WithdrawnAt),
			WithdrawnBy:  t.perhaps(v.WithdrawnBy),
			Boundaries:   []models.FileBoundary{},
			Said:         v.Said,
		}
		if v.OriginalSHA256 != nil {
			f.Original = &models.FileOriginal{SHA256: *v.OriginalSHA256, MediaType: v.MediaType, Bytes: v.Bytes}
		}
		t.numbers[v.ID] = v.Number
		t.file.Revisions = append(t.file.Revisions, f)
	}
	boundaries, err := rowsOf[models.Boundary](
		t.db,
		"SELECT b.* FROM boundaries b JOIN revisions v ON v.id = b.revision_id WHERE v.article_id = ? ORDER BY b.id",
		t.id,
	)
	for _, b := range boundaries {
		v := t.in(b.RevisionID)
		v.Boundaries = append(v.Boundaries, models.FileBoundary{At: b.At, Begins: b.Begins, MadeBy: t.by(b.MadeBy), MadeAt: b.MadeAt.UTC(),
			WithdrawnAt: utc(b.WithdrawnAt), WithdrawnBy: t.perhaps(b.WithdrawnBy)})
	}
	return err
}

// in is the file's revision of an id. Numbers go up from 1 without a gap.
func (t *taking) in(revisionID int64) *models.FileRevision {
	return &t.file.Revisions[t.numbers[revisionID]-1]
}

func (t *taking) sentences() error {
	list, err := rowsOf[models.Sentence](
		t.db,
		"SELECT s.* FROM sentences s JOIN revisions v ON v.id = s.revision_id WHERE v.article_id = ? AND s.ordinal > 0 ORDER BY v.number, s.ordinal",
		t.id,
	)
	for _, s := range list {
		v := t.in(s.RevisionID)
		v.Sentences = append(
			v.Sentences,
			models.FileSentence{Ordinal: s.Ordinal, Track: s.TrackID, Region: s.Region, Start: s.Start, End: s.End, Text: s.Text,
				Depends: s.Depends, Authors: t.authors(s)},
		)
	}
	return err
}

// notTitle leaves out what was said of the title (its track is k): a file has the title with the article's details, and the title is read anew where it comes in.
const notTitle = "NOT EXISTS (SELECT 1 FROM sentences ts WHERE ts.track_id = k.id AND ts.ordinal = 0)"

// tracks reads what was settled about sentences, as far as the reader may know.
func (t *taking) tracks() error {
	list, err := rowsOf[models.Track](
		t.db,
		"SELECT k.* FROM "+t.seal.tracks()+" AS k WHERE k.article_id = ? AND "+notTitle+" ORDER BY k.id",
		t.id,
	)
	if err != nil {
		return err
	}
	t.file.Tracks, t.track = make([]models.FileTrack, len(list)), make(map[int64]*models.FileTrack, len(list))
	for i, k := range list {
		f := models.FileTrack{
			ID:        k.ID,
			State:     k.State,
			Recheck:   k.Recheck,
			Twice:     k.Twice,
			CreatedAt: k.CreatedAt.UTC(),
			Since:     t.numbers[k.SinceRevisionID],
		}
		if k.SettledRevisionID != nil {
			f.Settled = t.numbers[*k.SettledRevisionID]
		}
		t.file.Tracks[i], t.track[k.ID] = f, &t.file.Tracks[i]
	}
	origins, err := rowsOf[trackOrigin](
		t.db,
		"SELECT o.* FROM track_origins o JOIN tracks k ON k.id = o.track_id WHERE k.article_id = ? ORDER BY o.track_id, o.origin_id",
		t.id,
	)
	for _, o := range origins {
		t.track[o.TrackID].Origins = append(t.track[o.TrackID].Origins, o.OriginID)
	}
	return err
}

func (t *taking) readings() error {
	list, err := rowsOf[models.Reading](
		t.db,
		"SELECT x.* FROM readings x JOIN tracks k ON k.id = x.track_id WHERE k.article_id = ? AND "+notTitle+" ORDER BY x.id",
		t.id,
	)
	t.mark = make(map[int64]markAt, len(list))
	for _, x := range list {
		k := t.track[x.TrackID]
		t.mark[x.ID] = markAt{k, len(k.Readings)}
		k.Readings = append(k.Readings, models.FileReading{Revision: t.numbers[x.RevisionID], Reader: t.by(x.ReaderID), At: x.At.UTC(),
			WithdrawnAt: utc(
				x.WithdrawnAt,
			), WithdrawnBy: t.perhaps(x.WithdrawnBy), Text: x.Text, Region: x.Region, Depends: x.Depends, FromFile: x.Imported})
	}
	return err
}

// secondLooks reads the offers to look at sentences again.
func (t *taking) secondLooks() error {
	list, err := rowsOf[models.SecondLook](t.db, "SELECT * FROM second_looks WHERE article_id = ? ORDER BY id", t.id)
	t.file.SecondLooks = make([]models.FileLook, len(list))
	for i, l := range list {
		t.file.SecondLooks[i] = models.FileLook{
			Revision:  t.numbers[l.RevisionID],
			Track:     l.TrackID,
			OnTrack:   l.OnTrackID,
			Change:    l.Change,
			Words:     l.Words,
			Outcome:   l.Outcome,
			SettledBy: t.perhaps(l.SettledBy),
			SettledAt: utc(l.SettledAt),
		}
	}
	return err
}

// refusals reads the suggestions that were refused.
func (t *taking) refusals() error {
	list, err := rowsOf[models.Refusal](
		t.db,
		"SELECT x.* FROM refusals x JOIN tracks k ON k.id = x.track_id WHERE x.article_id = ? AND "+notTitle+" ORDER BY x.id",
		t.id,
	)
	for _, x := range list {
		t.file.Refusals = append(
			t.file.Refusals,
			models.FileRefusal{Track: x.TrackID, Sort: x.Sort, Key: x.Key, Words: x.Words, By: t.by(x.RefusedBy), At: x.RefusedAt.UTC(),
				WithdrawnAt: utc(x.WithdrawnAt), WithdrawnBy: t.perhaps(x.WithdrawnBy)},
		)
	}
	return err
}

// assignments reads who works on the article.
func (t *taking) assignments() error {
	list, err := rowsOf[models.ArticlePerson](t.db, "SELECT * FROM article_people WHERE article_id = ? ORDER BY user_id", t.id)
	t.file.Assignments = make([]models.FileAssignment, len(list))
	for i, p := range list {
		t.file.Assignments[i] = models.FileAssignment{
			Person:     t.by(p.UserID),
			AssignedAt: utc(p.AssignedAt),
			AssignedBy: t.perhaps(p.AssignedBy),
			DueAt:      utc(p.DueAt),
			LastAt:     utc(p.LastAt),
		}
	}
	return err
}

// events reads the article's part of the record, as far as the reader may see it.
func (t *taking) events() error {
	var list []models.Event
	err := deeds(t.db, t.reader, models.RecordFilter{ArticleID: t.id}).Select("e.*").Order("e.id").Scan(&list).Error
	t.file.Events = make([]models.FileEvent, len(list))
	for i, e := range list {
		t.perhaps(e.ActorID)
		t.file.Events[i] = models.FileEventOf(hushed(t.reader, e))
	}
	return err
}

// persons reads the names and addresses of everybody whom the file names.
func (t *taking) persons() error {
	t.file.People = []models.FilePerson{}
	return inParts(slices.Sorted(maps.Keys(t.people)), func(part []int64) error {
		list, err := rowsOf[models.User](
			t.db,
			"SELECT id, coalesce(nullif(typed_name, ''), name) AS name, email FROM users WHERE id IN ? ORDER BY id",
			part,
		)
		for _, u := range list {
			t.file.People = append(t.file.People, models.FilePerson{ID: u.ID, Name: u.Name, Email: models.OwnEmail(u.Email)})
		}
		return err
	})
}

// day is a day as files write it; "" where there is none.
func day(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.DateOnly)
}
