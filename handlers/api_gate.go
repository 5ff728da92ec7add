package handlers

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"linecheck/models"
)

// apiGate is the list of reasons why an article cannot be signed off.
type apiGate struct {
	Open        bool          `json:"open"`
	SHA256      string        `json:"sha256" doc:"Of the text that would be signed."`
	TitleSHA256 string        `json:"title_sha256" doc:"Of the title that would be signed."`
	Changes     int           `json:"changes" doc:"The article's count of changes, as it was read."`
	Reasons     []apiReason   `json:"reasons" doc:"Why it is closed, for the caller as the signer; none where it is open."`
	Overridden  []apiOverride `json:"overridden" doc:"Reasons that keep it closed no more, as everything behind them is overridden as it is now."`
	SignedBy    string        `json:"signed_by,omitempty"`

	Misquoted []int64 `json:"quotes_not_found" doc:"Ids of claims with a quote that is not in the newest snapshot. They keep nothing closed."`
}

// apiReason is one reason why the gate is closed.
type apiReason struct {
	Code        models.GateCode `json:"code"`
	Count       int             `json:"count"`
	Sentences   []int64         `json:"sentences,omitempty" doc:"Ids of the sentences behind it, in order."`
	Claims      []int64         `json:"claims,omitempty" doc:"Ids of the claims behind it, those in the sentences among them."`
	Corrections []int64         `json:"corrections,omitempty" doc:"Ids of the corrections behind it."`
	Queries     []int64         `json:"queries,omitempty" doc:"Ids of the queries behind it."`
	Covered     []apiThing      `json:"covered" doc:"Those of the things behind it that an override covers as they are."`
	Who         []string        `json:"who,omitempty" doc:"Names of those at the desk who can look at them, where not everybody can."`
	Says        string          `json:"says" doc:"The reason as one sentence."`
}

// apiThing is one item behind a reason.
type apiThing struct {
	Kind models.GateItemKind `json:"kind"`
	ID   int64               `json:"id"`
}

// apiOverride is an override in force.
type apiOverride struct {
	ID     int64           `json:"id" doc:"Of the newest override of it."`
	Code   models.GateCode `json:"code"`
	Count  int             `json:"count" doc:"How many things are behind the reason."`
	By     string          `json:"by"`
	Reason string          `json:"reason"`
	At     time.Time       `json:"at"`
	Covers []apiThing      `json:"covers"`
}

func toAPIGate(g models.GateDetail) apiGate {
	gate := apiGate{Open: g.Gate.Open(), SHA256: g.Revision.SHA256, TitleSHA256: models.TitleSHA256(g.Title), Changes: g.Changes,
		Reasons: []apiReason{}, Overridden: []apiOverride{}, Misquoted: []int64{}}
	for _, c := range g.Misquoted {
		gate.Misquoted = append(gate.Misquoted, c.ClaimID)
	}
	for _, r := range g.Gate.Reasons {
		if o := r.Override; o != nil {
			gate.Overridden = append(
				gate.Overridden,
				apiOverride{o.ID, r.Code, r.Count, o.Name, o.Reason, o.At.UTC(), toAPIThings(r.Covered)},
			)
			continue
		}
		reason := apiReason{
			Code:      r.Code,
			Count:     r.Count,
			Sentences: r.IDs(models.SentenceItem),
			Claims:    r.IDs(models.ClaimItem),
			Queries:   r.IDs(models.QueryItem),
			Covered:   toAPIThings(r.Covered),
			Who:       g.Resolvers[r.Code],
			Says:      r.Sentence(g.Resolvers[r.Code]).String(),
		}
		if r.Code == models.GateCorrections {
			reason.Corrections = g.Corrections
		}
		gate.Reasons = append(gate.Reasons, reason)
	}
	if g.Gate.SignOff != nil {
		gate.SignedBy = g.Gate.SignOff.Name
	}
	return gate
}

func toAPIThings(list []models.GateItem) []apiThing {
	things := make([]apiThing, len(list))
	for i, t := range list {
		things[i] = apiThing{t.Kind, t.ID}
	}
	return things
}

// apiGetGate returns an article's gate with the items behind each reason.
func apiGetGate(q *call) (answer, error) { return answerGate(q, q.id) }

