package store

import (
	"strings"

	"linecheck/models"
)

// readClaims reads the article's claims, including withdrawn ones. For a claim that is sealed to the reader,
// the file has neither its status nor other users' verdicts.
func (t *articleExporter) readClaims() error {
	list, err := selectRows[models.Claim](t.db, "SELECT c.* FROM "+t.blind.claims()+" AS c WHERE c.article_id = ? ORDER BY c.id", t.id)
	t.file.Claims, t.claimByID = make([]models.FileClaim, len(list)), make(map[int64]*models.FileClaim, len(list))
	for i, c := range list {
		if c.Status == models.Sealed {
			t.file.Export.Sealed++
		}
		t.file.Claims[i] = models.FileClaim{
			ID:            c.ID,
			Kind:          c.Kind,
			Risk:          c.Risk,
			Status:        c.Status,
			Disagree:      c.Disagree,
			Resolution:    c.Resolution,
			ResolvedBy:    t.optionalUserRef(c.ResolvedBy),
			ResolvedAt:    toUTC(c.ResolvedAt),
			Assignee:      t.optionalUserRef(c.AssigneeID),
			DueAt:         toUTC(c.DueAt),
			SinceRevision: c.SinceRevision,
			FormerSince:   c.FormerSince,
			Version:       c.Version,
			CreatedBy:     t.optionalUserRef(c.CreatedBy),
			CreatedAt:     c.CreatedAt.UTC(),
			ChangedAt:     c.ChangedAt.UTC(),
			WithdrawnAt:   toUTC(c.WithdrawnAt),
			WithdrawnBy:   t.optionalUserRef(c.WithdrawnBy),
			Occurrences:   []models.FileOccurrence{},
			Annotations:   []models.FileAnnotation{},
			Evidence:      []models.FileEvidence{},
			Corrections:   []models.FileCorrection{},
			Exact:         c.Exact,
			Context:       c.Context,
			Contested:     c.Contested,
			FormerClaim:   c.FormerClaimID,
		}
		t.claimByID[c.ID] = &t.file.Claims[i]
	}
	return err
}

// claimsOfArticle limits rows of a claim (as c) to those of one article.
const claimsOfArticle = " JOIN claims c ON c.id = x.claim_id WHERE c.article_id = ? ORDER BY x.claim_id, "

func (t *articleExporter) readOccurrences() error {
	links, err := selectRows[struct {
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
	list, err := selectRows[models.Occurrence](
		t.db,
		"SELECT x.* FROM occurrences x"+claimsOfArticle+"x.revision_id, x.start_cp, x.id",
		t.id,
	)
	for _, o := range list {
		c := t.claimByID[o.ClaimID]
		c.Occurrences = append(
			c.Occurrences,
			models.FileOccurrence{Revision: t.revisionNumbers[o.RevisionID], Sentences: ordinals[o.ID], Start: o.Start, End: o.End,
				Exact: o.Exact, Prefix: o.Prefix, Suffix: o.Suffix, Placement: o.Placement, Further: o.EventID != nil},
		)
	}
	return err
}

func (t *articleExporter) readAnnotations() error {
	list, err := selectRows[struct {
		models.Annotation `gorm:"embedded"`
		Counts            bool
	}](t.db, "SELECT x.*, "+strings.ReplaceAll(verdictCounts, "n.", "x.")+" AS counts FROM "+t.blind.annotations()+" AS x"+claimsOfArticle+"x.id", t.id)
	for _, a := range list {
		c := t.claimByID[a.ClaimID]
		c.Annotations = append(
			c.Annotations,
			models.FileAnnotation{ID: a.ID, Reviewer: t.userRef(a.ReviewerID), Revision: t.revisionNumbers[a.RevisionID], Status: a.Status,
				Note: a.Note, Ruling: a.Ruling, Counts: &a.Counts, At: a.At.UTC(), WithdrawnAt: toUTC(a.WithdrawnAt), WithdrawnBy: t.optionalUserRef(a.WithdrawnBy),
				Exact: a.Exact, Context: a.Context, Depends: a.Depends, FromFile: a.Imported},
		)
	}
	return err
}

// readEvidence reads the evidence of claims. The details of confidential sources are never exported, for any
// reader.
func (t *articleExporter) readEvidence() error {
	list, err := selectRows[models.CitedEvidence](
		t.db,
		`SELECT x.*, `+sourceColumns+` FROM `+t.blind.evidence()+` AS x JOIN sources s ON s.id = x.source_id`+claimsOfArticle+"x.id",
		t.id,
	)
	if err != nil {
		return err
	}
	snapshots, err := t.readSnapshots()
	for _, cited := range list {
		e := cited.ForPrint()
		c := t.claimByID[e.ClaimID]
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
				t.optionalUserRef(k.TakenBy)
			}
		}
		c.Evidence = append(
			c.Evidence,
			models.FileEvidence{ID: e.ID, Annotation: e.AnnotationID, Class: e.Class, Stance: e.Stance, Source: source, Quote: e.Quote,
				Locator: e.Locator, AccessedOn: formatDay(e.AccessedOn), CreatedBy: t.optionalUserRef(e.CreatedBy), CreatedAt: e.CreatedAt.UTC(),
				WithdrawnAt: toUTC(e.WithdrawnAt), WithdrawnBy: t.optionalUserRef(e.WithdrawnBy), Exact: e.Exact, Confirms: e.ConfirmsID,
				FromFile: e.Imported, Snapshots: kept},
		)
	}
	return err
}

