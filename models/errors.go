package models

import (
	"errors"
	"fmt"
	"strings"

	"linecheck/text/message"
)

// The sentinel errors. Everything below the handlers wraps one of these with the operation; the handlers
// convert them to pages and problem documents in one place.
var (
	ErrNotFound        = errors.New("not found")               // it does not exist, or the reader may not see it
	ErrForbidden       = errors.New("not allowed")             // the reader may see it, but their role may not do this
	ErrStale           = errors.New("changed meanwhile")       // the version that was read is not the current one
	ErrSignedOut       = errors.New("not signed in")           // no session, or an expired one
	ErrUnknownValue    = errors.New("unknown word")            // a status, kind, role or the like that is not defined
	ErrTooManyAttempts = errors.New("too many attempts")       // too many failed logins
	ErrTaken           = errors.New("taken already")           // a name or address that must be unique
	ErrLinkUsed        = errors.New("used or expired already") // a one-time link
	ErrWithinWord      = errors.New("within a word")           // a claim begins or ends within a word or a character
	ErrNotSaved        = errors.New("not saved")               // the database or the disk failed; the request was correct
)

// ErrMaybeNotSaved is ErrNotSaved if the result of a commit is unknown: the change may have been saved after
// all.
var ErrMaybeNotSaved = fmt.Errorf("%w for certain", ErrNotSaved)

// ErrResegmented means that a sentence was split or joined since it was read. It is ErrStale.
var ErrResegmented = fmt.Errorf("%w: %w", ErrStale, NewFieldError("sentence",
	"This sentence was split or joined since you opened it, so nothing was changed. It is shown as it is now: look again, then "+
		"repeat your step."))

// ErrNewRevision means that a sentence was read in a revision that is no longer current. It is ErrStale.
var ErrNewRevision = fmt.Errorf("%w: %w", ErrStale, NewFieldError("sentence",
	"A new revision came in since you opened this sentence, so nothing was changed. It is shown as it is now: look again, then "+
		"repeat your step."))

// FieldError describes a fault of one form field, as one sentence for the user.
type FieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"` // in English, for programs and logs

	text message.Text // for people
}

// Text is the sentence for people, to be written in their language.
func (f FieldError) Text() message.Text {
	if f.text.IsZero() {
		return message.New("%s", f.Detail)
	}
	return f.text
}

// NewFieldError returns a validation error of one field.
func NewFieldError(field string, key message.Key, args ...any) ValidationErrors {
	var wrong ValidationErrors
	wrong.Add(field, key, args...)
	return wrong
}

// ValidationErrors lists every invalid field of an input, each with one sentence.
type ValidationErrors []FieldError

// Error joins the sentences, each with its field.
func (v ValidationErrors) Error() string {
	parts := make([]string, len(v))
	for i, f := range v {
		parts[i] = f.Field + ": " + f.Detail
	}
	return strings.Join(parts, "; ")
}

// Sentences joins the sentences without the names of the fields.
func (v ValidationErrors) Sentences() string {
	parts := make([]string, len(v))
	for i, f := range v {
		parts[i] = f.Detail
	}
	return strings.Join(parts, " ")
}

// Add adds an error for a field.
func (v *ValidationErrors) Add(field string, key message.Key, args ...any) {
	v.AddText(field, message.New(key, args...))
}

// AddText adds an error for a field whose text was built elsewhere.
func (v *ValidationErrors) AddText(field string, t message.Text) {
	*v = append(*v, FieldError{Field: field, Detail: t.String(), text: t})
}

// Text returns the error of a field in the form for display, or the zero value if the field is valid.
func (v ValidationErrors) Text(field string) message.Text {
	for _, f := range v {
		if f.Field == field {
			return f.Text()
		}
	}
	return message.Text{}
}

// Detail returns the first sentence for a field, or "" if it is valid.
func (v ValidationErrors) Detail(field string) string {
	for _, f := range v {
		if f.Field == field {
			return f.Detail
		}
	}
	return ""
}

// IsValidationError reports whether an error contains ValidationErrors.
func IsValidationError(err error) bool { return errors.As(err, new(ValidationErrors)) }

// Err returns the value as an error, or nil if everything is valid.
func (v ValidationErrors) Err() error {
	if len(v) == 0 {
		return nil
	}
	return v
}
