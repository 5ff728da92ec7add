package views

import (
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
)

// fieldID returns the id of the element to which a field's error links, or "".
func fieldID(form, field string) string {
	switch {
	case form == ClaimForm && (field == "selection" || field == "quote"):
		return "word-first"
	case form == ClaimForm && field == "kind":
		return "new-kind"
	case strings.HasPrefix(form, "place-") && (field == "selection" || field == "quote"):
		return form + "-first"
	case form == SplitForm && field == "split":
		return "split-word"
	case slices.Contains([]string{ClaimForm, UndoForm, RedoForm, MergeForm, DuplicatesForm, ConfirmForm, ReadMarkForm, RangeForm}, form),
		field == "claim", field == "sentence":
		return ""
	case field == "status", field == "decision":
		return form
	case field == "evidence":
		return form + "-evidence-paste"
	}
	return form + "-" + field
}

// errorAttributes connect a field to its error message for assistive technology.
func errorAttributes(wrong models.ValidationErrors, field, form string) templ.Attributes {
	if wrong.Detail(field) == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": form + "-" + field + "-error"}
}

// describedBy connects a group of fields to their common error message.
func describedBy(wrong models.ValidationErrors, field, form string) templ.Attributes {
	if wrong.Detail(field) == "" {
		return nil
	}
	return templ.Attributes{"aria-describedby": form + "-" + field + "-error"}
}

// selectionField returns the field name for errors of the selected words. The quote has no field of its own in the form.
func selectionField(wrong models.ValidationErrors) string {
	if wrong.Detail("quote") != "" {
		return "quote"
	}
	return "selection"
}

// selectionError returns the id of the error message about selected words.
func selectionError(form string) string {
	if form == "" {
		return "selection-error"
	}
	return form + "-selection-error"
}

// textArea renders a textarea with its value. HTML parsers drop a line feed right after the tag, so one is
// added.
func textArea(form, field string, t FormState) templ.Component {
	return actTextArea("", form, field, t)
}

// actTextArea is a textArea that the key of an act opens.
func actTextArea(act, form, field string, t FormState) templ.Component {
	attributes := templ.Attributes{"id": form + "-" + field, "name": field, "rows": "2", "dir": "auto"}
	maps.Copy(attributes, errorAttributes(t.Errors, field, form))
	if act != "" {
		attributes["data-act-field"] = act
	}
	return element("textarea", attributes, func(p *htmlWriter) {
		p.write("\n")
		p.writeEscaped(t.value(field, ""))
	})
}
