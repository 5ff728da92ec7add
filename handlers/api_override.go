package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"

	"linecheck/models"
)

// apiNewOverride is the body of the call that overrides items behind a gate reason.
type apiNewOverride struct {
	Code   models.GateCode `json:"code" doc:"One of the gate's reasons. Corrections are declined instead; independence only where the desk's policy allows it."`
	Reason string          `json:"reason,omitempty" doc:"Printed with the caller's name."`
	Why    string          `json:"why,omitempty" doc:"Another name for reason."`
	Things *[]apiThing     `json:"things,omitempty" doc:"What it covers, of the things behind the reason; all of them where it is left out."`

	Changes *int `json:"changes,omitempty" doc:"The article's count of changes, as the gate had it. Where anything changed since, nothing is done."`
}

// toModel converts the body to the store's input.
func (n apiNewOverride) toModel() (models.OverrideInput, error) {
	wish := models.OverrideInput{Code: string(n.Code), Reason: cmp.Or(n.Reason, n.Why), Changes: n.Changes}
	var wrong models.ValidationErrors
	if n.Things != nil && len(*n.Things) == 0 {
		wrong.Add("things", "Please name at least one thing, or leave things out to override all that is behind the reason.")
	}
	for i, t := range derefList(n.Things) {
		switch t.Kind {
		case models.SentenceItem, models.ClaimItem, models.QueryItem:
		default:
			wrong.Add(fmt.Sprintf("things[%d].kind", i), "Please choose sentence, claim or query.")
		}
		wish.Items = append(wish.Items, models.GateItem{Kind: t.Kind, ID: t.ID})
	}
	return wish, wrong.Err()
}

// apiMadeOverride is the override that was created.
type apiMadeOverride struct {
	ID     int64           `json:"id"`
	Code   models.GateCode `json:"code"`
	Reason string          `json:"reason"`
	Covers []apiThing      `json:"covers" doc:"The things that it covers, each as it is now: for one that changes it lapses."`
}

// apiOverrideGate overrides items behind a reason. If they changed since the caller read them, the conflict shows the gate.
func apiOverrideGate(q *call, sent apiNewOverride) (answer, error) {
	g, err := q.h.store.GateDetail(q.ctx, q.reader, q.id)
	if err == nil && !q.reader.IsAllowed(models.ActSign, g.DeskID) {
		err = models.ErrForbidden
	}
	if err != nil {
		return answer{}, err
	}
	wish, err := sent.toModel()
	if err != nil {
		return answer{}, err
	}
	made, err := q.h.store.OverrideGate(q.ctx, q.reader, q.id, wish)
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, loadBody: loadGateConflict}
	}
	if err != nil {
		return answer{}, err
	}
	body := apiMadeOverride{made.ID, made.GateCode, made.Reason, toAPIThings(made.Items)}
	return answer{status: http.StatusCreated, body: body, article: q.id}, nil
}

// apiWithdrawOverride withdraws an override and returns the resulting gate.
func apiWithdrawOverride(q *call) (answer, error) {
	article, err := q.h.store.WithdrawOverride(q.ctx, q.reader, q.id)
	if err != nil {
		return answer{}, err
	}
	return answerGate(q, article)
}
