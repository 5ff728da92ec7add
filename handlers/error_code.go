package handlers

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/views"
)

// errorCodes says which error is which code. The first that fits counts, as an error may be several: a change that comes too late also
// names the field to which that is shown.
var errorCodes = []struct {
	code models.ErrorCode
	is   func(error) bool
}{
	{models.CodeGateClosed, is(models.ErrShut)},
	{models.CodeStale, is(models.ErrStale)},
	{models.CodeReadOnlyToken, is(errReadOnly)},
	{models.CodeForbidden, is(models.ErrForbidden)},
	{models.CodeWithinWord, is(models.ErrWithinWord)},
	{models.CodeInvalid, models.IsInvalid},
	{models.CodeTooLarge, isTooLarge},
	{models.CodeNotFound, is(models.ErrNotFound)},
	{models.CodeSignedOut, is(models.ErrSignedOut)},
	{models.CodeSecondFactorRequired, is(errNoFactor)},
	{models.CodePasswordsDisabled, is(errNoPasswords)},
	{models.CodeCrossOrigin, is(errCrossOrigin)},
	{models.CodeTaken, is(models.ErrTaken)},
	{models.CodeLinkUsed, is(models.ErrUsed)},
	{models.CodeRateLimited, is(models.ErrTooMany)},
	{models.CodeUnknownChoice, is(models.ErrUnknownWord)},
	{models.CodeBadRequest, is(errUnreadable)},
	{models.CodeUnsupportedMediaType, is(errNotJSON)},
	{models.CodeMethodNotAllowed, is(errMethodNotAllowed)},
	{models.CodeMaybeNotSaved, is(models.ErrUnsure)},
	{models.CodeNotSaved, is(models.ErrNotSaved)},
	{models.CodeUnavailable, store.Unavailable},
}

func is(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

func isTooLarge(err error) bool { return errors.As(err, new(*http.MaxBytesError)) }

// codeOf is the code of an error; of one that nobody has named it is internal.
func codeOf(err error) models.ErrorCode {
	for _, e := range errorCodes {
		if e.is(err) {
			return e.code
		}
	}
	return models.CodeInternal
}

// failure is an error as it is answered: what there is to say of its code, and the fields that are wrong.
type failure struct {
	models.ErrorKind
	fields models.Invalid
}

// failureOf is the one place that says which error is which answer.
func failureOf(err error) failure {
	kind, _ := codeOf(err).Kind() // every code has one
	var large *http.MaxBytesError
	if kind.Code == models.CodeTooLarge && errors.As(err, &large) {
		kind.Person = fmt.Sprintf("What was sent is larger than the limit of %d bytes.", large.Limit)
		kind.Program = kind.Person
	}
	return failure{kind, invalid(err)}
}

// errorList lists every code, for whoever writes a program that calls the API.
func (h *Handlers) errorList(c *gin.Context) error {
	page := h.shell(c, "Errors", "")
	page.Styles = []string{listStyle}
	return h.render(c, http.StatusOK, views.ErrorList(page, models.ErrorKinds))
}

// showError is the page about one code, at the address that is the type of a problem.
func (h *Handlers) showError(c *gin.Context) error {
	kind, ok := models.ErrorCode(c.Param("code")).Kind()
	if !ok {
		return models.ErrNotFound
	}
	return h.render(c, http.StatusOK, views.ErrorKindPage(h.shell(c, kind.Title, ""), kind))
}