func answerGate(q *call, article int64) (answer, error) {
	g, err := q.h.store.GateDetail(q.ctx, q.reader, article)
	return answer{status: http.StatusOK, body: toAPIGate(g), article: article}, err
}

// apiSigning identifies the state of the article that the caller read before signing.
type apiSigning struct {
	SHA256  string `json:"sha256" doc:"Of the text that was read, as the gate had it: where it is another one by now, nothing is signed."`
	Changes *int   `json:"changes" doc:"The article's count of changes, as the gate had it: where anything has changed since, nothing is signed."`
}

// Check requires both the text's hash and the count of changes.
func (s apiSigning) Check() error {
	var wrong models.ValidationErrors
	if s.SHA256 == "" {
		wrong.Add("sha256", "Please send the sha256 of the text that was read, from the article's gate.")
	}
	if s.Changes == nil {
		wrong.Add("changes", "Please send the count of changes that was read, from the article's gate.")
	}
	return wrong.Err()
}

// apiSignOff is the sign-off of a text.
type apiSignOff struct {
	ID          int64       `json:"id"`
	Article     int64       `json:"article"`
	Revision    apiRevision `json:"revision"`
	TitleSHA256 string      `json:"title_sha256"`
	By          string      `json:"by"`
	Role        models.Role `json:"role"`
	At          time.Time   `json:"at"`
	Door        string      `json:"door" doc:"By which it came: page, or token with its number and name, as the audit log has it."`
	Alone       []int       `json:"alone" doc:"Numbers of the sentences that were checked and signed without a second person."`
}

// apiSignOffArticle signs an article off. A conflict shows the gate's reasons.
func apiSignOffArticle(q *call, sent apiSigning) (answer, error) {
	g, err := q.h.store.GateDetail(q.ctx, q.reader, q.id)
	if err == nil && !q.reader.IsAllowed(models.ActSign, g.DeskID) {
		err = models.ErrForbidden
	}
	if err != nil {
		return answer{}, err
	}
	if err := sent.Check(); err != nil {
		return answer{}, err
	}
	err = q.h.store.SignOff(q.ctx, q.reader, q.id, models.SignOffInput{SHA256: sent.SHA256, Changes: *sent.Changes})
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, loadBody: loadGateReasonsConflict}
	}
	if err != nil {
		return answer{}, err
	}
	if g, err = q.h.store.GateDetail(q.ctx, q.reader, q.id); err != nil {
		return answer{}, err
	}
	if g.Gate.SignOff == nil {
		voided := models.NewGateChangedError("It was signed, and something changed at once: the sign-off does not stand any more.")
		return answer{}, &conflict{error: voided, loadBody: loadGateReasonsConflict}
	}
	s := g.Gate.SignOff
	alone, err := s.ParseAloneSentences()
	if err != nil {
		return answer{}, err
	}
	body := apiSignOff{
		s.ID,
		s.ArticleID,
		apiRevision{g.Revision.Number, s.SHA256},
		s.TitleSHA256,
		s.Name,
		s.Role,
		s.At.UTC(),
		s.Door,
		append([]int{}, alone...),
	}
	return answer{status: http.StatusCreated, body: body, article: q.id}, nil
}

// gateProblem is a conflict that shows why the gate is closed.
type gateProblem struct {
	problem
	Open    bool        `json:"open"`
	Reasons []apiReason `json:"reasons" doc:"Why the gate is closed; none where something else was in the way."`
}

func loadGateConflict(q *call) (func(problem) any, error) {
	g, err := q.h.store.GateDetail(q.ctx, q.reader, q.id)
	gate := toAPIGate(g)
	return func(p problem) any { return gateProblem{p, gate.Open, gate.Reasons} }, err
}

// loadGateReasonsConflict also names the reasons in the problem's title and detail.
func loadGateReasonsConflict(q *call) (func(problem) any, error) {
	g, err := q.h.store.GateDetail(q.ctx, q.reader, q.id)
	gate := toAPIGate(g)
	return func(p problem) any {
		var codes, says []string
		for _, r := range gate.Reasons {
			codes, says = append(codes, string(r.Code)), append(says, r.Says)
		}
		if len(codes) > 0 {
			p.Title = "The gate is closed: " + strings.Join(codes, ", ")
			p.Detail = p.Errors[0].Detail + " " + strings.Join(says, " ")
		}
		return gateProblem{p, gate.Open, gate.Reasons}
	}, err
}
