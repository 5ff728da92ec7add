package store

import (
	"fmt"

	"linecheck/models"
)

// revisionRecord is what an event stores of a revision's changes, to undo it.
type revisionRecord struct {
	Revision    int64              `json:"revision"` // the id of the former one
	Claims      []formerClaim      `json:"claims,omitempty"`
	Queries     []formerPlace      `json:"queries,omitempty"`
	Notes       []formerPlace      `json:"notes,omitempty"`
	Corrections []formerCorrection `json:"corrections,omitempty"`
	Gaps        []markGap          `json:"gaps,omitempty"` // gaps that the claims' new places made in read marks
}

// formerCorrection is a correction before a draft made it.
type formerCorrection struct {
	ID         int64                  `json:"id"`
	State      models.CorrectionState `json:"state"`
	AcceptedBy *int64                 `json:"accepted_by,omitempty"`
	Proven     bool                   `json:"proven,omitempty"`
}

// formerClaim is a claim before its words changed. Its status follows from its annotations.
type formerClaim struct {
	ID         int64             `json:"id"`
	Status     models.Status     `json:"status,omitempty"`
	Exact      string            `json:"exact,omitempty"`
	Resolution models.Resolution `json:"resolution,omitempty"`
}

// formerPlace is the former place of a query or a note about a sentence.
type formerPlace struct {
	ID    int64 `json:"id"`
	Track int64 `json:"track"`
	At    *int  `json:"at,omitempty"`
}

// places returns the list for a table of placedTables.
func (r *revisionRecord) places(table string) *[]formerPlace {
	if table == "queries" {
		return &r.Queries
	}
	return &r.Notes
}

// revisionInProgress is the state of storing one revision.
type revisionInProgress struct {
	reader            models.Reader
	authorship        models.AuthorshipFacts  // determines the authors
	dormantProvenance map[int64]string        // provenance tokens of tracks that are restored
	provenanceByText  map[string]string       // provenance tokens of sentences in earlier revisions, by text
	provenanceByWords map[string]string       // the same, by the words alone
	similar           *models.SimilarityIndex // finds similar earlier sentences
	corrections       []models.Correction     // of the article's claims, without declined ones
	madeBefore        map[int64]bool          // ids of those that an earlier revision made
	article           models.Article
	previous          models.PreviousText
	draft             models.AlignedDraft
	revision          models.Revision
	sentences         []models.Sentence // the draft's, as stored
	ids               []int64           // of the draft's sentences, by index
	tracks            []int64           // of the draft's sentences, by index
	equivalentMarks   []equivalentMark
	before            revisionRecord
}

// revise stores a draft as the article's next revision, with its sentences, tracks, claims and recheck
// suggestions, and an event that contains the former state.
func (t *tx) revise(
	r models.Reader,
	a models.Article,
	n models.NewRevision,
	was models.PreviousText,
	draft models.AlignedDraft,
) (models.RevisionResult, error) {
	v := &revisionInProgress{reader: r, article: a, previous: was, draft: draft, before: revisionRecord{Revision: was.Revision.ID}}
	for _, step := range []func() error{
		func() error { return t.addNextRevision(v, n) },
		func() error { return t.markCorrectionsMade(v) },
		func() error { return t.readAuthors(v) },
		func() error { return t.addRevisedSentences(v) },
		func() (err error) {
			v.equivalentMarks, v.before.Gaps, err = t.addEquivalentMarks(v.sentences)
			return err
		},
		func() error { return t.carryTitle(v) },
		func() error { return t.carryBoundaries(v) },
		func() error { return t.carryClaims(v) },
		func() error {
			gaps, err := t.addNewMarkGaps("o.revision_id = $1", v.revision.ID)
			v.before.Gaps = append(v.before.Gaps, gaps...)
			return err
		},
		func() error { return t.recomputeChangedClaims(v) },
		func() error { return t.outdateDependentClaims(v.previous.Revision.ID, v.revision.ID) },
		func() error { return t.carryPlaces(v) },
		func() error { return t.makeCurrent(a, v.revision.ID) },
		func() error { return t.touchActivity(a.ID, r.UserID) },
		func() error { return t.recordRevision(v) },
	} {
		if err := step(); err != nil {
			return models.RevisionResult{}, fmt.Errorf("bringing in a revision: %w", err)
		}
	}
	return models.RevisionResult{
		Revision:  v.revision,
		Sentences: models.CountSentenceChanges(draft.Links),
		Claims:    draft.ClaimChanges(),
	}, nil
}

