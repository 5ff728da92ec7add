package store

import (
	"cmp"
	"time"

	"linecheck/models"
)

func (t *tx) importClaims(m *articleImporter) error {
	rows := make([]models.Claim, len(m.file.Claims))
	for i, c := range m.file.Claims {
		rows[i] = models.Claim{
			ArticleID:     m.article.ID,
			DeskID:        m.article.DeskID,
			Kind:          c.Kind,
			Risk:          c.Risk,
			Status:        models.Unchecked,
			Resolution:    models.Unresolved,
			AssigneeID:    m.userID(c.Assignee),
			DueAt:         toUTC(c.DueAt),
			SinceRevision: c.SinceRevision,
			FormerSince:   c.FormerSince,
			Version:       c.Version,
			CreatedBy:     m.userID(c.CreatedBy),
			CreatedAt:     c.CreatedAt.UTC(),
			ChangedAt:     c.ChangedAt.UTC(),
			WithdrawnAt:   toUTC(c.WithdrawnAt),
			WithdrawnBy:   m.userID(c.WithdrawnBy),
			Exact:         c.Exact,
			Context:       c.Context,
		}
	}
	err := addRows(t, rows)
	for i, c := range m.file.Claims {
		m.claims[c.ID] = rows[i].ID
	}
	for _, c := range m.file.Claims {
		if c.FormerClaim == nil || err != nil {
			continue
		}
		_, err = t.exec("UPDATE claims SET former_claim_id = $1 WHERE id = $2", m.claims[*c.FormerClaim], m.claims[c.ID])
	}
	return err
}

// importOccurrences stores the places of claims in every revision. A further occurrence refers to the event
// of the import.
func (t *tx) importOccurrences(m *articleImporter) error {
	var rows []models.Occurrence
	var touched [][]int
	for _, c := range m.file.Claims {
		for _, o := range c.Occurrences {
			row := models.Occurrence{
				ClaimID:    m.claims[c.ID],
				RevisionID: m.revisions[o.Revision],
				SentenceID: m.sentences[o.Revision][o.Sentences[0]],
				Start:      o.Start,
				End:        o.End,
				Exact:      o.Exact,
				Prefix:     o.Prefix,
				Suffix:     o.Suffix,
				Placement:  o.Placement,
			}
			if o.Further {
				row.EventID = &m.event
			}
			rows, touched = append(rows, row), append(touched, o.Sentences)
		}
	}
	if err := addRows(t, rows); err != nil {
		return err
	}
	numbers := map[int64]int{}
	for number, id := range m.revisions {
		numbers[id] = number
	}
	var links []models.OccurrenceSentence
	for i, row := range rows {
		for _, ordinal := range touched[i] {
			links = append(
				links,
				models.OccurrenceSentence{SentenceID: m.sentences[numbers[row.RevisionID]][ordinal], OccurrenceID: row.ID},
			)
		}
	}
	return addRows(t, links)
}

// importVerdicts stores the annotations, evidence and corrections of the claims.
func (t *tx) importVerdicts(m *articleImporter) error {
	var annotations []models.Annotation
	var corrections []models.Correction
	for _, c := range m.file.Claims {
		for _, a := range c.Annotations {
			annotations = append(
				annotations,
				models.Annotation{
					ClaimID:     m.claims[c.ID],
					ReviewerID:  m.people[a.Reviewer],
					RevisionID:  m.revisions[a.Revision],
					Status:      a.Status,
					Note:        a.Note,
					Ruling:      a.Ruling,
					At:          a.At.UTC(),
					WithdrawnAt: toUTC(a.WithdrawnAt),
					WithdrawnBy: m.userID(a.WithdrawnBy),
					Exact:       cmp.Or(a.Exact, exactInRevision(c, a.Revision)),
					Context:     a.Context,
					Depends:     a.Depends,
					Imported:    true,
				},
			)
		}
		for _, k := range c.Corrections {
			corrections = append(
				corrections,
				models.Correction{
					ClaimID:       m.claims[c.ID],
					From:          k.From,
					To:            k.To,
					Reason:        k.Reason,
					State:         k.State,
					ProposedBy:    m.people[k.ProposedBy],
					ProposedAt:    k.ProposedAt.UTC(),
					DecidedBy:     m.userID(k.DecidedBy),
					DecidedAt:     toUTC(k.DecidedAt),
					Version:       k.Version,
					AcceptedBy:    m.userID(k.AcceptedBy),
					DeclineReason: k.DeclineReason,
				},
			)
		}
	}
	if err := addRows(t, annotations); err != nil {
		return err
	}
	n := 0
	for _, c := range m.file.Claims {
		for _, a := range c.Annotations {
			m.annotations[a.ID] = annotations[n].ID
			n++
		}
	}
	if err := addRows(t, corrections); err != nil {
		return err
	}
	return t.importEvidence(m)
}

