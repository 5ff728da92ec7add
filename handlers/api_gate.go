package handlers

import (
	"errors"
	"net/http"
	"time"

	"linecheck/models"
)

// apiGate is what stands between an article and its sign-off.
type apiGate struct {
	Open       bool            `json:"open"`
	Reasons    []apiReason     `json:"reasons" doc:"Why it is closed; none where it is open."`
	Overridden []apiOverridden `json:"overridden" doc:"Reasons that an editor has overridden."`
	SignedBy   string          `json:"signed_by,omitempty"`
	SHA256     string          `json:"sha256" doc:"Of the text that would be signed."`
	Changes    int             `json:"changes" doc:"The article's count of changes, as it was read."`
}

// apiReason is one reason for which the gate is closed.
type apiReason struct {
	Code      models.GateCode `json:"code"`
	Count     int             `json:"count"`
	Sentences []int64         `json:"sentences,omitempty" doc:"Ids of the sentences behind it, in order."`
	Claims    []int64         `json:"claims,omitempty" doc:"Ids of the claims behind it."`
}

// apiOverridden is a reason that keeps the gate closed no more.
type apiOverridden struct {
	Code   models.GateCode `json:"code"`
	Count  int             `json:"count"`
	By     string          `json:"by"`
	Reason string          `json:"reason"`
	At     time.Time       `json:"at"`
}

func gateOf(g models.GateBehind) apiGate {
	gate := apiGate{Open: g.Gate.Open(), Reasons: []apiReason{}, Overridden: []apiOverridden{}, SHA256: g.Revision.SHA256, Changes: g.Changes}
	for _, r := range g.Gate.Reasons {
		if o := r.Override; o != nil {
			gate.Overridden = append(gate.Overridden, apiOverridden{r.Code, r.Count, o.Name, o.Reason, o.At.UTC()})
			continue
		}
		gate.Reasons = append(gate.Reasons, apiReason{r.Code, r.Count, r.IDs(models.SentenceThing), r.IDs(models.ClaimThing)})
	}
	if g.Gate.SignOff != nil {
		gate.SignedBy = g.Gate.SignOff.Name
	}
	return gate
}

// apiGetGate answers with an article's gate and what is behind each reason.
func apiGetGate(q *call) (answer, error) {
	g, err := q.h.store.GateBehind(q.ctx, q.who, q.id)
	return answer{status: http.StatusOK, body: gateOf(g)}, err
}

// apiSigning is what was read before it is signed.
type apiSigning struct {
	SHA256  string `json:"sha256,omitempty" doc:"Of the text that was read: where it is another one by now, nothing is signed. Without it, the current text is signed."`
	Changes int    `json:"changes,omitempty" doc:"The article's count of changes that was read: where anything has changed since, nothing is signed."`
}

// apiSignOff is a signature under a text.
type apiSignOff struct {
	ID       int64       `json:"id"`
	Article  int64       `json:"article"`
	Revision apiRevision `json:"revision"`
	By       string      `json:"by"`
	Role     models.Role `json:"role"`
	At       time.Time   `json:"at"`
}

// apiSign signs an article off. What is refused because of how things are now shows the gate's reasons.
func apiSign(q *call, sent apiSigning) (answer, error) {
	g, err := q.h.store.GateBehind(q.ctx, q.who, q.id)
	if err != nil {
		return answer{}, err
	}
	read := models.Signing{SHA256: g.Revision.SHA256, Changes: g.Changes}
	if sent.SHA256 != "" {
		read.SHA256 = sent.SHA256
	}
	if sent.Changes != 0 {
		read.Changes = sent.Changes
	}
	err = q.h.store.SignOff(q.ctx, q.who, q.id, read)
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, show: showGate}
	}
	if err != nil {
		return answer{}, err
	}
	g, err = q.h.store.GateBehind(q.ctx, q.who, q.id)
	if err != nil {
		return answer{}, err
	}
	if g.Gate.SignOff == nil {
		voided := models.GateChanged("It was signed, and something changed at once: the sign-off does not stand any more.")
		return answer{}, &conflict{error: voided, show: showGate}
	}
	s := g.Gate.SignOff
	body := apiSignOff{s.ID, s.ArticleID, apiRevision{g.Revision.Number, s.SHA256}, s.Name, s.Role, s.At.UTC()}
	return answer{status: http.StatusCreated, body: body, article: q.id}, nil
}

// gateProblem is a refusal that shows why the gate is closed.
type gateProblem struct {
	problem
	Open    bool        `json:"open"`
	Reasons []apiReason `json:"reasons" doc:"Why the gate is closed; none where something else was in the way."`
}

func showGate(q *call) (func(problem) any, error) {
	g, err := q.h.store.GateBehind(q.ctx, q.who, q.id)
	gate := gateOf(g)
	return func(p problem) any { return gateProblem{p, gate.Open, gate.Reasons} }, err
}
