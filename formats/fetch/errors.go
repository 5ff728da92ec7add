package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
)

// RefusedError reports that an address was not opened, because of its form or of the server that it resolves to. Nothing was sent.
type RefusedError struct {
	Address string // the refused address, possibly from a redirect
	Reason  string // a sentence for the person who entered the address
	Inside  bool   // it leads inside a network or to an unusual port, which Options.Networks can allow
}

// Error returns a sentence such as "This address leads inside a network (10.0.0.1), so it was not opened."
func (e *RefusedError) Error() string { return e.Reason }

// FailedError reports that an address was tried but returned no page.
type FailedError struct {
	Address string // the failed address, possibly from a redirect
	Status  int    // the HTTP status; 0 if there was no response
	Reason  string // a sentence for the person who entered the address
	Err     error  // the cause; nil if the status explains it
}

// Error returns a sentence such as "The site says that this page does not exist (404)."
func (e *FailedError) Error() string { return e.Reason }

// Unwrap returns the cause.
func (e *FailedError) Unwrap() error { return e.Err }

// IsDead reports whether an error means a dead link: the site answered 404 or 410, or its name does not
// exist. Refusals, timeouts and server errors are not dead links, because the page may open tomorrow.
func IsDead(err error) bool {
	var failed *FailedError
	if !errors.As(err, &failed) {
		return false
	}
	var dns *net.DNSError
	return failed.Status == http.StatusNotFound || failed.Status == http.StatusGone || errors.As(err, &dns) && dns.IsNotFound
}

// IsTimeout reports whether an error means that the site took too long.
func IsTimeout(err error) bool {
	var failed *FailedError
	return errors.As(err, &failed) && isTimeout(failed.Err)
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &network) && network.Timeout()
}

// statusError returns the error for a response that is not a page.
func statusError(address string, status int) error {
	failed := &FailedError{Address: address, Status: status}
	switch {
	case status == http.StatusNotFound:
		failed.Reason = "The site says that this page does not exist (404)."
	case status == http.StatusGone:
		failed.Reason = "The site says that this page was taken down (410)."
	case status == http.StatusUnauthorized,
		status == http.StatusForbidden,
		status == http.StatusPaymentRequired,
		status == http.StatusUnavailableForLegalReasons:
		failed.Reason = fmt.Sprintf("The site does not show this page to everyone (%d).", status)
	case status == http.StatusTooManyRequests:
		failed.Reason = "The site was asked too often and wants to be left alone for a while (429)."
	case status >= 500:
		failed.Reason = fmt.Sprintf("The site has trouble of its own (%d); try again later.", status)
	default:
		failed.Reason = fmt.Sprintf("The site answered with something other than a page (%d).", status)
	}
	return failed
}

// transportError converts an error of net/http. A refusal stays a refusal. If the caller cancelled the
// request, it returns the context's error, so that the site is not blamed.
func transportError(ctx context.Context, address string, err error) error {
	var refused *RefusedError
	var failed *FailedError
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.As(err, &failed):
		return failed
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("fetching a page: %w", context.Canceled)
	}
	return &FailedError{Address: address, Reason: explainError(err), Err: err}
}

func explainError(err error) string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("There is no site called %s.", sanitize(dns.Name))
	case isTimeout(err):
		return "The site took too long to answer, so the page was not read."
	case errors.As(err, &dns):
		return fmt.Sprintf("The name %s could not be looked up; try again later.", sanitize(dns.Name))
	case errors.As(err, &certificate), errors.As(err, &unknown):
		return "The site could not prove that it is what it says it is (its certificate is not valid), so the page was not read."
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return "The site does not speak https properly, so the page was not read."
	}
	return "The connection to the site failed or its answer made no sense, so the page was not read."
}

// sanitize prepares a part of an address for a sentence: printable characters only, and at most 80.
func sanitize(s string) string {
	const most = 80
	runes := []rune(s)
	short := len(runes) > most
	if short {
		runes = runes[:most]
	}
	for i, r := range runes {
		if !isPrintable(r) {
			runes[i] = '\uFFFD'
		}
	}
	if short {
		return string(runes) + "…"
	}
	return string(runes)
}
