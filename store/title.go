package store

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"linecheck/models"
	"linecheck/text/sentence"
)

// titleSentence is an article's title as sentence 0 of a revision: beside the text, with offsets within itself.
func titleSentence(title string, revisionID, trackID int64, typed, authors string) models.Sentence {
	return models.Sentence{
		RevisionID: revisionID,
		TrackID:    trackID,
		Ordinal:    0,
		Region:     sentence.Title,
		End:        utf8.RuneCountInString(title),
		Text:       title,
		Typed:      typed,
		Authors:    authors,
	}
}

// addTitle writes the title of an article's first revision, with a track of its own. It counts as a sentence.
func (t *tx) addTitle(a models.Article, revision models.Revision, by models.TypedBy) error {
	track := models.Track{ArticleID: a.ID, State: models.Unread, CreatedAt: t.now}
	if err := t.Create(&track).Error; err != nil {
		return err
	}
	typed := models.TypedIn(revision.ID)
	row := titleSentence(a.Title, revision.ID, track.ID, typed, by.Authors(typed))
	if err := t.Create(&row).Error; err != nil {
		return fmt.Errorf("writing the title: %w", err)
	}
	return nil
}

// addTitles writes the title beside every revision of an article that has come without.
func (t *tx) addTitles(a models.Article, typed string) error {
	var revisions []models.Revision
	if err := t.Raw("SELECT id, number FROM revisions WHERE article_id = ? ORDER BY number", a.ID).Scan(&revisions).Error; err != nil {
		return err
	}
	track := models.Track{ArticleID: a.ID, State: models.Unread, CreatedAt: t.now}
	if err := t.Create(&track).Error; err != nil {
		return err
	}
	rows := make([]models.Sentence, len(revisions))
	for i, v := range revisions {
		rows[i] = titleSentence(a.Title, v.ID, track.ID, models.TypedIn(revisions[0].ID)+typed, "")
	}
	return addRows(t, rows)
}

// takeTitleAlong writes the title beside the text of an article's next revision: it goes on as it is.
func (t *tx) takeTitleAlong(v *revising) error {
	var was models.Sentence
	if err := one(t.DB, &was, "SELECT * FROM sentences WHERE revision_id = ? AND ordinal = 0", v.was.Revision.ID); err != nil {
		return err
	}
	row := titleSentence(was.Text, v.revision.ID, was.TrackID, was.Typed, was.Authors)
	return t.Create(&row).Error
}

// retitle changes the title of an article's current revision: whoever had read it has not read the new one. Blanks, punctuation and letter case make nobody
// its author.
func (t *tx) retitle(r models.Reader, a models.Article, title string) error {
	if title == a.Title {
		return nil
	}
	var was models.Sentence
	if err := one(t.DB, &was, "SELECT * FROM sentences WHERE revision_id = ? AND ordinal = 0", *a.RevisionID); err != nil {
		return err
	}
	typed := was.Typed
	if !models.SameSentence(was.Text, title) {
		typed = models.TypedInTitle(r.UserID)
	}
	by, err := t.typedBy(a)
	if err != nil {
		return err
	}
	_, err = t.exec(
		"UPDATE sentences SET text = $1, end_cp = $2, typed = $3, authors = $4 WHERE id = $5",
		title,
		utf8.RuneCountInString(title),
		typed,
		by.Authors(typed),
		was.ID,
	)
	if err != nil {
		return err
	}
	facts, err := factsOf(t, sentenceByID, was.ID)
	if err != nil {
		return err
	}
	return t.restate(a.ID, a.DeskID, facts, models.Counts{})
}

// addTwin finds, for a title among some sentences, the headline that says the same in letters and digits: the title takes its standing.
func addTwin(q rowQuerier, list []models.SentenceFacts) error {
	i := slices.IndexFunc(list, func(f models.SentenceFacts) bool { return f.Ordinal == 0 })
	if i < 0 {
		return nil
	}
	title := &list[i]
	for n := range list {
		if models.Headlines(title.Sentence, list[n].Sentence) {
			twin := list[n]
			title.Twin = &twin
			return nil
		}
	}
	headlines, err := factsOf(q, "s.revision_id = $1 AND s.region = 'headline'", title.RevisionID)
	for n := range headlines {
		if models.Headlines(title.Sentence, headlines[n].Sentence) {
			title.Twin = &headlines[n]
			break
		}
	}
	return err
}

// withTitle adds the title to sentences among which is a headline: its standing may follow from theirs.
func (t *tx) withTitle(facts []models.SentenceFacts) ([]models.SentenceFacts, error) {
	i := slices.IndexFunc(facts, func(f models.SentenceFacts) bool { return f.Region == sentence.Headline })
	if i < 0 || slices.ContainsFunc(facts, func(f models.SentenceFacts) bool { return f.Ordinal == 0 }) {
		return facts, nil
	}
	title, err := factsOf(t, "s.revision_id = $1 AND s.ordinal = 0", facts[i].RevisionID)
	return append(facts, title...), err
}
