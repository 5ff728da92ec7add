package models

import (
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// ParseKindAndRisk parses a claim's kind and risk; the defaults are other and normal.
func (sel Selection) ParseKindAndRisk() (Kind, Risk, error) {
	kind, risk := KindOther, Risks[0]
	var wrong ValidationErrors
	var err error
	if sel.Kind != "" {
		if kind, err = ParseKind(sel.Kind); err != nil {
			wrong.Add("kind", "Please choose one of the listed kinds of claim.")
		}
	}
	if sel.Risk != "" {
		if risk, err = ParseRisk(sel.Risk); err != nil {
			wrong.Add("risk", "Please choose one of the listed risks.")
		}
	}
	return kind, risk, wrong.Err()
}

// LocateQuote locates a quote that must occur exactly once in a text, between its prefix and its suffix.
// Characters are compared independently of the Unicode form.
func (sel Selection) LocateQuote(in string) (Selection, error) {
	if strings.TrimSpace(sel.Quote) == "" {
		return sel, NewFieldError("quote", "Please quote at least one word.")
	}
	form := text.Compose(in)
	whole, found := form.Find(sel.Prefix+sel.Quote+sel.Suffix, 0)
	if !found {
		return sel, sel.quoteNotFound(in)
	}
	if _, twice := form.Find(sel.Prefix+sel.Quote+sel.Suffix, whole.Start+1); twice {
		return sel, ValidationErrors{
			{
				Field:  "quote",
				Detail: "These words stand in the text more than once: say what stands before and after the ones that are meant, as prefix and suffix.",
			},
		}
	}
	within, ok := sel.quoteSpan(in, whole)
	if !ok {
		return sel, NewFieldError("quote", "The quote begins or ends within a character.")
	}
	sel.Start, sel.End = within.Start, within.End
	return sel, nil
}

// quoteSpan returns the span of the quote within the match of prefix, quote and suffix.
func (sel Selection) quoteSpan(in string, whole text.Span) (text.Span, bool) {
	words, _ := text.NewIndex(in).Slice(whole)
	runes := utf8.RuneCountInString
	before, all := runes(text.NFC(sel.Prefix)), runes(text.NFC(sel.Prefix+sel.Quote+sel.Suffix))
	at := text.Compose(words).FromNFC(text.Span{Start: before, End: all - runes(text.NFC(sel.Suffix))})
	at.Start, at.End = at.Start+whole.Start, at.End+whole.Start
	exact, _ := text.NewIndex(in).Slice(at)
	return at, text.SameCharacters(exact, sel.Quote)
}

// quoteNotFound returns an error that says which part was not found in the text.
func (sel Selection) quoteNotFound(in string) error {
	if text.ContainsCharacters(in, sel.Quote) {
		return NewFieldError("quote", "These words stand in the text, but not between that prefix and that suffix.")
	}
	return ValidationErrors{
		{
			Field:  "quote",
			Detail: "These words do not stand in the text. They are compared character by character, with every space and quotation mark.",
		},
	}
}
