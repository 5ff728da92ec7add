package handlers

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// addNote writes a note on the sentence that the URL names.
func (h *Handlers) addNote(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.onSentence(c, views.NoteForm(id), func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		_, place, err := h.store.AddNote(ctx, who, id, models.NoteInput{Body: f.multiline("body"), Words: f.multiline("words")})
		return place, err
	})
}

// withdrawNote withdraws the user's own note. If its sentence is gone, it returns to the list of notes.
func (h *Handlers) withdrawNote(c *gin.Context) error {
	return h.onObject(c, func(ctx context.Context, who models.Reader, id int64) (models.Location, error) {
		return h.store.WithdrawNote(ctx, who, id)
	})
}

// showNotes lists the notes on the sentences of an article.
func (h *Handlers) showNotes(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	article, err := h.store.Article(ctx, who, id)
	if err != nil {
		return err
	}
	notes, err := h.store.Notes(ctx, who, id)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Notes on %s", "articles", article.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.NoteList(shell, article.Article, notes))
}

// dismissMention removes a mention from the user's queue.
func (h *Handlers) dismissMention(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if err != nil {
		return err
	}
	if err := h.store.DismissMention(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	return seeOther(c, typed.next(queuePath))
}