// addNextRevision stores the revision and its original bytes. Numbers continue after the last one, even if it
// was withdrawn.
func (t *tx) addNextRevision(v *revisionInProgress, n models.NewRevision) error {
	v.revision = models.Revision{ArticleID: v.article.ID, Text: n.Text, SHA256: v.draft.SHA256, OriginalName: n.FileName, Note: n.Note,
		CreatedBy: nullableID(v.reader.UserID), CreatedAt: t.now, Markup: n.Markup}
	if err := t.queryRow("SELECT max(number) + 1 FROM revisions WHERE article_id = $1", []any{v.article.ID}, &v.revision.Number); err != nil {
		return err
	}
	if err := t.storeOriginal(&v.revision, n.Original); err != nil {
		return err
	}
	return t.Create(&v.revision).Error
}

// addRevisedSentences stores the sentences. Those that continue no former one get new tracks.
func (t *tx) addRevisedSentences(v *revisionInProgress) error {
	var fresh []*models.Track
	rows := make([]models.Sentence, len(v.draft.Sentences))
	of := make([]*models.Track, len(rows))
	for i, s := range v.draft.Sentences {
		rows[i] = s.Sentence
		rows[i].RevisionID = v.revision.ID
		rows[i].Provenance = v.provenance(s)
		rows[i].Authors = v.authorship.Authors(rows[i].Provenance)
		if s.TrackID == 0 {
			of[i] = &models.Track{
				ArticleID:       v.article.ID,
				State:           models.Unread,
				Recheck:         s.Recheck,
				CreatedAt:       t.now,
				SinceRevisionID: v.revision.ID,
			}
			fresh = append(fresh, of[i])
		}
	}
	if len(fresh) > 0 {
		if err := t.CreateInBatches(fresh, maxInsertRows).Error; err != nil {
			return err
		}
	}
	var origins []trackOrigin
	v.ids, v.tracks = make([]int64, len(rows)), make([]int64, len(rows))
	for i := range rows {
		if of[i] != nil {
			rows[i].TrackID = of[i].ID
			for _, from := range v.draft.Sentences[i].From {
				origins = append(origins, trackOrigin{of[i].ID, v.previous.Sentences[from].TrackID})
			}
		}
		v.tracks[i] = rows[i].TrackID
	}
	if err := t.CreateInBatches(rows, maxInsertRows).Error; err != nil {
		return err
	}
	for i := range rows {
		v.ids[i] = rows[i].ID
	}
	v.sentences = rows
	return t.addTrackOrigins(origins)
}

// trackOrigin records that a track was made from another one by splitting or merging.
type trackOrigin struct{ TrackID, OriginID int64 }

// addTrackOrigins stores the origins of tracks, and the origins of those.
func (t *tx) addTrackOrigins(list []trackOrigin) error {
	for _, o := range list {
		_, err := t.exec(
			`INSERT INTO track_origins (track_id, origin_id) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT) UNION SELECT CAST($1 AS BIGINT), origin_id FROM track_origins WHERE track_id = $2
			ON CONFLICT (track_id, origin_id) DO NOTHING`,
			o.TrackID,
			o.OriginID,
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// carryBoundaries stores the manual boundaries that also apply to the new text.
func (t *tx) carryBoundaries(v *revisionInProgress) error {
	if len(v.draft.Boundaries) == 0 {
		return nil
	}
	rows := make([]models.Boundary, len(v.draft.Boundaries))
	for i, b := range v.draft.Boundaries {
		rows[i] = models.Boundary{RevisionID: v.revision.ID, At: b.At, Begins: b.Begins, MadeBy: b.MadeBy, MadeAt: b.MadeAt}
	}
	return t.CreateInBatches(rows, maxInsertRows).Error
}
