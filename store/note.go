package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// AddNote writes a note on a sentence. It returns the note's id and location.
func (s *Store) AddNote(ctx context.Context, r models.Reader, sentenceID int64,
	input models.NoteInput) (_ int64, _ models.Location, err error) {
	defer wrap(&err, "write a note on sentence %d", sentenceID)
	var note models.SentenceNote
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		held, err := t.loadSentence(r, sentenceID, models.ActAnswer)
		place = models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		if err != nil {
			return err
		}
		if err := input.Check(); err != nil {
			return err
		}
		if err := models.CheckQueryUnchanged(input.Words, held.Text); err != nil {
			return err
		}
		note = models.SentenceNote{ArticleID: held.ArticleID, DeskID: held.DeskID, TrackID: held.TrackID, At: &held.Start,
			AuthorID: r.UserID, Body: input.Body, Words: held.Text, WrittenAt: t.now}
		return t.addNote(r, note, &note.ID)
	})
	return note.ID, place, err
}

// addNote stores a note with the people whom it mentions, and settles the mentions of its author in the other
// notes on the sentence.
func (t *tx) addNote(r models.Reader, note models.SentenceNote, id *int64) error {
	if err := t.Create(&note).Error; err != nil {
		return err
	}
	*id = note.ID
	after := map[string]any{"body": note.Body, "words": note.Words, "track": note.TrackID}
	err := t.settleMentions(r, "note_id IN (SELECT n.id FROM sentence_notes n WHERE n.track_id = ?)", note.TrackID, after)
	if err != nil {
		return err
	}
	mentioned, err := t.addMentions(r, note.DeskID, note.Body, models.Mention{NoteID: &note.ID}, after)
	if err != nil {
		return err
	}
	if err := t.touchActivity(note.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "note added", object: "note", id: note.ID, article: note.ArticleID,
		desk: note.DeskID, after: after, notice: models.NoticeFacts{Mentioned: mentioned}})
}

// WithdrawNote withdraws the reader's own note. A withdrawn note stays as it is. It returns the note's location.
func (s *Store) WithdrawNote(ctx context.Context, r models.Reader, id int64) (_ models.Location, err error) {
	defer wrap(&err, "withdraw note %d", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		var n struct {
			models.SentenceNote `gorm:"embedded"`
			Role                models.Role
		}
		err := queryOne(t.DB, &n, `SELECT n.*, m.role FROM sentence_notes n JOIN articles a ON a.id = n.article_id AND a.trashed_at IS NULL
			`+joinMembership+` WHERE n.id = ?`, r.UserID, id)
		if err != nil {
			return err
		}
		if place, err = t.queryLocation(models.Query{ArticleID: n.ArticleID, TrackID: &n.TrackID}); err != nil {
			return err
		}
		if err := checkAllowed(r, n.Role, models.ActAnswer); err != nil {
			return err
		}
		if n.AuthorID != r.UserID {
			return fmt.Errorf("%w: only the author of a note withdraws it", models.ErrForbidden)
		}
		if n.WithdrawnAt != nil {
			return nil
		}
		if _, err := t.exec("UPDATE sentence_notes SET withdrawn_at = $1 WHERE id = $2", t.now, id); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "note withdrawn", object: "note", id: id, article: n.ArticleID,
			desk: n.DeskID, before: map[string]any{"body": n.Body}})
	})
	return place, err
}

// notesWhere reads notes, as a reader may see them, oldest first.
func notesWhere(db *gorm.DB, r models.Reader, where string, args ...any) ([]models.NamedNote, error) {
	var list []models.NamedNote
	err := db.Raw(`SELECT n.*, u.name, coalesce(s.ordinal, -1) AS ordinal, coalesce(s.text, '') AS text
		FROM `+blindViewFor(r).notes()+` AS n
		JOIN users u ON u.id = n.author_id
		JOIN articles a ON a.id = n.article_id
		LEFT JOIN sentences s ON s.track_id = n.track_id AND s.revision_id = a.revision_id
		WHERE n.withdrawn_at IS NULL AND `+where+` ORDER BY n.id`, args...).Scan(&list).Error
	if err != nil || len(list) == 0 {
		return list, err
	}
	at, ids := map[int64]*models.NamedNote{}, make([]int64, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	var mentions []models.Mention
	err = db.Raw("SELECT * FROM mentions WHERE note_id IN ? ORDER BY id", ids).Scan(&mentions).Error
	for _, m := range mentions {
		at[*m.NoteID].Mentioned = append(at[*m.NoteID].Mentioned, m.UserID)
	}
	return list, err
}

// Notes lists the notes on the sentences of an article, in the order of the text. Those on sentences that are
// gone come last.
func (s *Store) Notes(ctx context.Context, r models.Reader, articleID int64) (_ []models.NamedNote, err error) {
	defer wrap(&err, "list the notes of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return nil, err
	}
	list, err := notesWhere(s.readDB(ctx), r, "n.article_id = ?", articleID)
	models.SortNotes(list)
	return list, err
}

// Note reads one note.
func (s *Store) Note(ctx context.Context, r models.Reader, id int64) (_ models.NamedNote, err error) {
	defer wrap(&err, "read note %d", id)
	list, err := notesWhere(s.readDB(ctx), r, "n.id = ? AND n.desk_id IN ?", id, r.DeskIDs())
	if err != nil {
		return models.NamedNote{}, err
	}
	if len(list) == 0 {
		return models.NamedNote{}, models.ErrNotFound
	}
	return list[0], nil
}
