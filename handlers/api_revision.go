package handlers

import (
	"net/http"
	"time"

	"linecheck/models"
)

// apiDraft is the body of the call that adds a new draft.
type apiDraft struct {
	Text string `json:"text" doc:"The whole text, kept exactly."`
	Note string `json:"note,omitempty" doc:"What changed, in a few words."`
	Base int    `json:"base,omitempty" doc:"Number of the revision that the draft was made from; without it, the current one."`
}

// apiRevised summarizes what a draft changed, or would change.
type apiRevised struct {
	Revision  apiRevision            `json:"revision"`
	Sentences models.SentenceChanges `json:"sentences" doc:"How many sentences became what."`
	Claims    models.ClaimChanges    `json:"claims" doc:"How many claims were found again, and how surely."`
}

// apiWords is the body of the call that states who wrote a revision's words.
type apiWords struct {
	Reason string `json:"reason,omitempty" doc:"Of an editor who vouches for a writer who has no account; printed. The named writer sends none."`
}

// apiSpoken is a statement of who wrote a revision's words.
type apiSpoken struct {
	Revision int       `json:"revision" doc:"Its number."`
	By       string    `json:"by"`
	Vouched  bool      `json:"vouched" doc:"By an editor, for a writer who cannot say so here."`
	Reason   string    `json:"reason" doc:"Of an editor."`
	At       time.Time `json:"at"`
}

// apiClaimAuthorship states that the caller, as the article's writer, wrote the words of a revision. With a reason, the caller states as
// an editor that a writer without an account wrote them.
func apiClaimAuthorship(q *call, sent apiWords) (answer, error) {
	number, err := parseIDParam(q.c, "n")
	if err != nil {
		return answer{}, err
	}
	if sent.Reason == "" {
		err = q.h.store.ClaimAuthorship(q.ctx, q.reader, q.id, int(number))
	} else {
		err = q.h.store.VouchForWriter(q.ctx, q.reader, q.id, int(number), sent.Reason)
	}
	if err != nil {
		return answer{}, err
	}
	list, err := q.h.store.Authorships(q.ctx, q.reader, q.id)
	if err != nil {
		return answer{}, err
	}
	for _, w := range list {
		if w.Number == int(number) {
			return answer{
				status:  http.StatusCreated,
				body:    apiSpoken{w.Number, w.Name, w.Vouched, w.Reason, w.At.UTC()},
				article: q.id,
			}, nil
		}
	}
	return answer{}, models.ErrNotFound
}

type apiRevision struct {
	Number int    `json:"number"`
	SHA256 string `json:"sha256" doc:"Of the text's UTF-8 bytes, in lower-case hex."`
}

// apiReviseArticle saves a new draft. With ?preview=1 it only returns what would change.
func apiReviseArticle(q *call, sent apiDraft) (answer, error) {
	row, err := q.h.store.RevisableArticle(q.ctx, q.reader, q.id)
	if err != nil {
		return answer{}, err
	}
	draft := models.NewRevision{Text: sent.Text, Note: sent.Note, Base: sent.Base}
	if draft.Base == 0 {
		draft.Base = row.Revision
	}
	if q.c.Query("preview") == "1" {
		p, err := q.h.store.PreviewRevision(q.ctx, q.reader, q.id, draft)
		if err != nil {
			return answer{}, err
		}
		body := apiRevised{apiRevision{p.Next, p.Draft.SHA256}, models.CountSentenceChanges(p.Draft.Links), p.Draft.ClaimChanges()}
		return answer{status: http.StatusOK, body: body, article: q.id}, nil
	}
	done, err := q.h.store.ReviseArticle(q.ctx, q.reader, q.id, draft)
	body := apiRevised{apiRevision{done.Revision.Number, done.Revision.SHA256}, done.Sentences, done.Claims}
	return answer{status: http.StatusCreated, body: body, article: q.id}, err
}

// mayReviseArticle refuses a caller who may not revise the article in the path.
func mayReviseArticle(q *call) error {
	_, err := q.h.store.RevisableArticle(q.ctx, q.reader, q.id)
	return err
}
