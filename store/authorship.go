package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"linecheck/models"
	"linecheck/text/anchor"
)

// readAuthors reads the facts that determine the authors of a draft.
func (t *tx) readAuthors(v *revisionInProgress) error {
	var err error
	if v.authorship, err = t.loadAuthorshipFacts(v.article); err != nil {
		return err
	}
	v.dormantProvenance, v.provenanceByText = map[int64]string{}, map[string]string{}
	return t.queryEach(
		`SELECT s.revision_id, s.track_id, s.typed, s.text, s.ordinal = 0 OR r.withdrawn_at IS NOT NULL
		FROM sentences s JOIN revisions r ON r.id = s.revision_id
		WHERE r.article_id = $1 AND r.id <> $2 ORDER BY s.revision_id`,
		[]any{v.article.ID, v.revision.ID},
		func(rows *sql.Rows) error {
			var revision, track int64
			var typed, words string
			var aside bool // the sentence is a title, or of a withdrawn revision: a later draft does not restore its words
			err := rows.Scan(&revision, &track, &typed, &words, &aside)
			if was := v.provenanceByText[words]; was != typed {
				v.provenanceByText[words] = models.JoinProvenance(was, typed)
			}
			if revision != v.previous.Revision.ID && !aside {
				v.dormantProvenance[track] = typed
			}
			return err
		},
	)
}

// provenance returns the provenance tokens of a sentence of the draft.
func (v *revisionInProgress) provenance(s models.RevisedSentence) string {
	var was []models.Sentence
	for _, i := range s.From {
		was = append(was, v.previous.Sentences[i])
	}
	if came, back := v.dormantProvenance[s.TrackID]; back && s.TrackID != 0 &&
		!slices.ContainsFunc(was, func(w models.Sentence) bool { return w.TrackID == s.TrackID }) {
		return came // its words have come back
	}
	typed := models.SentenceProvenance(was, s.Text, v.correctionsIn(was), v.staysWithinClaim, v.revision.ID)
	if !slices.Contains(strings.Fields(typed), models.RevisionProvenance(v.revision.ID)) {
		return typed
	}
	typed = models.JoinProvenance(typed, v.earlierProvenance()[anchor.WordsOnly(s.Text)])
	if len(s.From) == 0 { // it may be a dropped sentence with a small change
		typed = models.JoinProvenance(typed, v.similarProvenance(s.Text))
	}
	return typed
}

// similarProvenance returns the provenance tokens of earlier sentences that are similar to a new one.
func (v *revisionInProgress) similarProvenance(words string) string {
	if v.similar == nil {
		v.similar = models.NewSimilarityIndex(v.earlierProvenance())
	}
	return v.similar.Provenance(words)
}

// correctionsIn returns the corrections that this draft can make in the given sentences. It excludes those that an earlier draft made.
func (v *revisionInProgress) correctionsIn(was []models.Sentence) []models.Correction {
	return slices.DeleteFunc(slices.Clone(v.corrections), func(k models.Correction) bool {
		return v.madeBefore[k.ID] || !slices.ContainsFunc(v.previous.Claims, func(c models.PreviousClaim) bool {
			return c.ID == k.ClaimID && slices.ContainsFunc(c.Occurrences, func(o models.Occurrence) bool {
				return slices.ContainsFunc(was, func(s models.Sentence) bool { return o.Start < s.End && o.End > s.Start })
			})
		})
	})
}

// earlierProvenance returns provenance tokens by the words of sentences in earlier revisions. Their authors
// remain the authors if only blanks, punctuation, letter case or the place changed.
func (v *revisionInProgress) earlierProvenance() map[string]string {
	if v.provenanceByWords == nil {
		v.provenanceByWords = make(map[string]string, len(v.provenanceByText))
		for words, typed := range v.provenanceByText {
			key := anchor.WordsOnly(words)
			v.provenanceByWords[key] = models.JoinProvenance(v.provenanceByWords[key], typed)
		}
	}
	return v.provenanceByWords
}

// staysWithinClaim reports whether the words of a correction stay within its claim in the draft.
func (v *revisionInProgress) staysWithinClaim(k models.Correction) bool {
	for _, c := range v.draft.Claims {
		if c.ID == k.ClaimID {
			return models.OccursIn(k.To, c.Words.Exact)
		}
	}
	return false
}

