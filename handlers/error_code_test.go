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

// Every code is the answer to some error, however deep it is wrapped, and every error that is named has a code of its own.
func TestEveryCodeHasItsErrors(t *testing.T) {
	answered := map[models.ErrorCode]bool{}
	for _, c := range []struct {
		err  error
		want models.ErrorCode
	}{
		{errUnreadable, models.CodeBadRequest},
		{models.ErrSignedOut, models.CodeSignedOut},
		{models.ErrForbidden, models.CodeForbidden},
		{fmt.Errorf("%w: %w", models.ErrForbidden, models.Invalid{{Field: "gate", Detail: "Not you."}}), models.CodeForbidden},
		{errReadOnly, models.CodeReadOnlyToken},
		{errNoFactor, models.CodeSecondFactorRequired},
		{errNoPasswords, models.CodePasswordsDisabled},
		{errCrossOrigin, models.CodeCrossOrigin},
		{models.ErrNotFound, models.CodeNotFound},
		{errMethodNotAllowed, models.CodeMethodNotAllowed},
		{models.ErrStale, models.CodeStale},
		{models.ErrRecut, models.CodeStale},
		{models.GateClosedBy(models.GateState{}, nil), models.CodeGateClosed},
		{models.ErrTaken, models.CodeTaken},
		{models.ErrUsed, models.CodeLinkUsed},
		{&http.MaxBytesError{Limit: 5}, models.CodeTooLarge},
		{errNotJSON, models.CodeUnsupportedMediaType},
		{models.Invalid{{Field: "name", Detail: "Please give a name."}}, models.CodeInvalid},
		{models.ErrOtherRequest, models.CodeInvalid},
		{models.ErrUnknownWord, models.CodeUnknownChoice},
		{fmt.Errorf("%w: %w", models.ErrWithinWord, models.Invalid{{Field: "selection", Detail: "A part."}}), models.CodeWithinWord},
		{models.ErrTooMany, models.CodeRateLimited},
		{tooFast{3}, models.CodeRateLimited},
		{models.ErrNotSaved, models.CodeNotSaved},
		{models.ErrUnsure, models.CodeMaybeNotSaved},
		{io.ErrUnexpectedEOF, models.CodeUnavailable}, // the database's server went away
		{io.ErrShortWrite, models.CodeInternal},
		{models.Recovered("the reason"), models.CodeInternal},
	} {
		answered[c.want] = true
		if got := failureOf(fmt.Errorf("doing it: %w", c.err)); got.Code != c.want {
			t.Errorf("%q has the code %s, want %s", c.err, got.Code, c.want)
		}
	}
	for _, kind := range models.ErrorKinds {
		if !answered[kind.Code] {
			t.Errorf("no error has the code %s", kind.Code)
		}
	}
}

// Only the bound of what is too large depends on the request.
func TestWhatIsTooLargeNamesItsLimit(t *testing.T) {
	got := failureOf(&http.MaxBytesError{Limit: 1000})
	if want := "What was sent is larger than the limit of 1000 bytes."; got.Person != want || got.Program != want {
		t.Errorf("got %q and %q, want %q", got.Person, got.Program, want)
	}
}

// A change that fails or panics within the store is told to the log with what was being done, and to nobody else.
func TestAFailureOfTheStoreIsForTheLogAlone(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	closed := storetest.Open(t, storetest.SQLite(t))
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		does   action
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
		bare(&log, c.does).ServeHTTP(answer, httptest.NewRequest("GET", "/it", nil))
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
	_, _, err := s.Once(
		ctx,
		r,
		models.Once{Key: "k", Request: "POST /x"},
		func(context.Context) (models.Answer, error) { panic("the reason") },
	)
	return err
}
