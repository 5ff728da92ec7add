package models

import (
	"errors"
	"fmt"
	"strings"

	"linecheck/text/message"
)

// The named failures. Everything below the handlers wraps one of these with what was being done; the handlers
// turn them into pages and problem documents in one place.
var (
	ErrNotFound        = errors.New("not found")               // not there, or not the reader's to see
	ErrForbidden       = errors.New("not allowed")             // seen, but the role may not do this
	ErrStale           = errors.New("changed meanwhile")       // the version that was read is not the current one
	ErrSignedOut       = errors.New("not signed in")           // no session, or one that has ended
	ErrUnknownValue    = errors.New("unknown word")            // a status, kind, role… outside its list
	ErrTooManyAttempts = errors.New("too many attempts")       // a limit on failed logins
	ErrTaken           = errors.New("taken already")           // a name or address that must be unique
	ErrLinkUsed        = errors.New("used or expired already") // a one-time link
	ErrWithinWord      = errors.New("within a word")           // a claim begins or ends within a word or a character
	ErrNotSaved        = errors.New("not saved")               // the database or the disk could not do it; nobody did anything wrong
)

// ErrMaybeNotSaved is ErrNotSaved where the answer to a commit was lost: it may turn out to be there all the same.
var ErrMaybeNotSaved = fmt.Errorf("%w for certain", ErrNotSaved)

// ErrResegmented is a sentence that was read and is cut otherwise now. It is ErrStale.
var ErrResegmented = fmt.Errorf("%w: %w", ErrStale, NewFieldError("sentence",
	"This sentence was split or joined since you opened it, so nothing was changed. It is shown as it is now: look again, then "+
		"repeat your step."))

// ErrNewRevision is a sentence of a text that was read and is not the current one any more. It is ErrStale.
var ErrNewRevision = fmt.Errorf("%w: %w", ErrStale, NewFieldError("sentence",
	"A new revision came in since you opened this sentence, so nothing was changed. It is shown as it is now: look again, then "+
		"repeat your step."))

// FieldError is what is wrong with one field of a form, as one clear sentence for the person who filled it in.
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

// NewFieldError is what is wrong with one field.
func NewFieldError(field string, key message.Key, args ...any) ValidationErrors {
	var wrong ValidationErrors
	wrong.Add(field, key, args...)
	return wrong
}

// ValidationErrors is input that could be read but breaks a rule: every field that is wrong, each with its sentence.
type ValidationErrors []FieldError

// Error joins the sentences.
func (v ValidationErrors) Error() string {
	parts := make([]string, len(v))
	for i, f := range v {
		parts[i] = f.Field + ": " + f.Detail
	}
	return strings.Join(parts, "; ")
}

// Sentences are what is wrong, without the names of the fields.
func (v ValidationErrors) Sentences() string {
	parts := make([]string, len(v))
	for i, f := range v {
		parts[i] = f.Detail
	}
	return strings.Join(parts, " ")
}

// Add notes what is wrong with a field.
func (v *ValidationErrors) Add(field string, key message.Key, args ...any) {
	v.AddText(field, message.New(key, args...))
}

// AddText notes what is wrong with a field, as it was put together elsewhere.
func (v *ValidationErrors) AddText(field string, t message.Text) {
	*v = append(*v, FieldError{Field: field, Detail: t.String(), text: t})
}

// Text returns the sentence for a field as people read it; the zero value where there is nothing wrong with it.
func (v ValidationErrors) Text(field string) message.Text {
	for _, f := range v {
		if f.Field == field {
			return f.Text()
		}
	}
	return message.Text{}
}

// Detail returns the sentence for a field, or "" where there is nothing wrong with it.
func (v ValidationErrors) Detail(field string) string {
	for _, f := range v {
		if f.Field == field {
			return f.Detail
		}
	}
	return ""
}

// IsValidationError reports whether an error is input that breaks a rule.
func IsValidationError(err error) bool { return errors.As(err, new(ValidationErrors)) }

// Err is the value as an error: nil when nothing is wrong.
func (v ValidationErrors) Err() error {
	if len(v) == 0 {
		return nil
	}
	return v
}