// loadAuthorshipFacts reads the facts that determine the authors of an article's words.
func (t *tx) loadAuthorshipFacts(a models.Article) (models.AuthorshipFacts, error) {
	by := models.AuthorshipFacts{
		WriterID:    a.WriterID,
		Creators:    map[int64]*int64{},
		Confirmed:   map[int64]bool{},
		Claimed:     map[int64]int64{},
		Corrections: map[int64]models.Correction{},
	}
	err := t.queryEach(
		`SELECT v.id, v.number, v.created_by, w.user_id, coalesce(w.vouched, FALSE)
		FROM revisions v LEFT JOIN authorships w ON w.revision_id = v.id
		WHERE v.article_id = $1 ORDER BY v.number`,
		[]any{a.ID},
		func(rows *sql.Rows) error {
			var id int64
			var number int
			var creator, spoke *int64
			var vouched bool
			err := rows.Scan(&id, &number, &creator, &spoke, &vouched)
			by.Creators[id], by.Confirmed[id] = creator, vouched || spoke != nil && sameID(spoke, a.WriterID)
			if spoke != nil && !vouched {
				by.Claimed[id] = *spoke
			}
			if number == 1 {
				by.FirstRevisionID = id
			}
			return err
		},
	)
	if err != nil {
		return by, err
	}
	if by.FormerWriters, err = t.formerWriters(a); err != nil {
		return by, err
	}
	var list []models.Correction
	err = t.Raw("SELECT k.* FROM corrections k JOIN claims c ON c.id = k.claim_id WHERE c.article_id = ?", a.ID).Scan(&list).Error
	for _, k := range list {
		by.Corrections[k.ID] = k
	}
	return by, err
}

// recomputeAuthors derives the authors of the sentences of an article's current revision, and the states that
// depend on them.
func (t *tx) recomputeAuthors(articleID int64) error {
	var a models.Article
	if err := queryOne(t.DB, &a, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
		return err
	}
	by, err := t.loadAuthorshipFacts(a)
	if err != nil {
		return err
	}
	facts, err := loadSentenceFacts(t, sentencesOfRevision, *a.RevisionID)
	if err != nil {
		return err
	}
	var changed []models.SentenceFacts
	for _, f := range facts {
		authors := by.Authors(f.Provenance)
		headlines := f.EqualHeadline != nil && by.Authors(f.EqualHeadline.Provenance) != f.EqualHeadline.Authors
		if headlines { // a title that equals a headline has its status
			f.EqualHeadline.Authors = by.Authors(f.EqualHeadline.Provenance)
		}
		if authors == f.Authors && !headlines {
			continue
		}
		if _, err := t.exec("UPDATE sentences SET authors = $1 WHERE id = $2", authors, f.ID); err != nil {
			return err
		}
		f.Authors = authors
		changed = append(changed, f)
	}
	if len(changed) == 0 {
		return nil
	}
	const overridden = "c.article_id = ? AND EXISTS (SELECT 1 FROM overrides v WHERE v.claim_id = c.id)" // their editor may be an author
	if err := t.recomputeClaimProofs(overridden, a.ID); err != nil {
		return err
	}
	return t.storeSentenceStates(a.ID, a.DeskID, changed, models.Counts{})
}

// recomputeDependencies derives what every sentence of an article's current revision refers back to, and the
// states that depend on it.
func (t *tx) recomputeDependencies(articleID int64) error {
	var a models.Article
	if err := queryOne(t.DB, &a, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
		return err
	}
	if err := t.writeDependencies(a); err != nil {
		return err
	}
	facts, err := loadSentenceFacts(t, sentencesOfRevision, *a.RevisionID)
	if err != nil {
		return err
	}
	return t.storeSentenceStates(a.ID, a.DeskID, facts, models.Counts{})
}

