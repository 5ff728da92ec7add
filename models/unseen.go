package models

import (
	"slices"

	"linecheck/text"
)

// UnseenPage lists what the reader has not checked in an article.
type UnseenPage struct {
	Article
	Total     int // sentences of the article that they did not write, including the title
	Sentences []UnseenSentence
}

// UnseenSentence is a sentence with the parts that the reader has not checked.
type UnseenSentence struct {
	Sentence
	Rest   bool     // the words outside of claims
	Claims []string // words of claims
}

// UnseenBy lists the parts of the sentence that a user has not checked. It is empty for an author of the
// words, who cannot be a second reader.
func (f SentenceFacts) UnseenBy(user int64) []SentencePart {
	if f.EqualHeadline != nil || f.WrittenBy(user) { // for a title that equals a headline, the headline is listed
		return nil
	}
	return slices.DeleteFunc(f.Parts(), func(i SentencePart) bool { return slices.Contains(i.CheckedBy, user) })
}

// Waiting returns what keeps an open sentence open: the words of claims, and whether nobody has read its rest.
func (f SentenceFacts) Waiting() (claims []string, rest bool) {
	index := text.NewIndex(f.Text)
	for _, id := range f.OpenClaims() {
		at := slices.IndexFunc(f.Claims, func(c ClaimFacts) bool { return c.ID == id })
		if at < 0 {
			continue
		}
		if words, ok := index.Slice(f.Claims[at].Span); ok {
			claims = append(claims, words)
		}
	}
	rest = slices.ContainsFunc(f.Parts(), func(p SentencePart) bool { return p.ClaimID == 0 && len(p.CheckedBy) == 0 })
	return claims, rest
}

// AddUnseen adds a sentence to the list if the reader has not checked some part of it.
func (p *UnseenPage) AddUnseen(f SentenceFacts, user int64) {
	if f.EqualHeadline != nil || f.WrittenBy(user) {
		return
	}
	p.Total++
	items := f.UnseenBy(user)
	if len(items) == 0 {
		return
	}
	index, sentence := text.NewIndex(f.Text), UnseenSentence{Sentence: f.Sentence}
	for _, item := range items {
		if item.ClaimID == 0 {
			sentence.Rest = true
			continue
		}
		at := slices.IndexFunc(f.Claims, func(c ClaimFacts) bool { return c.ID == item.ClaimID })
		if words, ok := index.Slice(f.Claims[at].Span); ok {
			sentence.Claims = append(sentence.Claims, words)
		}
	}
	p.Sentences = append(p.Sentences, sentence)
}
