package store

import (
	"time"

	"linecheck/models"
	"linecheck/text"
)

// equivalentMark is a read mark on a sentence that a draft has in another Unicode form, as the draft's event
// stores it.
type equivalentMark struct {
	ID     int64     `json:"id"`
	Of     int64     `json:"of"` // the mark on the same characters in the former form
	Track  int64     `json:"track"`
	Reader int64     `json:"reader"`
	At     time.Time `json:"at"`
}

// addEquivalentMarks copies read marks to sentences with the same characters in another Unicode form, because a reader of é has read it
// in any form. It returns the new marks, and the new gaps in existing ones.
func (t *tx) addEquivalentMarks(sentences []models.Sentence) (made []equivalentMark, gaps []markGap, err error) {
	byTrack := map[int64]models.Sentence{}
	var tracks []int64
	for _, s := range sentences {
		if len(text.UnicodeForms(s.Text)) > 1 {
			byTrack[s.TrackID] = s
			tracks = append(tracks, s.TrackID)
		}
	}
	err = forEachChunk(tracks, func(part []int64) error {
		var marks []models.ReadMark
		err := t.Where("track_id IN ? AND withdrawn_at IS NULL AND NOT imported", part).Order("id").Find(&marks).Error
		if err != nil {
			return err
		}
		for _, m := range marks {
			s := byTrack[m.TrackID]
			if m.Text == s.Text || m.Region != s.Region || !text.SameCharacters(m.Text, s.Text) {
				continue
			}
			mark, more, err := t.addEquivalentMark(m, s, marks)
			if err != nil {
				return err
			}
			if mark != nil {
				made = append(made, *mark)
			}
			gaps = append(gaps, more...)
		}
		return nil
	})
	return made, gaps, err
}

// addEquivalentMark copies one mark with its gaps for a sentence's spelling, unless it already exists.
func (t *tx) addEquivalentMark(m models.ReadMark, s models.Sentence, there []models.ReadMark) (*equivalentMark, []markGap, error) {
	same := m
	same.ID, same.RevisionID, same.Text = 0, s.RevisionID, s.Text
	var made *equivalentMark
	for _, x := range there {
		if x.TrackID == m.TrackID && x.ReaderID == m.ReaderID && x.At.Equal(m.At) && x.Text == s.Text && x.Region == s.Region {
			same = x
		}
	}
	if same.ID == 0 {
		if err := t.Create(&same).Error; err != nil {
			return nil, nil, err
		}
		made = &equivalentMark{ID: same.ID, Of: m.ID, Track: m.TrackID, Reader: m.ReaderID, At: m.At}
	}
	gaps, err := selectRows[struct{ StartCp, EndCp int }](t.DB, "SELECT start_cp, end_cp FROM read_mark_gaps WHERE reading_id = ?", m.ID)
	if err != nil {
		return made, nil, err
	}
	was, is := text.Compose(m.Text), text.Compose(s.Text)
	var fresh []markGap
	for _, g := range gaps {
		at := is.FromNFC(was.ToNFC(text.Span{Start: g.StartCp, End: g.EndCp}))
		n, err := t.exec(
			"INSERT INTO read_mark_gaps (reading_id, start_cp, end_cp) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			same.ID,
			at.Start,
			at.End,
		)
		if err != nil {
			return made, nil, err
		}
		if made == nil && n > 0 {
			fresh = append(fresh, markGap{same.ID, at.Start, at.End})
		}
	}
	return made, fresh, nil
}