// writeDependencies stores what the sentences of an article's current revision refer back to.
func (t *tx) writeDependencies(a models.Article) error {
	var words string
	if err := queryOne(t.DB, &words, "SELECT text FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
		return err
	}
	var sentences []models.Sentence
	if err := t.Where("revision_id = ? AND ordinal > 0", *a.RevisionID).Order("ordinal").Find(&sentences).Error; err != nil {
		return err
	}
	now := slices.Clone(sentences)
	models.AddDependencies(words, now, a.Language)
	for i, s := range sentences {
		if now[i].Depends == s.Depends {
			continue
		}
		if _, err := t.exec("UPDATE sentences SET depends = $1 WHERE id = $2", now[i].Depends, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// ClaimAuthorship records the statement of the article's named writer that the words of a revision are their
// own. From then on, a user who only added them is not an author.
func (s *Store) ClaimAuthorship(ctx context.Context, r models.Reader, articleID int64, number int) (err error) {
	defer wrap(&err, "claim the words of article %d", articleID)
	return s.addAuthorship(
		ctx,
		r,
		articleID,
		number,
		func(t *tx, a models.Article, v models.Revision, role models.Role) (models.Authorship, error) {
			if a.WriterID == nil || *a.WriterID != r.UserID {
				return models.Authorship{}, fmt.Errorf(
					"%w: %w",
					models.ErrForbidden,
					models.NewFieldError("words", "Only the person who is "+
						"named as the article's writer can say that these are their words."),
				)
			}
			return models.Authorship{RevisionID: v.ID, UserID: r.UserID, At: t.now}, nil
		},
	)
}

// VouchForWriter records an editor's statement that a writer without an account wrote the words of a revision. An editor who added the
// revision may not vouch. The reason is printed.
func (s *Store) VouchForWriter(ctx context.Context, r models.Reader, articleID int64, number int, reason string) (err error) {
	defer wrap(&err, "vouch for the writer of article %d", articleID)
	return s.addAuthorship(
		ctx,
		r,
		articleID,
		number,
		func(t *tx, a models.Article, v models.Revision, role models.Role) (models.Authorship, error) {
			row := models.Authorship{RevisionID: v.ID, UserID: r.UserID, Vouched: true, At: t.now}
			var wrong models.ValidationErrors
			row.Reason = models.CheckReason("reason", reason, &wrong)
			bar, _, err := t.accountRestriction(r, a.DeskID)
			switch {
			case !role.Allows(models.ActRule):
				return row, fmt.Errorf("%w: only an editor vouches for a writer", models.ErrForbidden)
			case err != nil || !bar.IsZero():
				return row, restrictedError(err, "words", bar)
			case v.CreatedBy != nil && *v.CreatedBy == r.UserID:
				return row, fmt.Errorf(
					"%w: %w",
					models.ErrForbidden,
					models.NewFieldError("words", "You brought this text in, so another editor has to vouch for its writer."),
				)
			case a.WriterID != nil:
				return row, models.NewFieldError("words", "The article's writer has an account here and can say so from their own queue.")
			}
			return row, wrong.Err()
		},
	)
}

// addAuthorship records the authorship of a revision, once.
func (s *Store) addAuthorship(ctx context.Context, r models.Reader, articleID int64, number int,
	decide func(*tx, models.Article, models.Revision, models.Role) (models.Authorship, error)) error {
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, articleID, models.ActAnswer)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		role, err := t.loadRole(r, a.DeskID)
		if err != nil {
			return err
		}
		var v models.Revision
		if err := queryOne(t.DB, &v, "SELECT id, number, created_by FROM revisions WHERE article_id = ? AND number = ?", a.ID, number); err != nil {
			return err
		}
		row, err := decide(t, a, v, role)
		if err != nil {
			return err
		}
		var known int64
		if err := t.queryRow("SELECT count(*) FROM authorships WHERE revision_id = $1", []any{v.ID}, &known); err != nil {
			return err
		}
		if known > 0 {
			return models.NewOutdatedOfferError("Somebody has said already whose words these are.")
		}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		if err := t.recomputeAuthors(a.ID); err != nil {
			return err
		}
		if err := t.addArticleCounts(a.ID, models.Counts{}); err != nil {
			return err
		}
		action := "words claimed"
		if row.Vouched {
			action = "writer vouched for"
		}
		return t.recordEvent(event{actor: r.UserID, action: action, object: "revision", id: v.ID, article: a.ID, desk: a.DeskID,
			after: map[string]any{"number": v.Number, "reason": row.Reason}})
	})
}

// Authorships lists the revisions of an article with a stated authorship.
func (s *Store) Authorships(ctx context.Context, r models.Reader, articleID int64) (_ []models.NamedAuthorship, err error) {
	defer wrap(&err, "list whose words article %d has", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return nil, err
	}
	var list []models.NamedAuthorship
	err = s.readDB(ctx).
		Raw(`SELECT w.*, u.name, v.number FROM authorships w JOIN users u ON u.id = w.user_id JOIN revisions v ON v.id = w.revision_id
		WHERE v.article_id = ? ORDER BY v.number`, articleID).
		Scan(&list).
		Error
	return list, err
}
