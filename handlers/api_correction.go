package handlers

import (
	"errors"
	"net/http"
	"time"

	"linecheck/models"
)

// apiCorrection is a change of an article's words that was proposed for a claim.
type apiCorrection struct {
	ID            int64                  `json:"id"`
	Claim         int64                  `json:"claim"`
	From          string                 `json:"from"`
	To            string                 `json:"to" doc:"Empty where the words go."`
	Reason        string                 `json:"reason"`
	State         models.CorrectionState `json:"state" doc:"accepted keeps the gate closed until the text has it; made is in the text."`
	By            string                 `json:"by" doc:"Who proposed it."`
	At            time.Time              `json:"at"`
	DecidedBy     string                 `json:"decided_by,omitempty"`
	DecidedAt     *time.Time             `json:"decided_at,omitempty"`
	DeclineReason string                 `json:"decline_reason,omitempty" doc:"Why one that was accepted was declined after all; printed."`
	Version       int                    `json:"version" doc:"Grows with every decision."`
}

func toAPICorrection(k models.NamedCorrection) apiCorrection {
	return apiCorrection{
		ID:            k.ID,
		Claim:         k.ClaimID,
		From:          k.From,
		To:            k.To,
		Reason:        k.Reason,
		State:         k.State,
		By:            k.ByName,
		At:            k.ProposedAt.UTC(),
		DecidedBy:     k.DeciderName,
		DecidedAt:     toUTC(k.DecidedAt),
		DeclineReason: k.DeclineReason,
		Version:       k.Version,
	}
}

func toAPICorrections(list []models.NamedCorrection) []apiCorrection {
	all := make([]apiCorrection, len(list))
	for i, k := range list {
		all[i] = toAPICorrection(k)
	}
	return all
}

// answerCorrection returns a correction's current state.
func answerCorrection(q *call, status int, id int64) (answer, error) {
	k, place, err := q.h.store.Correction(q.ctx, q.reader, id)
	return answer{status: status, body: toAPICorrection(k), article: place.ArticleID}, err
}

// apiNewCorrection is the body of the call that proposes a correction.
type apiNewCorrection struct {
	From    *string `json:"from,omitempty" doc:"Words of the claim, exactly; all of them where it is left out."`
	To      *string `json:"to" doc:"What they should read; empty where they are to go."`
	Reason  string  `json:"reason,omitempty"`
	Version int     `json:"version,omitempty" doc:"Of the claim, as it was read; the current one where it is left out."`
}

// toModel converts the body, with the current state of its claim.
func (n apiNewCorrection) toModel(claim models.ClaimDetail) (models.NewCorrection, error) {
	if n.To == nil {
		return models.NewCorrection{}, models.NewFieldError("to", "Please say how the words should read; “” where they are to go.")
	}
	made := models.NewCorrection{From: claim.Occurrences[0].Exact, To: *n.To, Reason: n.Reason, Version: claim.Version}
	if n.From != nil {
		made.From = *n.From
	}
	if n.Version != 0 {
		made.Version = n.Version
	}
	return made, nil
}

// correctionFields maps the field names of the page's form to those of the API.
var correctionFields = map[string]string{
	"correction-from":   "from",
	"correction-to":     "to",
	"correction-reason": "reason",
	"decision":          "state",
}

// apiProposeCorrection proposes a correction of a claim's words. If the claim changed, the conflict shows its
// current state.
func apiProposeCorrection(q *call, sent apiNewCorrection) (answer, error) {
	claim, err := q.h.store.ClaimDetail(q.ctx, q.reader, q.id)
	if err == nil && !q.reader.IsAllowed(models.ActCheck, claim.DeskID) {
		err = models.ErrForbidden
	}
	if err != nil {
		return answer{}, err
	}
	n, err := sent.toModel(claim)
	if err != nil {
		return answer{}, err
	}
	place, err := q.h.store.ProposeCorrection(q.ctx, q.reader, q.id, n)
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, loadBody: loadClaimConflict}
	}
	if err != nil {
		return answer{}, renameFields(err, correctionFields)
	}
	return answerCorrection(q, http.StatusCreated, place.CorrectionID)
}

// apiDeciding is the body of the call that decides on a correction.
type apiDeciding struct {
	State   string `json:"state" doc:"accepted, declined or made."`
	Reason  string `json:"reason,omitempty" doc:"Asked for where a correction that was accepted is declined after all; printed."`
	Version int    `json:"version,omitempty" doc:"Of the correction, as it was read; the current one where it is left out."`
}

// correctionProblem is a conflict that shows the correction's current state.
type correctionProblem struct {
	problem
	Correction apiCorrection `json:"correction" doc:"As it is now."`
}

func loadCorrectionConflict(q *call) (func(problem) any, error) {
	k, _, err := q.h.store.Correction(q.ctx, q.reader, q.id)
	return func(p problem) any { return correctionProblem{p, toAPICorrection(k)} }, err
}

// apiDecideCorrection accepts or declines a correction, or marks it as made. If it was decided since it was
// read, the conflict shows its current state.
func apiDecideCorrection(q *call, sent apiDeciding) (answer, error) {
	k, _, err := q.h.store.Correction(q.ctx, q.reader, q.id)
	if err != nil {
		return answer{}, err
	}
	deciding := models.CorrectionDecision{State: sent.State, Reason: sent.Reason, Version: k.Version}
	if sent.Version != 0 {
		deciding.Version = sent.Version
	}
	_, err = q.h.store.DecideCorrection(q.ctx, q.reader, q.id, deciding)
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, loadBody: loadCorrectionConflict}
	}
	if err != nil {
		return answer{}, renameFields(err, correctionFields)
	}
	return answerCorrection(q, http.StatusOK, q.id)
}
