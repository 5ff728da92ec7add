package handlers

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/text/message"
	"linecheck/views"
)

// errorCodes maps errors to codes. The first match counts, because an error can match several: a stale change
// also names the field at which its message is shown.
var errorCodes = []struct {
	code    models.ErrorCode
	matches func(error) bool
}{
	{models.CodeGateClosed, matchesError(models.ErrGateClosed)},
	{models.CodeStale, matchesError(models.ErrStale)},
	{models.CodeReadOnlyToken, matchesError(errReadOnly)},
	{models.CodeForbidden, matchesError(models.ErrForbidden)},
	{models.CodeWithinWord, matchesError(models.ErrWithinWord)},
	{models.CodeInvalid, models.IsValidationError},
	{models.CodeTooLarge, isTooLarge},
	{models.CodeNotFound, matchesError(models.ErrNotFound)},
	{models.CodeSignedOut, matchesError(models.ErrSignedOut)},
	{models.CodeSecondFactorRequired, matchesError(errSecondFactorRequired)},
	{models.CodePasswordsDisabled, matchesError(errPasswordsDisabled)},
	{models.CodeCrossOrigin, matchesError(errCrossOrigin)},
	{models.CodeTaken, matchesError(models.ErrTaken)},
	{models.CodeLinkUsed, matchesError(models.ErrLinkUsed)},
	{models.CodeRateLimited, matchesError(models.ErrTooManyAttempts)},
	{models.CodeUnknownChoice, matchesError(models.ErrUnknownValue)},
	{models.CodeBadRequest, matchesError(errBadRequest)},
	{models.CodeUnsupportedMediaType, matchesError(errNotJSON)},
	{models.CodeMethodNotAllowed, matchesError(errMethodNotAllowed)},
	{models.CodeMaybeNotSaved, matchesError(models.ErrMaybeNotSaved)},
	{models.CodeNotSaved, matchesError(models.ErrNotSaved)},
	{models.CodeUnavailable, store.IsUnavailable},
}

func matchesError(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isTooLarge(err error) bool { return errors.As(err, new(*http.MaxBytesError)) }

// findErrorCode returns the code of an error, models.CodeInternal by default.
func findErrorCode(err error) models.ErrorCode {
	for _, e := range errorCodes {
		if e.matches(err) {
			return e.code
		}
	}
	return models.CodeInternal
}

// failure is an error prepared for the response: the texts and status of its code, and the invalid fields.
type failure struct {
	models.ErrorKind
	userMessage message.Text
	apiMessage  string
	fields      models.ValidationErrors
}

// toFailure converts any error to its response; nothing else does.
func toFailure(err error) failure {
	kind, _ := findErrorCode(err).Kind() // every code has a kind
	f := failure{kind, message.New(kind.UserMessage), string(kind.APIMessage), validationErrors(err)}
	var large *http.MaxBytesError
	if kind.Code == models.CodeTooLarge && errors.As(err, &large) {
		f.userMessage = message.New("The request is larger than the limit of %d bytes.", large.Limit)
		f.apiMessage = f.userMessage.String()
	}
	return f
}

// errorList lists every code, for developers of API clients.
func (h *Handlers) errorList(c *gin.Context) error {
	page := h.newPage(c, "Errors", "")
	page.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.ErrorList(page, models.ErrorKinds))
}

// showError shows the page of one code. Its URL is the type of a problem.
func (h *Handlers) showError(c *gin.Context) error {
	kind, ok := models.ErrorCode(c.Param("code")).Kind()
	if !ok {
		return models.ErrNotFound
	}
	return h.render(c, http.StatusOK, views.ErrorKindPage(h.newPage(c, kind.Title, ""), kind))
}
