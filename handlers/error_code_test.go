package handlers

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Every code belongs to some error, at any depth of wrapping, and every named error has a code.
func TestEveryErrorCodeHasErrors(t *testing.T) {
	answered := map[models.ErrorCode]bool{}
	for _, c := range []struct {
		err  error
		want models.ErrorCode
	}{
		{errBadRequest, models.CodeBadRequest},
		{models.ErrSignedOut, models.CodeSignedOut},
		{models.ErrForbidden, models.CodeForbidden},
		{fmt.Errorf("%w: %w", models.ErrForbidden, models.ValidationErrors{{Field: "gate", Detail: "Not you."}}), models.CodeForbidden},
		{errReadOnly, models.CodeReadOnlyToken},
		{errSecondFactorRequired, models.CodeSecondFactorRequired},
		{errPasswordsDisabled, models.CodePasswordsDisabled},
		{errCrossOrigin, models.CodeCrossOrigin},
		{models.ErrNotFound, models.CodeNotFound},
		{errMethodNotAllowed, models.CodeMethodNotAllowed},
		{models.ErrStale, models.CodeStale},
		{models.ErrResegmented, models.CodeStale},
		{models.NewGateClosedError(models.GateState{}, nil), models.CodeGateClosed},
		{models.ErrTaken, models.CodeTaken},
		{models.ErrLinkUsed, models.CodeLinkUsed},
		{&http.MaxBytesError{Limit: 5}, models.CodeTooLarge},
		{errNotJSON, models.CodeUnsupportedMediaType},
		{models.ValidationErrors{{Field: "name", Detail: "Please give a name."}}, models.CodeInvalid},
		{models.ErrKeyReused, models.CodeInvalid},
		{models.ErrUnknownValue, models.CodeUnknownChoice},
		{fmt.Errorf("%w: %w", models.ErrWithinWord, models.ValidationErrors{{Field: "selection", Detail: "A part."}}), models.CodeWithinWord},
		{models.ErrTooManyAttempts, models.CodeRateLimited},
		{rateLimitError{3}, models.CodeRateLimited},
		{models.ErrNotSaved, models.CodeNotSaved},
		{models.ErrMaybeNotSaved, models.CodeMaybeNotSaved},
		{io.ErrUnexpectedEOF, models.CodeUnavailable}, // the database server is gone
		{io.ErrShortWrite, models.CodeInternal},
		{models.NewPanicError("the reason"), models.CodeInternal},
	} {
		answered[c.want] = true
		if got := toFailure(fmt.Errorf("doing it: %w", c.err)); got.Code != c.want {
			t.Errorf("%q has the code %s, want %s", c.err, got.Code, c.want)
		}
	}
	for _, kind := range models.ErrorKinds {
		if !answered[kind.Code] {
			t.Errorf("no error has the code %s", kind.Code)
		}
	}
}

// Only the limit in the message depends on the request.
func TestTooLargeErrorNamesTheLimit(t *testing.T) {
	got := toFailure(&http.MaxBytesError{Limit: 1000})
	if want := "The request is larger than the limit of 1,000 bytes."; got.userMessage.String() != want || got.apiMessage != want {
		t.Errorf("got %q and %q, want %q", got.userMessage, got.apiMessage, want)
	}
}

// A failure or panic in the store is logged with its context, and not shown to users.
func TestStoreFailureIsOnlyLogged(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	closed := storetest.Open(t, storetest.SQLite(t))
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		does   handlerFunc
		logged []string
	}{
		"a panic": {func(c *gin.Context) error { return panicOnce(c.Request.Context(), s, news.Reviewer) },
			[]string{"do a request of user", "panic: the reason", "handlers.panicOnce"}},
		"a closed database": {func(c *gin.Context) error {
			_, err := closed.Article(c.Request.Context(), news.Reviewer, 31)
			return err
		}, []string{"read article 31: ", "database is closed"}},
	} {
		var log strings.Builder
		answer := httptest.NewRecorder()
		handlerWithoutStore(&log, c.does).ServeHTTP(answer, httptest.NewRequest("GET", "/it", nil))
		if answer.Code != http.StatusInternalServerError {
			t.Errorf("%s: status %d", name, answer.Code)
		}
		for _, words := range c.logged {
			if !strings.Contains(log.String(), words) {
				t.Errorf("%s: the log lacks %q: %s", name, words, &log)
			}
			if strings.Contains(answer.Body.String(), words) {
				t.Errorf("%s: the page has %q: %s", name, words, answer.Body)
			}
		}
	}
}

func panicOnce(ctx context.Context, s *store.Store, r models.Reader) error {
	_, _, err := s.RunIdempotent(
		ctx,
		r,
		models.IdempotentRequest{Key: "k", Request: "POST /x"},
		func(context.Context) (models.IdempotentResponse, error) { panic("the reason") },
	)
	return err
}
