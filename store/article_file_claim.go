package store

import (
	"strings"

	"linecheck/models"
)

// claims reads the article's claims, those that were withdrawn among them. Of one that is sealed to the reader, neither status nor what
// others found comes along.
func (t *taking) claims() error {
	list, err := rowsOf[models.Claim](t.db, "SELECT c.* FROM "+t.seal.claims()+" AS c WHERE c.article_id = ? ORDER BY c.id", t.id)
	t.file.Claims, t.claim = make([]models.FileClaim, len(list)), make(map[int64]*models.FileClaim, len(list))
	for i, c := range list {
		if c.Status == models.Sealed {
			t.file.Taken.Sealed++
		}
		t.file.Claims[i] = models.FileClaim{
			ID:            c.ID,
			Kind:          c.Kind,
			Risk:          c.Risk,
			Status:        c.Status,
			Disagree:      c.Disagree,
			Resolution:    c.Resolution,
			ResolvedBy:    t.perhaps(c.ResolvedBy),
			ResolvedAt:    utc(c.ResolvedAt),
			Assignee:      t.perhaps(c.AssigneeID),
			DueAt:         utc(c.DueAt),
			SinceRevision: c.SinceRevision,
			FormerSince:   c.FormerSince,
			Version:       c.Version,
			CreatedBy:     t.perhaps(c.CreatedBy),
			CreatedAt:     c.CreatedAt.UTC(),
			ChangedAt:     c.ChangedAt.UTC(),
			WithdrawnAt:   utc(c.WithdrawnAt),
			WithdrawnBy:   t.perhaps(c.WithdrawnBy),
			Occurrences:   []models.FileOccurrence{},
			Annotations:   []models.FileAnnotation{},
			Evidence:      []models.FileEvidence{},
			Corrections:   []models.FileCorrection{},
			Exact:         c.Exact,
			Context:       c.Context,
			Contested:     c.Contested,
			FormerClaim:   c.FormerClaimID,
		}
		t.claim[c.ID] = &t.file.Claims[i]
	}
	return err
}

// ofArticle narrows rows of a claim (as c) to those of one article.
const ofArticle = " JOIN claims c ON c.id = x.claim_id WHERE c.article_id = ? ORDER BY x.claim_id, "

func (t *taking) occurrences() error {
	links, err := rowsOf[struct {
		OccurrenceID int64
		Ordinal      int
	}](t.db, `SELECT k.occurrence_id, s.ordinal FROM claims c JOIN occurrences x ON x.claim_id = c.id JOIN occurrence_sentences k ON k.occurrence_id = x.id
		JOIN sentences s ON s.id = k.sentence_id WHERE c.article_id = ? ORDER BY k.occurrence_id, s.ordinal`, t.id)
	if err != nil {
		return err
	}
	ordinals := map[int64][]int{}
	for _, l := range links {
		ordinals[l.OccurrenceID] = append(ordinals[l.OccurrenceID], l.Ordinal)
	}
	list, err := rowsOf[models.Occurrence](t.db, "SELECT x.* FROM occurrences x"+ofArticle+"x.revision_id, x.start_cp, x.id", t.id)
	for _, o := range list {
		c := t.claim[o.ClaimID]
		c.Occurrences = append(
			c.Occurrences,
			models.FileOccurrence{Revision: t.numbers[o.RevisionID], Sentences: ordinals[o.ID], Start: o.Start, End: o.End,
				Exact: o.Exact, Prefix: o.Prefix, Suffix: o.Suffix, Placement: o.Placement, Further: o.EventID != nil},
		)
	}
	return err
}

func (t *taking) annotations() error {
	list, err := rowsOf[struct {
		models.Annotation `gorm:"embedded"`
		Counts            bool
	}](t.db, "SELECT x.*, "+strings.ReplaceAll(verdictCounts, "n.", "x.")+" AS counts FROM "+t.seal.annotations()+" AS x"+ofArticle+"x.id", t.id)
	for _, a := range list {
		c := t.claim[a.ClaimID]
		c.Annotations = append(
			c.Annotations,
			models.FileAnnotation{ID: a.ID, Reviewer: t.by(a.ReviewerID), Revision: t.numbers[a.RevisionID], Status: a.Status,
				Note: a.Note, Ruling: a.Ruling, Counts: &a.Counts, At: a.At.UTC(), WithdrawnAt: utc(a.WithdrawnAt), WithdrawnBy: t.perhaps(a.WithdrawnBy),
				Exact: a.Exact, Context: a.Context, Depends: a.Depends, FromFile: a.Imported},
		)
	}
	return err
}

