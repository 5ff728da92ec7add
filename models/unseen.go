package models

import (
	"slices"

	"linecheck/text"
)

// UnseenPage lists what of an article its reader has not looked at.
type UnseenPage struct {
	Article
	Total     int // sentences of the article that they did not write, the title among them
	Sentences []UnseenSentence
}

// UnseenSentence is a sentence with what its reader has not looked at in it.
type UnseenSentence struct {
	Sentence
	Rest   bool     // the words outside of claims
	Claims []string // words of claims
}

// UnseenBy lists the claims and the rest of the sentence that a person has not looked at. Where they wrote the words nothing is listed:
// a look of theirs is no second one.
func (f SentenceFacts) UnseenBy(user int64) []SentencePart {
	if f.EqualHeadline != nil || f.WrittenBy(user) { // of a twin its headline is listed
		return nil
	}
	return slices.DeleteFunc(f.Parts(), func(i SentencePart) bool { return slices.Contains(i.CheckedBy, user) })
}

// AddUnseen adds a sentence of the article to the list, if there is something in it that the reader has not looked at.
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
