package handlers

import (
	"net/http"

	"linecheck/models"
)

// apiDraft is a new draft as a program sends it.
type apiDraft struct {
	Text string `json:"text" doc:"The whole text, kept exactly."`
	Note string `json:"note,omitempty" doc:"What changed, in a few words."`
	Base int    `json:"base,omitempty" doc:"Number of the revision that the draft was made from; without it, the current one."`
}

// apiRevised is what a draft came to, or would come to.
type apiRevised struct {
	Revision  apiRevision          `json:"revision"`
	Sentences models.SentenceFates `json:"sentences" doc:"How many sentences became what."`
	Claims    models.ClaimFates    `json:"claims" doc:"How many claims were found again, and how surely."`
}

type apiRevision struct {
	Number int    `json:"number"`
	SHA256 string `json:"sha256" doc:"Of the text's UTF-8 bytes, in lower-case hex."`
}

// apiRevise brings a new draft in, or with ?preview=1 says what it would come to.
func apiRevise(q *call, sent apiDraft) (answer, error) {
	row, err := q.h.store.RevisableArticle(q.ctx, q.who, q.id)
	if err != nil {
		return answer{}, err
	}
	draft := models.NewRevision{Text: sent.Text, Note: sent.Note, Base: sent.Base}
	if draft.Base == 0 {
		draft.Base = row.Revision
	}
	if q.c.Query("preview") == "1" {
		p, err := q.h.store.PreviewRevision(q.ctx, q.who, q.id, draft)
		if err != nil {
			return answer{}, err
		}
		body := apiRevised{apiRevision{p.Next, p.Draft.SHA256}, models.FatesOf(p.Draft.Links), p.Draft.ClaimFates()}
		return answer{status: http.StatusOK, body: body, article: q.id}, nil
	}
	done, err := q.h.store.ReviseArticle(q.ctx, q.who, q.id, draft)
	body := apiRevised{apiRevision{done.Revision.Number, done.Revision.SHA256}, done.Sentences, done.Claims}
	return answer{status: http.StatusCreated, body: body, article: q.id}, err
}