// evidence reads what claims rest on. What was said in confidence stays in the house, whoever takes the file out.
func (t *taking) evidence() error {
	list, err := rowsOf[models.Cited](
		t.db,
		`SELECT x.*, `+sourceColumns+` FROM `+t.seal.evidence()+` AS x JOIN sources s ON s.id = x.source_id`+ofArticle+"x.id",
		t.id,
	)
	if err != nil {
		return err
	}
	snapshots, err := t.snapshots()
	for _, cited := range list {
		e := cited.Printed()
		c := t.claim[e.ClaimID]
		source := models.FileSource{
			Kind:         e.Source.Kind(),
			Title:        e.Source.Title(),
			Publisher:    e.Source.Publisher(),
			From:         e.Source.From(),
			URL:          e.Source.URL(),
			Contact:      e.Source.Contact(),
			Confidential: e.Source.Confidential(),
		}
		var kept []models.FileSnapshot
		if !e.Source.Hidden() {
			kept = snapshots[cited.SourceID]
			for _, k := range kept {
				t.perhaps(k.TakenBy)
			}
		}
		c.Evidence = append(
			c.Evidence,
			models.FileEvidence{ID: e.ID, Annotation: e.AnnotationID, Class: e.Class, Stance: e.Stance, Source: source, Quote: e.Quote,
				Locator: e.Locator, AccessedOn: day(e.AccessedOn), CreatedBy: t.perhaps(e.CreatedBy), CreatedAt: e.CreatedAt.UTC(),
				WithdrawnAt: utc(e.WithdrawnAt), WithdrawnBy: t.perhaps(e.WithdrawnBy), Exact: e.Exact, Confirms: e.ConfirmsID,
				FromFile: e.Imported, Snapshots: kept},
		)
	}
	return err
}

// snapshots reads what is kept of the sources that claims rest on, by source, oldest first.
func (t *taking) snapshots() (map[int64][]models.FileSnapshot, error) {
	list, err := rowsOf[models.Snapshot](
		t.db,
		`SELECT k.id, k.source_id, k.media_type, k.sha256, k.size, k.origin, k.taken_by, k.taken_at FROM snapshots k
		WHERE k.source_id IN (SELECT x.source_id FROM evidence x JOIN claims c ON c.id = x.claim_id WHERE c.article_id = ?) ORDER BY k.id`,
		t.id,
	)
	snapshots := map[int64][]models.FileSnapshot{}
	for _, k := range list {
		snapshots[k.SourceID] = append(
			snapshots[k.SourceID],
			models.FileSnapshot{MediaType: k.MediaType, SHA256: k.SHA256, Size: k.Size, Origin: k.Origin,
				TakenBy: k.TakenBy, TakenAt: k.TakenAt.UTC()},
		)
	}
	return snapshots, err
}

// corrections reads what was proposed for claims; of a sealed one nothing, as it tells what somebody found.
func (t *taking) corrections() error {
	list, err := rowsOf[models.Correction](t.db, "SELECT x.* FROM corrections x"+ofArticle+"x.id", t.id)
	for _, k := range list {
		c := t.claim[k.ClaimID]
		if c.Status == models.Sealed {
			continue
		}
		c.Corrections = append(
			c.Corrections,
			models.FileCorrection{ID: k.ID, From: k.From, To: k.To, Reason: k.Reason, State: k.State, ProposedBy: t.by(k.ProposedBy),
				ProposedAt: k.ProposedAt.UTC(), DecidedBy: t.perhaps(k.DecidedBy), DecidedAt: utc(k.DecidedAt), Version: k.Version,
				AcceptedBy: t.perhaps(k.AcceptedBy), DeclineReason: k.DeclineReason},
		)
	}
	return err
}

// overrides reads editors' words that a rule shall not hold.
func (t *taking) overrides() error {
	list, err := rowsOf[struct {
		models.GateOverride `gorm:"embedded"`
		AnnotationID        *int64
	}](t.db, "SELECT * FROM overrides WHERE article_id = ? ORDER BY id", t.id)
	t.file.Overrides, t.over = []models.FileOverride{}, map[int64]int{}
	for _, o := range list {
		if o.ClaimID != nil && t.claim[*o.ClaimID].Status == models.Sealed {
			continue
		}
		t.over[o.ID] = len(t.file.Overrides)
		t.file.Overrides = append(
			t.file.Overrides,
			models.FileOverride{Claim: o.ClaimID, Annotation: o.AnnotationID, Rule: string(o.GateCode), Count: o.Count, Reason: o.Reason,
				By: t.by(o.UserID), At: o.At.UTC(), VoidedAt: utc(o.VoidedAt), VoidedBy: t.perhaps(o.VoidedBy), VoidReason: o.VoidReason},
		)
	}
	return err
}

// queries reads the questions with all that was said in them.
func (t *taking) queries() error {
	list, err := rowsOf[models.Query](t.db, "SELECT * FROM queries WHERE article_id = ? ORDER BY id", t.id)
	if err != nil {
		return err
	}
	said, err := rowsOf[models.Message](
		t.db,
		"SELECT m.* FROM messages m JOIN queries q ON q.id = m.query_id WHERE q.article_id = ? ORDER BY m.id",
		t.id,
	)
	messages := map[int64][]models.FileMessage{}
	for _, m := range said {
		is := models.FileMessage{Author: t.by(m.AuthorID), Body: m.Body, At: m.At.UTC(), Words: m.Words}
		messages[m.QueryID] = append(messages[m.QueryID], is)
	}
	t.file.Queries = make([]models.FileQuery, len(list))
	for i, q := range list {
		if q.TrackID != nil && t.track[*q.TrackID] == nil {
			q.TrackID, q.At = nil, nil // about the title: in a file, about the article
		}
		t.file.Queries[i] = models.FileQuery{
			ID:       q.ID,
			Track:    q.TrackID,
			At:       q.At,
			Claim:    q.ClaimID,
			RaisedBy: t.by(q.RaisedBy),
			RaisedAt: q.RaisedAt.UTC(),
			ToRole:   q.ToRole,
			ToUser:   t.perhaps(q.ToUser),
			State:    q.State,
			Reason:   q.Reason,
			Version:  q.Version,
			Messages: messages[q.ID],
		}
	}
	return err
}
