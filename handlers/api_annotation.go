package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"linecheck/models"
)

// apiTag is the body of the call that adds a verdict.
type apiTag struct {
	Status   string           `json:"status" doc:"sourced, disputed or unverified."`
	Note     string           `json:"note,omitempty"`
	Ruling   bool             `json:"ruling,omitempty" doc:"An editor settles a disagreement by it; then the note is the reason, and is asked for."`
	Version  int              `json:"version" doc:"Of the claim, as it was read."`
	Evidence []apiNewEvidence `json:"evidence,omitempty"`
}

// apiNewEvidence is a new piece of evidence.
type apiNewEvidence struct {
	Title        string `json:"title"`
	URL          string `json:"url,omitempty"`
	Publisher    string `json:"publisher,omitempty"`
	From         string `json:"from,omitempty" doc:"The agency or press release that it repeats: two that repeat the same count as one."`
	Kind         string `json:"kind,omitempty" doc:"Of the source: web page where nothing is said. Each kind needs more, see docs/reference/evidence.md."`
	Class        string `json:"class" doc:"primary or secondary, for this claim. Never assumed."`
	Stance       string `json:"stance,omitempty" doc:"supports, contradicts or context; supports where nothing is said."`
	Quote        string `json:"quote,omitempty"`
	Locator      string `json:"locator,omitempty" doc:"Where in the source, such as page 4 or 00:12:30."`
	AccessedOn   string `json:"accessed_on,omitempty" format:"date"`
	Contact      string `json:"contact,omitempty"`
	Confidential bool   `json:"confidential,omitempty" doc:"Only its owner and the desk's editors may know the source."`
}

func (e apiNewEvidence) toModel() models.NewEvidence {
	return models.NewEvidence{
		Title:        e.Title,
		URL:          e.URL,
		Publisher:    e.Publisher,
		From:         e.From,
		Kind:         e.Kind,
		Class:        e.Class,
		Stance:       e.Stance,
		Quote:        e.Quote,
		Locator:      e.Locator,
		AccessedOn:   e.AccessedOn,
		Contact:      e.Contact,
		Confidential: e.Confidential,
	}
}

// apiAnnotate saves a reviewer's verdict on a claim. If the claim changed, the conflict shows its current
// state.
func apiAnnotate(q *call, sent apiTag) (answer, error) {
	tag := models.AnnotationInput{Status: sent.Status, Note: sent.Note, Ruling: sent.Ruling, Version: sent.Version}
	for _, e := range sent.Evidence {
		if e.Title == "" {
			e.Title = " " // forms ignore evidence without a title, but the API reports the missing title
		}
		tag.Evidence = append(tag.Evidence, e.toModel())
	}
	_, err := q.h.store.Annotate(q.ctx, q.reader, q.id, tag)
	if wrong := validationErrors(err); wrong != nil {
		return answer{}, nameEvidenceFields(wrong, tag.Evidence)
	}
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, loadBody: loadClaimConflict}
	}
	if err != nil {
		return answer{}, err
	}
	return answerClaim(q, http.StatusCreated, q.id)
}

// nameEvidenceFields adds the index of the piece of evidence to the field names, if there are several.
func nameEvidenceFields(wrong models.ValidationErrors, list []models.NewEvidence) error {
	var named models.ValidationErrors
	for _, w := range wrong {
		if !strings.HasPrefix(w.Field, "evidence-") {
			named = append(named, w)
		}
	}
	for i, e := range list {
		e.Check(fmt.Sprintf("evidence[%d].", i), &named)
	}
	if len(named) == 0 {
		return wrong
	}
	return named
}

// apiWithdrawAnnotation withdraws one of the caller's own annotations.
func apiWithdrawAnnotation(q *call) (answer, error) {
	place, err := q.h.store.WithdrawAnnotation(q.ctx, q.reader, q.id)
	if err != nil {
		return answer{}, err
	}
	return answerClaim(q, http.StatusOK, place.ClaimID)
}
