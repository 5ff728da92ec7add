package handlers

import (
	"net/http"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/sentence"
)

// apiSentence is a sentence of a current revision.
type apiSentence struct {
	ID       int64                `json:"id" doc:"Another one once the sentence is split, joined, or in a new revision."`
	Ordinal  int                  `json:"ordinal" doc:"Its number in the revision, from 1; 0 of the title."`
	Region   sentence.Region      `json:"region"`
	Start    int                  `json:"start" doc:"Code points from the start of the revision's text; of the title, from its own."`
	End      int                  `json:"end" doc:"Where it ends, half open."`
	Text     string               `json:"text"`
	State    models.SentenceState `json:"state"`
	RestRead bool                 `json:"rest_read" doc:"Nothing outside its claims is left to read. It is done only when its claims are settled and its rest is read."`
}

// apiSentences is all the sentences of an article.
type apiSentences struct {
	Sentences []apiSentence `json:"sentences"`
}

// apiSplit is the body of the call that splits a sentence.
type apiSplit struct {
	At *int `json:"at" doc:"Code points from the start of the revision's text: where the second sentence begins."`
}

func toAPISentence(s models.PageSentence) apiSentence {
	return apiSentence{s.ID, s.Ordinal, s.Region, s.Start, s.End, s.Text, s.State, s.RestRead}
}

func toAPISentences(list []models.PageSentence) []apiSentence {
	all := make([]apiSentence, len(list))
	for i, s := range list {
		all[i] = toAPISentence(s)
	}
	return all
}

// apiReading is the body of the call that marks a sentence as read.
type apiReading struct {
	State   *string    `json:"state,omitempty" doc:"clear, and nothing else: there is nothing (else) to check here."`
	Covered *[]apiSpan `json:"covered,omitempty" doc:"What claims covered when the sentence was read: the mark leaves these words out."`
}

// apiSpan is a half-open range of a revision's text.
type apiSpan struct {
	Start int `json:"start" doc:"Code points from the start of the revision's text."`
	End   int `json:"end" doc:"Where it ends, half open."`
}

func toSpans(sent *[]apiSpan) []text.Span {
	var list []text.Span
	for _, s := range derefList(sent) {
		list = append(list, text.Span(s))
	}
	return list
}

// apiMarkRead marks the words of a sentence that no claim covers as read, with nothing to check.
func apiMarkRead(q *call, sent apiReading) (answer, error) {
	if err := checkClear(sent.State); err != nil {
		return answer{}, err
	}
	place, err := q.h.store.MarkRead(q.ctx, q.reader, q.id, toSpans(sent.Covered)...)
	return answerSentence(q, http.StatusOK, place, err)
}

// checkClear refuses every state but clear. An omitted state means clear.
func checkClear(state *string) error {
	if state == nil || *state == string(models.Clear) {
		return nil
	}
	return models.ValidationErrors{
		{
			Field:  "state",
			Detail: "A reader can only say “clear”: there is nothing (else) to check here. Every other state follows from that and from the claims.",
		},
	}
}

// apiUnmarkRead removes the caller's read mark.
func apiUnmarkRead(q *call) (answer, error) {
	place, err := q.h.store.UnmarkRead(q.ctx, q.reader, q.id)
	return answerSentence(q, http.StatusOK, place, err)
}

// apiTicked is the body of the call that confirms a changed sentence.
type apiTicked struct {
	Claims   *[]int64   `json:"claims,omitempty" doc:"Whose verdicts hold for the new words; without lists, those whose words are the same."`
	Evidence *[]int64   `json:"evidence,omitempty" doc:"Evidence that says of the new words what it said of the former ones."`
	Supports *[]int64   `json:"supports,omitempty" doc:"Evidence that supports the new words, whatever it said of the former ones."`
	Read     *[]apiSeen `json:"read,omitempty" doc:"The claims as they were read. One that changed since is a conflict."`
	Covered  *[]apiSpan `json:"covered,omitempty" doc:"What claims covered when the sentence was read: the read mark leaves it out."`
}

// apiSeen is a claim in the version that the caller read.
type apiSeen struct {
	ID      int64 `json:"id"`
	Version int   `json:"version"`
}

// toModel converts the body. Without lists, the claims whose own words did not change are confirmed.
func (t apiTicked) toModel() models.ConfirmationInput {
	ticked := models.ConfirmationInput{
		OnlyListed: t.Claims != nil || t.Evidence != nil || t.Supports != nil,
		Claims:     derefList(t.Claims),
		Evidence:   derefList(t.Evidence),
		Supports:   derefList(t.Supports),
		Versions:   map[int64]int{},
		Covered:    toSpans(t.Covered),
	}
	for _, c := range derefList(t.Read) {
		ticked.Versions[c.ID] = c.Version
	}
	return ticked
}

// derefList returns the list, or nil if the body has none.
func derefList[T any](list *[]T) []T {
	if list == nil {
		return nil
	}
	return *list
}

// apiConfirmSentence confirms that the ticked findings about the former words also apply to the new ones.
func apiConfirmSentence(q *call, sent apiTicked) (answer, error) {
	place, err := q.h.store.ConfirmSentence(q.ctx, q.reader, q.id, sent.toModel())
	return answerSentence(q, http.StatusCreated, place, err)
}

func answerSentence(q *call, status int, place models.Location, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	s, err := q.h.store.Sentence(q.ctx, q.reader, place.ArticleID, place.Ordinal)
	return answer{status: status, body: toAPISentence(s), article: place.ArticleID}, err
}

// apiSplitSentence splits a sentence in two.
func apiSplitSentence(q *call, sent apiSplit) (answer, error) {
	at := -1 // the store rejects it with the error for an offset outside the sentence
	if sent.At != nil {
		at = *sent.At
	}
	place, err := q.h.store.SplitSentence(q.ctx, q.reader, q.id, at)
	return answerSentences(q, place, err)
}

// apiMergeSentence joins a sentence with the next one.
func apiMergeSentence(q *call) (answer, error) {
	place, err := q.h.store.MergeSentence(q.ctx, q.reader, q.id)
	return answerSentences(q, place, err)
}

func answerSentences(q *call, place models.Location, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	list, err := q.h.store.ArticleSentences(q.ctx, q.reader, place.ArticleID)
	return answer{status: http.StatusOK, body: apiSentences{toAPISentences(list)}, article: place.ArticleID}, err
}
