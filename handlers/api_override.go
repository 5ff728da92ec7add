package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"

	"linecheck/models"
)

// apiNewOverride lets things behind a reason of the gate keep it closed no more.
type apiNewOverride struct {
	Code   models.GateCode `json:"code" doc:"One of the gate's reasons. Corrections are declined instead; independence only where the desk's policy allows it."`
	Reason string          `json:"reason,omitempty" doc:"Printed with the caller's name."`
	Why    string          `json:"why,omitempty" doc:"Another name for reason."`
	Things *[]apiThing     `json:"things,omitempty" doc:"What it covers, of the things behind the reason; all of them where it is left out."`

	Changes *int `json:"changes,omitempty" doc:"The article's count of changes, as the gate had it. Where anything changed since, nothing is done."`
}

// wish is what is to be overridden.
func (n apiNewOverride) wish() (models.Overriding, error) {
	wish := models.Overriding{Code: string(n.Code), Reason: cmp.Or(n.Reason, n.Why), Changes: n.Changes}
	var wrong models.Invalid
	if n.Things != nil && len(*n.Things) == 0 {
		wrong.Add("things", "Please name at least one thing, or leave things out to override all that is behind the reason.")
	}
	for i, t := range listed(n.Things) {
		switch t.Kind {
		case models.SentenceThing, models.ClaimThing, models.QueryThing:
		default:
			wrong.Add(fmt.Sprintf("things[%d].kind", i), "Please choose sentence, claim or query.")
		}
		wish.Things = append(wish.Things, models.Thing{Kind: t.Kind, ID: t.ID})
	}
	return wish, wrong.Err()
}

// apiMadeOverride is an override as it was made.
type apiMadeOverride struct {
	ID     int64           `json:"id"`
	Code   models.GateCode `json:"code"`
	Reason string          `json:"reason"`
	Covers []apiThing      `json:"covers" doc:"The things that it covers, each as it is now: for one that changes it lapses."`
}

// apiOverrideGate overrides things behind a reason. Where they are not as they were read, the refusal shows the gate.
func apiOverrideGate(q *call, sent apiNewOverride) (answer, error) {
	g, err := q.h.store.GateBehind(q.ctx, q.who, q.id)
	if err == nil && !q.who.Can(models.ActSign, g.DeskID) {
		err = models.ErrForbidden
	}
	if err != nil {
		return answer{}, err
	}
	wish, err := sent.wish()
	if err != nil {
		return answer{}, err
	}
	made, err := q.h.store.OverrideGate(q.ctx, q.who, q.id, wish)
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, show: showGate}
	}
	if err != nil {
		return answer{}, err
	}
	body := apiMadeOverride{made.ID, made.GateCode, made.Reason, thingsOf(made.Things)}
	return answer{status: http.StatusCreated, body: body, article: q.id}, nil
}

// apiWithdrawOverride takes an override back, and answers with the gate as it is then.
func apiWithdrawOverride(q *call) (answer, error) {
	article, err := q.h.store.WithdrawOverride(q.ctx, q.who, q.id)
	if err != nil {
		return answer{}, err
	}
	return answerGate(q, article)
}
