package store

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"linecheck/models"
	"linecheck/text/sentence"
)

// titleSentence returns an article's title as sentence 0 of a revision. It is not part of the text; its
// offsets are within itself.
func titleSentence(title string, revisionID, trackID int64, typed, authors string) models.Sentence {
	return models.Sentence{
		RevisionID: revisionID,
		TrackID:    trackID,
		Ordinal:    0,
		Region:     sentence.Title,
		End:        utf8.RuneCountInString(title),
		Text:       title,
		Provenance: typed,
		Authors:    authors,
	}
}

// addTitle stores the title of an article's first revision, with its own track. It counts as a sentence.
func (t *tx) addTitle(a models.Article, revision models.Revision, by models.AuthorshipFacts) error {
	track := models.Track{ArticleID: a.ID, State: models.Unread, CreatedAt: t.now}
	if err := t.Create(&track).Error; err != nil {
		return err
	}
	typed := models.RevisionProvenance(revision.ID)
	row := titleSentence(a.Title, revision.ID, track.ID, typed, by.Authors(typed))
	if err := t.Create(&row).Error; err != nil {
		return fmt.Errorf("writing the title: %w", err)
	}
	return nil
}

// addTitles adds the title to every revision of an article from a time when titles were not sentences, or
// from an import.
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
		rows[i] = titleSentence(a.Title, v.ID, track.ID, models.RevisionProvenance(revisions[0].ID)+typed, "")
	}
	return addRows(t, rows)
}

// carryTitle adds the unchanged title to an article's next revision.
func (t *tx) carryTitle(v *revisionInProgress) error {
	var was models.Sentence
	if err := queryOne(t.DB, &was, "SELECT * FROM sentences WHERE revision_id = ? AND ordinal = 0", v.previous.Revision.ID); err != nil {
		return err
	}
	row := titleSentence(was.Text, v.revision.ID, was.TrackID, was.Provenance, was.Authors)
	return t.Create(&row).Error
}

// changeTitle changes the title of an article's current revision, which is then unread. Changes of blanks,
// punctuation and letter case make nobody its author.
func (t *tx) changeTitle(r models.Reader, a models.Article, title string) error {
	if title == a.Title {
		return nil
	}
	var was models.Sentence
	if err := queryOne(t.DB, &was, "SELECT * FROM sentences WHERE revision_id = ? AND ordinal = 0", *a.RevisionID); err != nil {
		return err
	}
	before, err := t.earlierTitleProvenance(a, title)
	if err != nil {
		return err
	}
	typed := models.JoinProvenance(models.TitleProvenance(was, title, r.UserID), before)
	by, err := t.loadAuthorshipFacts(a)
	if err != nil {
		return err
	}
	row := titleSentence(title, was.RevisionID, was.TrackID, typed, by.Authors(typed))
	if err := t.replaceSentence(was.ID, &row); err != nil {
		return err
	}
	if _, _, err := t.addEquivalentMarks([]models.Sentence{row}); err != nil {
		return err
	}
	facts, err := loadSentenceFacts(t, sentenceByID, row.ID)
	if err != nil {
		return err
	}
	return t.storeSentenceStates(a.ID, a.DeskID, facts, models.Counts{})
}

// replaceSentence replaces a sentence under an id that was never used, so that a request about the former
// sentence cannot apply to the new one.
func (t *tx) replaceSentence(former int64, row *models.Sentence) error {
	if t.Name() == "sqlite" { // it would reuse the highest id after its row is deleted
		if err := t.queryRow("SELECT max(id) + 1 FROM sentences", nil, &row.ID); err != nil {
			return err
		}
	}
	if _, err := t.exec("DELETE FROM sentences WHERE id = $1", former); err != nil {
		return err
	}
	return t.Create(row).Error
}

// earlierTitleProvenance returns the provenance tokens of a former title with the same words.
func (t *tx) earlierTitleProvenance(a models.Article, title string) (string, error) {
	var events []models.Event
	err := t.Where("object = 'article' AND object_id = ? AND action IN ('article made', 'article edited')", a.ID).
		Order("id").
		Find(&events).
		Error
	if err != nil {
		return "", err
	}
	var typed []string
	former := ""
	for _, e := range events {
		after, err := decodeAfter(e)
		if err != nil {
			return "", err
		}
		had, _ := after["title"].(string)
		if !models.SameSentence(had, former) && models.SameSentence(had, title) && e.ActorID != nil {
			typed = append(typed, models.TitleProvenance(models.Sentence{}, had, *e.ActorID))
		}
		former = had
	}
	return models.JoinProvenance(typed...), nil
}

// addMatchingHeadline sets the title's EqualHeadline, if the list has the title and a headline with the same
// letters and digits. The title then takes the headline's status.
func addMatchingHeadline(q rowQuerier, list []models.SentenceFacts) error {
	i := slices.IndexFunc(list, func(f models.SentenceFacts) bool { return f.Ordinal == 0 })
	if i < 0 {
		return nil
	}
	title := &list[i]
	for n := range list {
		if models.TitleEqualsHeadline(title.Sentence, list[n].Sentence) {
			twin := list[n]
			title.EqualHeadline = &twin
			return nil
		}
	}
	headlines, err := loadSentenceFacts(q, "s.revision_id = $1 AND s.region = 'headline'", title.RevisionID)
	for n := range headlines {
		if models.TitleEqualsHeadline(title.Sentence, headlines[n].Sentence) {
			title.EqualHeadline = &headlines[n]
			break
		}
	}
	return err
}

// withTitle adds the title to sentences that include a headline, because its status may follow from theirs.
func (t *tx) withTitle(facts []models.SentenceFacts) ([]models.SentenceFacts, error) {
	i := slices.IndexFunc(facts, func(f models.SentenceFacts) bool { return f.Region == sentence.Headline })
	if i < 0 || slices.ContainsFunc(facts, func(f models.SentenceFacts) bool { return f.Ordinal == 0 }) {
		return facts, nil
	}
	title, err := loadSentenceFacts(t, "s.revision_id = $1 AND s.ordinal = 0", facts[i].RevisionID)
	return append(facts, title...), err
}