// readSnapshots reads the snapshots of the cited sources, by source, oldest first.
func (t *articleExporter) readSnapshots() (map[int64][]models.FileSnapshot, error) {
	list, err := selectRows[models.Snapshot](
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

// readCorrections reads the corrections of claims. Those of sealed claims are left out, because they reveal a
// verdict.
func (t *articleExporter) readCorrections() error {
	list, err := selectRows[models.Correction](t.db, "SELECT x.* FROM corrections x"+claimsOfArticle+"x.id", t.id)
	for _, k := range list {
		c := t.claimByID[k.ClaimID]
		if c.Status == models.Sealed {
			continue
		}
		c.Corrections = append(
			c.Corrections,
			models.FileCorrection{ID: k.ID, From: k.From, To: k.To, Reason: k.Reason, State: k.State, ProposedBy: t.userRef(k.ProposedBy),
				ProposedAt: k.ProposedAt.UTC(), DecidedBy: t.optionalUserRef(k.DecidedBy), DecidedAt: toUTC(k.DecidedAt), Version: k.Version,
				AcceptedBy: t.optionalUserRef(k.AcceptedBy), DeclineReason: k.DeclineReason},
		)
	}
	return err
}

// readOverrides reads the overrides of gate reasons and of the policy.
func (t *articleExporter) readOverrides() error {
	list, err := selectRows[struct {
		models.GateOverride `gorm:"embedded"`
		AnnotationID        *int64
	}](t.db, "SELECT * FROM overrides WHERE article_id = ? ORDER BY id", t.id)
	t.file.Overrides, t.overridePositions = []models.FileOverride{}, map[int64]int{}
	for _, o := range list {
		if o.ClaimID != nil && t.claimByID[*o.ClaimID].Status == models.Sealed {
			continue
		}
		t.overridePositions[o.ID] = len(t.file.Overrides)
		t.file.Overrides = append(
			t.file.Overrides,
			models.FileOverride{Claim: o.ClaimID, Annotation: o.AnnotationID, Rule: string(o.GateCode), Count: o.Count, Reason: o.Reason,
				By: t.userRef(
					o.UserID,
				), At: o.At.UTC(), VoidedAt: toUTC(o.VoidedAt), VoidedBy: t.optionalUserRef(o.VoidedBy), VoidReason: o.VoidReason},
		)
	}
	return err
}

// readQueries reads the queries with their messages.
func (t *articleExporter) readQueries() error {
	list, err := selectRows[models.Query](t.db, "SELECT * FROM queries WHERE article_id = ? ORDER BY id", t.id)
	if err != nil {
		return err
	}
	said, err := selectRows[models.Message](
		t.db,
		"SELECT m.* FROM messages m JOIN queries q ON q.id = m.query_id WHERE q.article_id = ? ORDER BY m.id",
		t.id,
	)
	messages := map[int64][]models.FileMessage{}
	for _, m := range said {
		is := models.FileMessage{Author: t.userRef(m.AuthorID), Body: m.Body, At: m.At.UTC(), Words: m.Words}
		messages[m.QueryID] = append(messages[m.QueryID], is)
	}
	if err != nil {
		return err
	}
	guests, err := t.readGuestAnswers()
	t.file.Queries = make([]models.FileQuery, len(list))
	for i, q := range list {
		if q.TrackID != nil && t.trackByID[*q.TrackID] == nil {
			q.TrackID, q.At = nil, nil // about the title: in a file, about the article
		}
		t.file.Queries[i] = models.FileQuery{
			ID:       q.ID,
			Track:    q.TrackID,
			At:       q.At,
			Claim:    q.ClaimID,
			RaisedBy: t.userRef(q.RaisedBy),
			RaisedAt: q.RaisedAt.UTC(),
			ToRole:   q.ToRole,
			ToUser:   t.optionalUserRef(q.ToUser),
			State:    q.State,
			Reason:   q.Reason,
			Version:  q.Version,
			Messages: messages[q.ID],
			Guests:   guests[q.ID],
		}
	}
	return err
}

// readGuestAnswers reads what guests said, by query.
func (t *articleExporter) readGuestAnswers() (map[int64][]models.FileGuestAnswer, error) {
	type guestRow struct {
		models.GuestAnswer `gorm:"embedded"`
		Name, Email        string
		MadeBy             int64
		Revision           int
	}
	rows, err := selectRows[guestRow](t.db, `SELECT g.*, l.name, l.email, l.made_by, coalesce(v.number, 0) AS revision
		FROM guest_answers g
		JOIN guest_links l ON l.id = g.link_id
		JOIN queries q ON q.id = g.query_id
		LEFT JOIN revisions v ON v.id = g.revision_id
		WHERE q.article_id = ?
		ORDER BY g.id`, t.id)
	by := map[int64][]models.FileGuestAnswer{}
	for _, g := range rows {
		by[g.QueryID] = append(by[g.QueryID], models.FileGuestAnswer{Guest: g.Name, SentTo: g.Email, SentBy: t.userRef(g.MadeBy), Body: g.Body,
			Revision: g.Revision, Local: g.Local, Words: g.Words, At: g.At.UTC()})
	}
	return by, err
}

// readNotes reads the notes on sentences that the reader may see.
func (t *articleExporter) readNotes() error {
	list, err := selectRows[models.SentenceNote](
		t.db,
		"SELECT n.* FROM "+t.blind.notes()+" AS n WHERE n.article_id = ? ORDER BY n.id",
		t.id,
	)
	for _, n := range list {
		note := models.FileNote{Track: &n.TrackID, At: n.At, Author: t.userRef(n.AuthorID), Body: n.Body, Words: n.Words,
			WrittenAt: n.WrittenAt.UTC(), WithdrawnAt: toUTC(n.WithdrawnAt)}
		if t.trackByID[n.TrackID] == nil {
			note.Track, note.At = nil, nil // the title has no track in a file
		}
		t.file.Notes = append(t.file.Notes, note)
	}
	return err
}
