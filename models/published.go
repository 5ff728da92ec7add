package models

import (
	"time"

	"linecheck/text/compare"
)

// SignedText is the text of an article's newest sign-off, for a comparison with the published text.
type SignedText struct {
	Article   ArticleRow
	Revision  int
	SignedAt  time.Time          // zero if nobody has signed the article off
	Valid     bool               // whether the sign-off is still valid
	Sentences []compare.Sentence // as signed; the title is the first
	Rules     compare.Rules
	Fetches   bool // whether the server may fetch web pages for the desk
}

// NotSignedError is the error for comparing an article that was never signed off.
func NotSignedError() error {
	return NewFieldError("published", "Nobody has signed this article off here, so there is nothing to compare with.")
}

// PublishedInput is the published article. Exactly one of its fields is set.
type PublishedInput struct {
	URL, Text, HTML string
}

// Check validates the input.
func (p PublishedInput) Check() error {
	given := 0
	for _, s := range []string{p.URL, p.Text, p.HTML} {
		if s != "" {
			given++
		}
	}
	if given != 1 {
		return NewFieldError("published", "Please give an address, or the text, or the HTML of what was published.")
	}
	return nil
}