// exactInRevision returns the words of a claim of a file in one revision.
func exactInRevision(c models.FileClaim, revision int) string {
	for _, o := range c.Occurrences {
		if o.Revision == revision && o.Placement != models.Lost && !o.Further {
			return o.Exact
		}
	}
	return ""
}

// exactForEvidence returns the words of a claim for which evidence was given: those of its annotation, else
// the claim's first words.
func exactForEvidence(c models.FileClaim, e models.FileEvidence) string {
	for _, a := range c.Annotations {
		if e.Annotation != nil && a.ID == *e.Annotation {
			return exactInRevision(c, a.Revision)
		}
	}
	return exactInRevision(c, c.SinceRevision)
}

func (t *tx) importEvidence(m *articleImporter) error {
	var rows []models.Evidence
	for _, c := range m.file.Claims {
		for _, e := range c.Evidence {
			source, err := t.importSource(m, e)
			if err != nil {
				return err
			}
			row := models.Evidence{
				ClaimID:     m.claims[c.ID],
				SourceID:    source,
				Class:       e.Class,
				Stance:      e.Stance,
				Quote:       e.Quote,
				Locator:     e.Locator,
				CreatedBy:   m.userID(e.CreatedBy),
				CreatedAt:   e.CreatedAt.UTC(),
				WithdrawnAt: toUTC(e.WithdrawnAt),
				WithdrawnBy: m.userID(e.WithdrawnBy),
				Exact:       cmp.Or(e.Exact, exactForEvidence(c, e)),
				Imported:    true,
			}
			if e.Annotation != nil {
				id := m.annotations[*e.Annotation]
				row.AnnotationID = &id
			}
			if e.AccessedOn != "" {
				on, err := time.Parse(time.DateOnly, e.AccessedOn)
				if err != nil {
					return err
				}
				row.AccessedOn = &on
			}
			rows = append(rows, row)
		}
	}
	if err := addRows(t, rows); err != nil {
		return err
	}
	_, err := t.findQuotes("e.claim_id IN (SELECT c.id FROM claims c WHERE c.article_id = $1)", m.article.ID)
	return err
}

// importSource returns the desk's source for evidence of the file, and reuses an equal one. A confidential
// source is created each time, and belongs to the user who gave the evidence.
func (t *tx) importSource(m *articleImporter, e models.FileEvidence) (int64, error) {
	if id, ok := m.sources[e.Source]; ok {
		return id, nil
	}
	s, err := t.findSameSource(
		models.Source{
			DeskID:       m.article.DeskID,
			Kind:         e.Source.Kind,
			Title:        e.Source.Title,
			Publisher:    e.Source.Publisher,
			From:         e.Source.From,
			URL:          e.Source.URL,
			Contact:      e.Source.Contact,
			Confidential: e.Source.Confidential,
			CreatedBy:    m.userID(e.CreatedBy),
			CreatedAt:    t.now,
		},
	)
	if err == nil && !s.Confidential {
		m.sources[e.Source] = s.ID
	}
	return s.ID, err
}

// importQueries stores the queries with their messages.
func (t *tx) importQueries(m *articleImporter) error {
	rows := make([]models.Query, len(m.file.Queries))
	for i, q := range m.file.Queries {
		rows[i] = models.Query{
			ArticleID: m.article.ID,
			DeskID:    m.article.DeskID,
			At:        q.At,
			RaisedBy:  m.people[q.RaisedBy],
			RaisedAt:  q.RaisedAt.UTC(),
			ToRole:    q.ToRole,
			ToUser:    m.userID(q.ToUser),
			State:     q.State,
			Reason:    q.Reason,
			Version:   q.Version,
		}
		if q.Track != nil {
			id := m.tracks[*q.Track]
			rows[i].TrackID = &id
		}
		if q.Claim != nil {
			id := m.claims[*q.Claim]
			rows[i].ClaimID = &id
		}
	}
	if err := addRows(t, rows); err != nil {
		return err
	}
	var messages []models.Message
	for i, q := range m.file.Queries {
		for _, said := range q.Messages {
			messages = append(
				messages,
				models.Message{QueryID: rows[i].ID, AuthorID: m.people[said.Author], Body: said.Body, At: said.At.UTC(), Words: said.Words},
			)
		}
	}
	if err := addRows(t, messages); err != nil {
		return err
	}
	for i, q := range m.file.Queries {
		for _, g := range q.Guests {
			if err := t.importGuestAnswer(m, rows[i].ID, g); err != nil {
				return err
			}
		}
	}
	return nil
}

