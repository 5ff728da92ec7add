package models

import (
	"strings"
	"unicode/utf8"
)

// Sort reads what sort of claim is meant and what it would cost to be wrong: other and normal where nothing is said.
func (sel Selection) Sort() (Kind, Risk, error) {
	kind, risk := KindOther, Risks[0]
	var wrong Invalid
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

// Find says where in a text a quote stands that is meant to stand there once, between its prefix and its suffix. The words are compared as they
// are, code point by code point.
func (sel Selection) Find(text string) (Selection, error) {
	if strings.TrimSpace(sel.Quote) == "" {
		return sel, Invalid{{Field: "quote", Detail: "Please quote at least one word."}}
	}
	whole := sel.Prefix + sel.Quote + sel.Suffix
	at := strings.Index(text, whole)
	if at < 0 {
		return sel, sel.absent(text)
	}
	_, first := utf8.DecodeRuneInString(whole)
	if strings.Contains(text[at+first:], whole) {
		return sel, Invalid{
			{
				Field:  "quote",
				Detail: "These words stand in the text more than once: say what stands before and after the ones that are meant, as prefix and suffix.",
			},
		}
	}
	sel.Start = utf8.RuneCountInString(text[:at+len(sel.Prefix)])
	sel.End = sel.Start + utf8.RuneCountInString(sel.Quote)
	return sel, nil
}

// absent says what of a quote is not in the text.
func (sel Selection) absent(text string) error {
	if strings.Contains(text, sel.Quote) {
		return Invalid{{Field: "quote", Detail: "These words stand in the text, but not between that prefix and that suffix."}}
	}
	return Invalid{
		{
			Field:  "quote",
			Detail: "These words do not stand in the text. They are compared as they are, with every space and quotation mark.",
		},
	}
}
