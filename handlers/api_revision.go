package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
)

// askedRevision is a new draft as a program sends it. Without a base it is one of the current revision.
type askedRevision struct {
	Text string `json:"text"`
	Note string `json:"note"`
	Base int    `json:"base"`
}

// revisionAnswer is what a draft came to, or would come to.
type revisionAnswer struct {
	Revision  revisionName         `json:"revision"`
	Sentences models.SentenceFates `json:"sentences"`
	Claims    models.ClaimFates    `json:"claims"`
}

type revisionName struct {
	Number int    `json:"number"`
	SHA256 string `json:"sha256"`
}

// apiRevise brings a new draft in, or with ?preview=1 says what it would come to.
func (h *Handlers) apiRevise(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	row, err := h.store.RevisableArticle(ctx, who, id)
	if err != nil {
		return err
	}
	asked := askedRevision{Base: row.Revision}
	if err := readJSON(c, &asked); err != nil {
		return err
	}
	draft := models.NewRevision{Text: asked.Text, Note: asked.Note, Base: asked.Base}
	if c.Query("preview") == "1" {
		p, err := h.store.PreviewRevision(ctx, who, id, draft)
		if err != nil {
			return err
		}
		return sendJSON(c, http.StatusOK, revisionAnswer{revisionName{p.Next, p.Draft.SHA256}, models.FatesOf(p.Draft.Links), p.Draft.ClaimFates()})
	}
	done, err := h.store.ReviseArticle(ctx, who, id, draft)
	if err != nil {
		return err
	}
	return sendJSON(c, http.StatusCreated, revisionAnswer{revisionName{done.Revision.Number, done.Revision.SHA256}, done.Sentences, done.Claims})
}
