package store

import (
	"linecheck/models"
)

// importRevisions stores the texts, with their original bytes and the manual sentence boundaries.
func (t *tx) importRevisions(m *articleImporter) error {
	m.revisions = make([]int64, len(m.file.Revisions)+1)
	var boundaries []models.Boundary
	for _, v := range m.file.Revisions {
		row := models.Revision{
			ArticleID:    m.article.ID,
			Number:       v.Number,
			Text:         v.Text,
			SHA256:       v.SHA256,
			OriginalName: v.OriginalName,
			Note:         v.Note,
			CreatedBy: m.userID(
				v.CreatedBy,
			),
			CreatedAt:   v.CreatedAt.UTC(),
			WithdrawnAt: toUTC(v.WithdrawnAt),
			WithdrawnBy: m.userID(v.WithdrawnBy),
			Markup:      v.Markup,
		}
		if o := v.Original; o != nil {
			if err := t.storeOriginal(&row, &models.Original{SHA256: o.SHA256, MediaType: o.MediaType, Size: len(o.Bytes), Bytes: o.Bytes}); err != nil {
				return err
			}
		}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		m.revisions[v.Number] = row.ID
		for _, b := range v.Boundaries {
			boundaries = append(
				boundaries,
				models.Boundary{RevisionID: row.ID, At: b.At, Begins: b.Begins, MadeBy: m.people[b.MadeBy], MadeAt: b.MadeAt.UTC(),
					WithdrawnAt: toUTC(b.WithdrawnAt), WithdrawnBy: m.userID(b.WithdrawnBy)},
			)
		}
	}
	return addRows(t, boundaries)
}

// addRows inserts rows in batches. Their ids increase in their order.
func addRows[T any](t *tx, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return t.CreateInBatches(rows, maxInsertRows).Error
}

// importTracks stores the states and origins of the sentences, and the read marks.
func (t *tx) importTracks(m *articleImporter) error {
	rows := make([]models.Track, len(m.file.Tracks))
	for i, k := range m.file.Tracks {
		rows[i] = models.Track{
			ArticleID:       m.article.ID,
			State:           models.Unread,
			CreatedAt:       k.CreatedAt.UTC(),
			SinceRevisionID: m.revisions[k.Since],
		}
		if k.Settled != 0 {
			rows[i].SettledRevisionID = &m.revisions[k.Settled]
		}
	}
	if err := addRows(t, rows); err != nil {
		return err
	}
	for i, k := range m.file.Tracks {
		m.tracks[k.ID] = rows[i].ID
	}
	var origins []trackOrigin
	var readings []models.ReadMark
	var gaps [][]models.FileGap
	for i, k := range m.file.Tracks {
		for _, o := range k.Origins {
			origins = append(origins, trackOrigin{rows[i].ID, m.tracks[o]})
		}
		for _, x := range k.ReadMarks {
			readings = append(
				readings,
				models.ReadMark{TrackID: rows[i].ID, RevisionID: m.revisions[x.Revision], ReaderID: m.people[x.Reader], At: x.At.UTC(),
					WithdrawnAt: toUTC(
						x.WithdrawnAt,
					), WithdrawnBy: m.userID(x.WithdrawnBy), Text: x.Text, Region: x.Region, Depends: x.Depends, Imported: true,
					RangeSize: x.RangeSize},
			)
			gaps = append(gaps, x.Gaps)
		}
	}
	for _, o := range origins {
		if _, err := t.exec("INSERT INTO track_origins (track_id, origin_id) VALUES ($1, $2)", o.TrackID, o.OriginID); err != nil {
			return err
		}
	}
	if err := addRows(t, readings); err != nil {
		return err
	}
	for i, row := range readings {
		for _, gap := range gaps[i] {
			if _, err := t.exec("INSERT INTO read_mark_gaps (reading_id, start_cp, end_cp) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", row.ID, gap.Start, gap.End); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) importSentences(m *articleImporter) error {
	m.sentences = make([][]int64, len(m.file.Revisions)+1)
	for _, v := range m.file.Revisions {
		rows := make([]models.Sentence, len(v.Sentences))
		for i, s := range v.Sentences {
			rows[i] = models.Sentence{
				RevisionID: m.revisions[v.Number],
				TrackID:    m.tracks[s.Track],
				Ordinal:    s.Ordinal,
				Region:     s.Region,
				Start:      s.Start,
				End:        s.End,
				Text:       s.Text,
				Provenance: models.RevisionProvenance(m.revisions[1]) + " " + models.FileProvenance(m.reader.UserID),
			}
		}
		if err := addRows(t, rows); err != nil {
			return err
		}
		ids := make([]int64, len(rows)+1)
		for i, row := range rows {
			ids[i+1] = row.ID
		}
		m.sentences[v.Number] = ids
	}
	return nil
}

// importRecheckSuggestions stores the recheck suggestions.
func (t *tx) importRecheckSuggestions(m *articleImporter) error {
	rows := make([]models.RecheckSuggestion, len(m.file.RecheckSuggestions))
	for i, l := range m.file.RecheckSuggestions {
		rows[i] = models.RecheckSuggestion{
			ArticleID:  m.article.ID,
			RevisionID: m.revisions[l.Revision],
			TrackID:    m.tracks[l.Track],
			OnTrackID:  m.tracks[l.OnTrack],
			Change:     l.Change,
			Words:      l.Words,
			Outcome:    l.Outcome,
			SettledBy:  m.userID(l.SettledBy),
			SettledAt:  toUTC(l.SettledAt),
		}
	}
	return addRows(t, rows)
}

// importDismissals stores the dismissed suggestions.
func (t *tx) importDismissals(m *articleImporter) error {
	rows := make([]models.SuggestionDismissal, len(m.file.Dismissals))
	for i, x := range m.file.Dismissals {
		rows[i] = models.SuggestionDismissal{
			ArticleID:   m.article.ID,
			TrackID:     m.tracks[x.Track],
			Sort:        x.Sort,
			Key:         x.Key,
			Words:       x.Words,
			RefusedBy:   m.people[x.By],
			RefusedAt:   x.At.UTC(),
			WithdrawnAt: toUTC(x.WithdrawnAt),
			WithdrawnBy: m.userID(x.WithdrawnBy),
		}
	}
	return addRows(t, rows)
}

// importAssignments stores the people who work on the article.
func (t *tx) importAssignments(m *articleImporter) error {
	rows := make([]models.ArticlePerson, len(m.file.Assignments))
	for i, p := range m.file.Assignments {
		rows[i] = models.ArticlePerson{
			ArticleID:  m.article.ID,
			UserID:     m.people[p.Person],
			AssignedAt: toUTC(p.AssignedAt),
			AssignedBy: m.userID(p.AssignedBy),
			DueAt:      toUTC(p.DueAt),
			LastAt:     toUTC(p.LastAt),
		}
	}
	return addRows(t, rows)
}
