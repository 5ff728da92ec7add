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

// RefusedError is an address that was not opened because of what it is or where it leads: nothing was sent there.
type RefusedError struct {
	Address string // the address that was refused, which a redirect may have named
	Reason  string // the sentence for the person who gave the address
}

// Error reads "This address leads inside a network (10.0.0.1), so it was not opened."
func (e *RefusedError) Error() string { return e.Reason }

// FailedError is an address that was opened, or tried, and gave no page.
type FailedError struct {
	Address string // the address that failed, which a redirect may have named
	Status  int    // what the site answered; 0 where it did not
	Reason  string // the sentence for the person who gave the address
	Err     error  // what lies below it; nil where the site's answer says it all
}

// Error reads "The site says that this page does not exist (404)."
func (e *FailedError) Error() string { return e.Reason }

// Unwrap gives what lies below.
func (e *FailedError) Unwrap() error { return e.Err }

// IsDead tells whether an error means a dead link: the site says that the page is not there (404) or gone (410), or no site has that name.
// A refusal, a time-out and a site in trouble are not dead links: they may open tomorrow.
func IsDead(err error) bool {
	var failed *FailedError
	if !errors.As(err, &failed) {
		return false
	}
	var dns *net.DNSError
	return failed.Status == http.StatusNotFound || failed.Status == http.StatusGone || errors.As(err, &dns) && dns.IsNotFound
}

// IsTimeout tells whether an error means that the site took too long.
func IsTimeout(err error) bool {
	var failed *FailedError
	return errors.As(err, &failed) && isTimeout(failed.Err)
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &network) && network.Timeout()
}

// statusError is the error of an answer that is no page.
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

// transportError turns what the network's library reports into a sentence. A refusal stays a refusal. A request that its own caller gave up
// is reported as that, so that nobody takes it for the site's fault.
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

// sanitize is a piece of an address fit for a sentence: without anything that a page or a terminal would not show, and not longer
// than 80 characters.
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