// importGuestAnswer stores what a guest said, with a link that has ended and whose token nobody has.
func (t *tx) importGuestAnswer(m *articleImporter, query int64, g models.FileGuestAnswer) error {
	_, hash := newToken()
	at := g.At.UTC()
	link := models.GuestLink{
		QueryID:   query,
		Name:      g.Guest,
		Email:     g.SentTo,
		TokenHash: hash,
		MadeBy:    m.people[g.SentBy],
		MadeAt:    at,
		ExpiresAt: at,
		RevokedAt: &at,
		Imported:  true,
	}
	if err := t.Create(&link).Error; err != nil {
		return err
	}
	answer := models.GuestAnswer{LinkID: link.ID, QueryID: query, Body: g.Body, Words: g.Words, Local: g.Local, At: at}
	if g.Revision != 0 {
		id := m.revisions[g.Revision]
		answer.RevisionID = &id
	}
	return t.Create(&answer).Error
}

// importNotes stores the notes on sentences. Nobody is mentioned by a note that another newsroom wrote.
func (t *tx) importNotes(m *articleImporter) error {
	var title int64
	err := t.queryRow("SELECT track_id FROM sentences WHERE revision_id = $1 AND ordinal = 0", []any{*m.article.RevisionID}, &title)
	if err != nil || len(m.file.Notes) == 0 {
		return err
	}
	rows := make([]models.SentenceNote, len(m.file.Notes))
	for i, n := range m.file.Notes {
		rows[i] = models.SentenceNote{
			ArticleID:   m.article.ID,
			DeskID:      m.article.DeskID,
			TrackID:     title,
			At:          n.At,
			AuthorID:    m.people[n.Author],
			Body:        n.Body,
			Words:       n.Words,
			WrittenAt:   n.WrittenAt.UTC(),
			WithdrawnAt: toUTC(n.WithdrawnAt),
		}
		if n.Track != nil {
			rows[i].TrackID = m.tracks[*n.Track]
		}
	}
	return addRows(t, rows)
}

// copySignedPolicy copies the policy of a sign-off of the file, and the sentences that one person both
// checked and signed.
func copySignedPolicy(row *models.SignOff, o models.FileSignOff) error {
	var err error
	if o.Policy != nil {
		if row.Policy, err = encodeJSON(o.Policy); err != nil {
			return err
		}
	}
	if len(o.WithoutSecondPerson) > 0 {
		row.CheckedAlone, err = encodeJSON(o.WithoutSecondPerson)
	}
	return err
}

// importSignOffs stores the sign-offs of a file. None of them is valid here.
func (t *tx) importSignOffs(m *articleImporter) error {
	signed := make([]models.SignOff, len(m.file.SignOffs))
	for i, o := range m.file.SignOffs {
		signed[i] = models.SignOff{
			ArticleID:   m.article.ID,
			RevisionID:  m.revisions[o.Revision],
			SHA256:      o.SHA256,
			UserID:      m.people[o.By],
			Role:        o.Role,
			At:          o.At.UTC(),
			VoidedAt:    toUTC(o.VoidedAt),
			VoidedBy:    m.userID(o.VoidedBy),
			VoidReason:  o.VoidReason,
			TitleSHA256: o.TitleSHA256,
			Rules:       o.Rules,
			Note:        o.Note,
		}
		if err := copySignedPolicy(&signed[i], o); err != nil {
			return err
		}
		if o.VoidedAt == nil { // an imported sign-off is never valid here
			signed[i].VoidedAt, signed[i].VoidedBy, signed[i].VoidReason = &t.now, nullableID(m.reader.UserID), models.VoidFromFile
		}
	}
	return addRows(t, signed)
}

// importOverrides stores the overrides of a file. An override of a gate reason is not valid here.
func (t *tx) importOverrides(m *articleImporter) error {
	for _, o := range m.file.Overrides {
		var claim, annotation *int64
		if o.Claim != nil {
			claim = nullableID(m.claims[*o.Claim])
		}
		if o.Annotation != nil {
			annotation = nullableID(m.annotations[*o.Annotation])
		}
		if claim == nil && o.VoidedAt == nil {
			o.VoidedAt, o.VoidReason = &t.now, models.VoidFromFile
		}
		_, err := t.exec(
			`INSERT INTO overrides (article_id, claim_id, annotation_id, gate_code, count, reason, user_id, at, voided_at, voided_by, void_reason)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			m.article.ID,
			claim,
			annotation,
			o.Rule,
			o.Count,
			o.Reason,
			m.people[o.By],
			o.At.UTC(),
			toUTC(o.VoidedAt),
			m.userID(o.VoidedBy),
			o.VoidReason,
		)
		if err != nil {
			return err
		}
	}
	return nil
}
