package handlers

import (
	"net/http"

	"linecheck/models"
	"linecheck/text/sentence"
)

// apiSentence is a sentence of a current revision.
type apiSentence struct {
	ID      int64                `json:"id" doc:"Another one once the sentence is split, joined, or in a new revision."`
	Ordinal int                  `json:"ordinal" doc:"Its number in the revision, from 1."`
	Region  sentence.Region      `json:"region"`
	Start   int                  `json:"start" doc:"Code points from the start of the revision's text."`
	End     int                  `json:"end" doc:"Where it ends, half open."`
	Text    string               `json:"text"`
	State   models.SentenceState `json:"state"`
}

// apiSentences is all the sentences of an article.
type apiSentences struct {
	Sentences []apiSentence `json:"sentences"`
}

// apiSplit says where a sentence is to be split.
type apiSplit struct {
	At *int `json:"at" doc:"Code points from the start of the revision's text: where the second sentence begins."`
}

func sentenceOf(s models.PageSentence) apiSentence {
	return apiSentence{s.ID, s.Ordinal, s.Region, s.Start, s.End, s.Text, s.State}
}

func sentencesOf(list []models.PageSentence) []apiSentence {
	all := make([]apiSentence, len(list))
	for i, s := range list {
		all[i] = sentenceOf(s)
	}
	return all
}

// apiRead marks a sentence as read, with nothing to check in it.
func apiRead(q *call) (answer, error) {
	place, err := q.h.store.MarkRead(q.ctx, q.who, q.id)
	return oneSentence(q, place, err)
}

// apiUnread takes the caller's mark back.
func apiUnread(q *call) (answer, error) {
	place, err := q.h.store.UnmarkRead(q.ctx, q.who, q.id)
	return oneSentence(q, place, err)
}

func oneSentence(q *call, place models.Place, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	s, err := q.h.store.Sentence(q.ctx, q.who, place.ArticleID, place.Ordinal)
	return answer{status: http.StatusOK, body: sentenceOf(s), article: place.ArticleID}, err
}

// apiSplitSentence splits a sentence in two.
func apiSplitSentence(q *call, sent apiSplit) (answer, error) {
	at := -1 // which is no place in any sentence, as the rules of a place will say
	if sent.At != nil {
		at = *sent.At
	}
	place, err := q.h.store.SplitSentence(q.ctx, q.who, q.id, at)
	return allSentences(q, place, err)
}

// apiMergeSentence joins a sentence with the next one.
func apiMergeSentence(q *call) (answer, error) {
	place, err := q.h.store.MergeSentence(q.ctx, q.who, q.id)
	return allSentences(q, place, err)
}

func allSentences(q *call, place models.Place, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	list, err := q.h.store.ArticleSentences(q.ctx, q.who, place.ArticleID)
	return answer{status: http.StatusOK, body: apiSentences{sentencesOf(list)}, article: place.ArticleID}, err
}
